"""Units of the territorial division, each row with the days on which it holds. A row is closed, never rewritten."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from atlas.kernel.teryt import LEVELS


class Territory(models.Model):
    """A voivodeship, powiat or gmina as GUS had it from `valid_from` until the day before `valid_to`."""

    code = models.CharField(max_length=7)
    level = models.CharField(max_length=12, choices=[(level, level) for level in LEVELS])
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="one_open_row_per_territory"),
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_row_per_territory_and_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="territory_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
