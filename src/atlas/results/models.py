"""One table: the computations of a session's results. The figures lie in read-only files (decision 0017)."""

from __future__ import annotations

from django.db import models

from atlas.monitoring.models import Session


class ResultRun(models.Model):
    """One computation, written once. A session's newest one is current; older ones stay readable.

    `packages` are what was computed, in sequence: session, revision, sha256. `folder` is the folder's name below
    RESULTS_ROOT, `files` the SHA-256 of each file in it, `notes` what rule 11 of the indicators found.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="result_runs")
    packages = models.JSONField()
    is_partial = models.BooleanField()
    folder = models.CharField(max_length=64)
    files = models.JSONField()
    notes = models.JSONField(default=list)
    program_version = models.CharField(max_length=40)
    definitions_sha256 = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    computed_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["session", "-id"]

    def __str__(self) -> str:
        return f"results {self.pk} of session {self.session_id}"
