"""Tables of background work: the job with its progress, and what the clock has set going already."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atlas.jobs.rules import UNFINISHED, JobState, percent


class Job(models.Model):
    """One piece of long work. `key` says what it is about: there is one unfinished job of a key at a time.

    `attempt` counts how often it was begun; a worker that lost its job to another no longer has the newest number.
    `problems` are error codes with their facts, `facts` what the work found; neither holds contact data.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    about = models.CharField(max_length=200, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in JobState], default=JobState.WAITING.value
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    task = models.UUIDField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["key"], name="jobs_by_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=[one.value for one in UNFINISHED]), name="one_unfinished_job"
            ),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in JobState]), name="job_state_known"),
        ]

    def __str__(self) -> str:
        return f"job {self.pk}: {self.kind}"

    @property
    def percent(self) -> int:
        """How much is done, whole percent."""
        return percent(self.done, self.total)

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNFINISHED


class Occurrence(models.Model):
    """Something that was due at a time and has been set going: once, however many clocks run."""

    key = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.key
