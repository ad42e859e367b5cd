"""Which sealed package belongs to which session (its files lie in a read-only folder), and what came after:
errata, which stand beside values, and corrections, which make a new revision.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atlas.archive.rules import CorrectionReason
from atlas.cards.models import Card
from atlas.monitoring.models import Session


class SealedPackage(models.Model):
    """One revision of a session's package. `sha256` is the hash of its `datapackage.json`; its folder bears it."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="packages")
    revision = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    supersedes = models.CharField(max_length=71, blank=True)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["session", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["session", "revision"], name="one_package_per_revision"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="revisions_begin_with_1"),
        ]

    def __str__(self) -> str:
        return f"package {self.session_id} revision {self.revision}"


class Erratum(models.Model):
    """A mistake found later: it is told beside the value, never mended in it. Numbered within the session.

    `territory` is a code of any level, `indicator` an id or empty: the erratum is then about the whole territory.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="errata")
    number = models.PositiveSmallIntegerField()
    territory = models.CharField(max_length=7)
    indicator = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=1000)
    dated_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["session", "number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_erratum_per_number")]

    def __str__(self) -> str:
        return f"erratum {self.number} of session {self.session_id}"


class Correction(models.Model):
    """What one line of an accepted card of a closed session should say, and why; it waits until a revision is sealed.

    `texts` are the line's parts as typed, `base_version` the card's version that they were typed beside. `replaced_at`:
    the line was corrected once more while this waited. `seal` is the revision that was made of it, and `content` what
    the whole card said after it; both are empty while it waits. What was applied never changes.
    """

    card = models.ForeignKey(Card, models.PROTECT, related_name="corrections")
    line = models.CharField(max_length=80)
    texts = models.JSONField()
    reason = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CorrectionReason])
    words = models.CharField(max_length=500, blank=True)
    base_version = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    begun_by = models.BigIntegerField(null=True)
    replaced_at = models.DateTimeField(null=True)
    seal = models.ForeignKey(SealedPackage, models.PROTECT, null=True, related_name="corrections")
    content = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "line"], condition=Q(seal=None, replaced_at=None),
                name="one_waiting_correction_of_a_line",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"correction {self.pk} of card {self.card_id}"
