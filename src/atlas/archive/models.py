"""One table: which sealed package belongs to which session. The files lie in the archive's folder, read-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

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
