"""Tables of cards: the card, the contact apart from it, its versions, what was submitted with its receipt; and of their
verification: who looks at a card, flags with their evidence, questions at items, figures of peers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Max, Q
from django.utils.functional import cached_property

from atlas.cards.rules import ON_BEHALF, CardKind, CardState, Channel, Event, own_window, receipt_number
from atlas.monitoring.models import Extension, ScopeGmina, Session
from atlas.registry.models import Participant

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

_KINDS = [(one.value, one.value) for one in CardKind]
_ON_BEHALF = [(one.value, one.value) for one in ON_BEHALF]
_CHANNELS = [(one.value, one.value) for one in Channel]


class Card(models.Model):
    """One participant's card for one gmina in one session; statistics belong to the gmina and have no participant.

    `content` is the answers' document, `version` counts its changes, `answered` how many of its lines have an answer.
    `filed` is the submission that holds, empty while the Centre has none. `is_baseline`: its territory's first, which
    the database refuses to change.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="cards")
    kind = models.CharField(max_length=10, choices=_KINDS)
    scope = models.ForeignKey(ScopeGmina, models.PROTECT, related_name="cards")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="cards")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in CardState], default=CardState.DRAFT.value
    )
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField()
    answered = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)
    filed = models.ForeignKey("Submission", models.PROTECT, null=True, related_name="+")
    is_baseline = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["session", "kind", "state"], name="cards_by_state"),
            # Rows are long, contents lie in them: what is counted is counted in the index alone.
            models.Index(fields=["session", "scope", "kind", "state"], name="cards_by_gmina"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "scope", "participant"], name="one_card_of_a_participant_for_a_gmina"
            ),
            models.UniqueConstraint(
                fields=["session", "scope"], condition=Q(kind="STATISTICS"), name="one_statistics_for_a_gmina"
            ),
            models.CheckConstraint(
                condition=Q(kind="STATISTICS", participant=None)
                | Q(kind__in=["NGO", "IZUS"], participant__isnull=False),
                name="card_has_a_participant_unless_statistics",
            ),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in CardState]), name="card_state_known"),
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"

    @cached_property
    def extended_until(self) -> date | None:
        """Its own last day, where its participant was given more time; `selectors.with_session` fetches it along."""
        return self.extensions().aggregate(last=Max("until"))["last"]

    @cached_property
    def entered_by(self) -> int | None:
        """Who of the Centre enters it now on the participant's behalf; `selectors.with_session` fetches it along."""
        return self.entries.filter(ended_at=None).values_list("opened_by", flat=True).first()

    @cached_property
    def entered_through(self) -> str | None:
        """The channel of what is entered now; `selectors.with_session` fetches it along."""
        return self.entries.filter(ended_at=None).values_list("channel", flat=True).first()

    @property
    def last_day(self) -> date:
        """The last day on which it can be submitted."""
        return own_window(self.session.window, self.extended_until).closes_on

    def extensions(self) -> QuerySet[Extension]:
        """Return the extensions that hold for it: for statistics those of any Karta IZUS of the gmina."""
        of_gmina = Extension.objects.filter(invitation__scope=self.scope_id)
        if self.participant_id is None:
            return of_gmina.filter(invitation__card_kind=CardKind.IZUS)
        return of_gmina.filter(invitation__card_kind=self.kind, invitation__participant=self.participant_id)


class Contact(models.Model):
    """Part III of a card, as typed, by item code. It stands apart so that a person can be erased."""

    card = models.OneToOneField(Card, models.CASCADE, primary_key=True, related_name="contact")
    details = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"contact of card {self.pk}"


