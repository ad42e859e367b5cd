"""The one task that django-tasks knows: it runs a job."""

from __future__ import annotations

from django_tasks import task

from atlas.jobs.services.running import run


@task(queue_name="work")
def run_job(job_id: int) -> None:
    """Run a job."""
    run(job_id)
