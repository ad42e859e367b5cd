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
    """What an accepted card of a closed session should say: a working copy until a revision is sealed with it.

    `content` is the card's whole document, `base_version` the card's version that it was made of; `seal` is the
    revision that has it, empty while it waits. What was applied never changes.
    """

    card = models.ForeignKey(Card, models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CorrectionReason])
    words = models.CharField(max_length=500, blank=True)
    content = models.JSONField()
    base_version = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    begun_by = models.BigIntegerField(null=True)
    seal = models.ForeignKey(SealedPackage, models.PROTECT, null=True, related_name="corrections")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["card"], condition=Q(seal=None), name="one_waiting_correction_of_a_card")
        ]

    def __str__(self) -> str:
        return f"correction {self.pk} of card {self.card_id}"
