"""A worker that seals a revision and stops at a chosen point for ever, to be killed there.

`python -m tests.trust.revising_killed POINT JOB`.
"""

from __future__ import annotations

import sys
from unittest.mock import patch

import django

django.setup()

import time_machine  # noqa: E402
from tests.trust.conftest import DURING  # noqa: E402
from tests.trust.killed import afterwards, stop  # noqa: E402

from atlas.closing import jobs, revision  # noqa: E402
from atlas.closing.services import revising  # noqa: E402
from atlas.jobs.services.running import run  # noqa: E402

POINTS = {
    "written": (revision, "write_revision", afterwards(revision.write_revision)),
    "kept": (revising, "keep", afterwards(revising.keep)),
    "applied": (revising, "_apply", afterwards(revising._apply)),
    "recorded": (revising, "record", afterwards(revising.record)),
    "sealed": (jobs, "compute_results", stop),
    "computed": (jobs, "compute_results", afterwards(jobs.compute_results)),
}  # fmt: skip
"""The package is written; it is in the archive; a card says something else; it is noted of one, none of it committed;
the revision is sealed, no results yet; those of its session are there.
"""


def main(point, job_id):
    """Work as far as the point."""
    with patch.object(*POINTS[point]), time_machine.travel(DURING, tick=True):
        run(job_id)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
