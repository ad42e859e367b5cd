"""The log's one table. It names users by id only and holds no contact data, so that a person can be erased."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """What was done, to which thing, by which user; `by` is empty for the machine itself."""

    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, db_index=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject} {self.subject_id}"