class CardVersion(models.Model):
    """What a card said after an event. `number` is the card's version then; saves of one sitting are one row."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Event])
    channel = models.CharField(max_length=8, choices=_CHANNELS)
    content = models.JSONField()
    begun_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["card", "number"], name="one_row_per_version")]

    def __str__(self) -> str:
        return f"version {self.number} of card {self.card_id}"


class Submission(models.Model):
    """A card as it was submitted, with its receipt. It never changes; `content` are the very bytes of the hash."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="submissions")
    key = models.UUIDField(unique=True)
    session = models.ForeignKey(Session, models.PROTECT, related_name="submissions")
    kind = models.CharField(max_length=10, choices=_KINDS)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    channel = models.CharField(max_length=8, choices=_CHANNELS)
    filed_at = models.DateTimeField()
    filed_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-filed_at", "-id"]
        indexes = [models.Index(fields=["card", "version", "filed_at"], name="submissions_by_card")]
        constraints = [
            models.UniqueConstraint(fields=["session", "kind", "number"], name="one_receipt_per_number"),
            models.UniqueConstraint(fields=["card", "version"], name="one_submission_per_version"),
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}"

    @property
    def is_on_behalf(self) -> bool:
        """Whether the Centre entered the card."""
        return self.channel in ON_BEHALF

    @property
    def receipt(self) -> str:
        """The receipt's number; it reads the session's code, so fetch that along."""
        return receipt_number(self.session.code, self.number, kind=CardKind(self.kind).value)


class Review(models.Model):
    """How far the Centre is with a card: which submission the flags are of, how many ask for a look, who has it now.

    `holder` is the verifier who has the card open, from `held_since`; the lease ends at `held_until`.
    """

    card = models.OneToOneField(Card, models.CASCADE, primary_key=True, related_name="review")
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="+")
    open_flags = models.PositiveSmallIntegerField(default=0)
    looked_through_at = models.DateTimeField(null=True)
    holder = models.BigIntegerField(null=True)
    held_since = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"review of card {self.card_id}"


class Flag(models.Model):
    """Something automatic that asks the verifier for a look, with its evidence; of one submission of a card.

    `item` is a line's code, or empty for the whole card; `evidence` holds values and codes, never words of a person.
    A `notice` is only told. `settled_at` says that a verifier looked and found it fine.
    """

    card = models.ForeignKey(Card, models.CASCADE, related_name="flags")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="flags")
    code = models.CharField(max_length=40)
    item = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    is_notice = models.BooleanField(default=False)
    evidence = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.BigIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "code", "item", "subject"], name="one_flag_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"flag {self.code} of card {self.card_id}"


class Question(models.Model):
    """What the Centre asks at an item of a returned card, and the answer; of the submission that was returned.

    `round` counts how often the card was returned. Answers are words of people and never part of a package.
    """

    card = models.ForeignKey(Card, models.CASCADE, related_name="questions")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="questions")
    round = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=80)
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["round", "id"]
        constraints = [models.UniqueConstraint(fields=["submission", "item"], name="one_question_at_an_item")]

    def __str__(self) -> str:
        return f"question {self.pk} at {self.item}"


class Peers(models.Model):
    """What the session's cards of a kind say at one item: how many say more than zero, the middle, how far they lie.

    `middle` and `spread` are the median and the median absolute deviation of log(1 + value).
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=_KINDS)
    item = models.CharField(max_length=80)
    cards = models.PositiveIntegerField()
    middle = models.FloatField()
    spread = models.FloatField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "kind", "item"], name="one_row_of_peers")]

    def __str__(self) -> str:
        return f"peers at {self.item}"


class OnBehalf(models.Model):
    """Somebody of the Centre enters a card on the participant's behalf, until it is submitted or left again.

    One is open at a time; `took_over` says that the participant had begun the card by themselves.
    """

    card = models.ForeignKey(Card, models.CASCADE, related_name="entries")
    channel = models.CharField(max_length=8, choices=_ON_BEHALF)
    reason = models.CharField(max_length=500, blank=True)
    took_over = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["card"], condition=Q(ended_at=None), name="one_entry_on_behalf_at_a_time"),
            models.CheckConstraint(
                condition=Q(channel__in=[one.value for one in ON_BEHALF]), name="entry_on_behalf_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"entry on behalf {self.pk}"


class SourceDocument(models.Model):
    """What a card was entered from: a scan, a form received by e-mail, a note of a call. The file is called by `key`.

    `submission` is set when the card is submitted; from then on the row stays as it is.
    """

    card = models.ForeignKey(Card, models.PROTECT, related_name="sources")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="sources")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=64, unique=True)
    attached_at = models.DateTimeField()
    attached_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["attached_at", "id"]

    def __str__(self) -> str:
        return f"source document {self.pk}"
