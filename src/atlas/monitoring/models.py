"""Tables of sessions: the session, its scope as the hierarchy of its day, which gminas were renumbered, who is invited,
where cards are taken in.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from atlas.instruments.models import InstrumentSet
from atlas.monitoring.rules import HandOver, SessionState, Window
from atlas.monitoring.schedule import Schedule
from atlas.registry.models import Participant
from atlas.registry.rules import InstitutionType, ParticipantKind


class Session(models.Model):
    """One round of monitoring. Its instruments are one published set; trial sessions stand outside the sequence.

    The schedule's days are in Warsaw: announcing, opening (`opens_on`), reminding (`remind_on`, ISO days), the deadline
    (`closes_on`), the end of verification, publication; an imported session knows its first and last day alone.
    `closing_since` is set while a job closes the session: meanwhile no card comes in and none is decided.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in SessionState], default=SessionState.PLANNED.value
    )
    sequence = models.PositiveSmallIntegerField(null=True, unique=True)
    is_trial = models.BooleanField(default=False)
    opens_on = models.DateField()
    closes_on = models.DateField()
    announce_on = models.DateField(null=True)
    remind_on = models.JSONField(default=list)
    verify_until = models.DateField(null=True)
    publish_on = models.DateField(null=True)
    closing_since = models.DateTimeField(null=True)
    period_from = models.DateField()
    period_to = models.DateField()
    instruments = models.ForeignKey(InstrumentSet, models.PROTECT)

    class Meta:
        ordering = ["-opens_on", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="session_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="session_period_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in SessionState]), name="session_state_known"
            ),
            models.CheckConstraint(
                condition=Q(is_trial=True, sequence=None) | Q(is_trial=False, sequence__isnull=False),
                name="session_has_a_sequence_unless_trial",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def window(self) -> Window:
        """The days on which cards come in."""
        return Window(self.opens_on, self.closes_on)

    @property
    def schedule(self) -> Schedule:
        """All its days."""
        return Schedule(
            opens_on=self.opens_on, closes_on=self.closes_on, announce_on=self.announce_on,
            remind_on=tuple(date.fromisoformat(day) for day in self.remind_on), verify_until=self.verify_until,
            publish_on=self.publish_on,
        )  # fmt: skip


class ScopeGmina(models.Model):
    """A gmina that a session covers, with its names and its place in the hierarchy on the session's day."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="scope")
    gmina = models.CharField(max_length=7)
    name = models.CharField(max_length=120)
    powiat = models.CharField(max_length=4)
    voivodeship = models.CharField(max_length=2)
    powiat_name = models.CharField(max_length=120, blank=True)
    voivodeship_name = models.CharField(max_length=120, blank=True)
    institution_type = models.CharField(max_length=5, choices=[(one.value, one.value) for one in InstitutionType])

    class Meta:
        ordering = ["gmina"]
        constraints = [models.UniqueConstraint(fields=["session", "gmina"], name="one_gmina_in_a_scope")]

    def __str__(self) -> str:
        return f"{self.gmina} {self.name}"


class Invitation(models.Model):
    """A participant is asked for one card of a kind, for one gmina of a session's scope."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="invitations")
    card_kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in ParticipantKind])
    scope = models.ForeignKey(ScopeGmina, models.PROTECT, related_name="invitations")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="invitations")

    statistics_until: date | None
    """The last day of its gmina's statistics, where `selectors.invitation_lists` fetched it along."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "card_kind", "scope", "participant"], name="invited_once_for_a_card"
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def extended_until(self) -> date | None:
        """The last day of this participant alone, None where it is that of all; fetch `extension` along."""
        extension = getattr(self, "extension", None)
        return extension.until if extension else None


class Extension(models.Model):
    """One participant may hand over one card until a later day than the others, for a reason."""

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="extension")
    until = models.DateField()
    reason = models.CharField(max_length=500)
    given_at = models.DateTimeField()
    given_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["until", "id"]

    def __str__(self) -> str:
        return f"extension of invitation {self.invitation_id} until {self.until}"


class LeftOut(models.Model):
    """A participant of the registers whom the Centre does not ask for a card of a gmina; proposals pass it over."""

    scope = models.ForeignKey(ScopeGmina, models.CASCADE, related_name="left_out")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="left_out")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["scope", "participant"], name="left_out_once")]

    def __str__(self) -> str:
        return f"participant {self.participant_id} left out in scope {self.scope_id}"


class TerritoryChange(models.Model):
    """A gmina that has another code since an earlier session, as this session's package tells it (six digits each).

    An imported package may tell a merger or division, too, and leave out the day.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="territory_changes")
    old = models.CharField(max_length=6)
    new = models.CharField(max_length=6)
    from_on = models.DateField(null=True)

    class Meta:
        ordering = ["old", "new"]
        constraints = [models.UniqueConstraint(fields=["session", "old", "new"], name="territory_change_told_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class PointOfReceipt(models.Model):
    """Where and how cards of a session are handed over (Atlas, C 2): an office's address and duty hours, nobody's own.

    `hours` are by weekday ('1' is Monday), each a pair of 'HH:MM'; a weekday that is missing has no duty.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="points")
    channel = models.CharField(max_length=8, choices=[(one.value, one.value) for one in HandOver])
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    hours = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=[one.value for one in HandOver]), name="point_channel_known")
        ]

    def __str__(self) -> str:
        return f"point {self.pk} of session {self.session_id}"
