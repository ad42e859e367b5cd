"""One table: an instrument set is one version of all definitions, as the JSON that packages carry."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atlas.instruments.rules import SetState


class InstrumentSet(models.Model):
    """Definitions whole, with their SHA-256. Editing a published set means drafting the next one."""

    number = models.PositiveSmallIntegerField(unique=True)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in SetState], default=SetState.DRAFT.value
    )
    content = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="draft"), name="one_draft_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None) | Q(state="published", published_at__isnull=False),
                name="published_set_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"instrument set {self.number}"
