"""Reads of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.jobs.models import Job

if TYPE_CHECKING:
    from django.db.models import QuerySet


def newest_job(key: str) -> Job | None:
    """Return the newest job of a key, finished or not (1 query)."""
    return Job.objects.filter(key=key).order_by("-id").first()


def newest_jobs() -> QuerySet[Job]:
    """Return all jobs, newest first."""
    return Job.objects.order_by("-id")
