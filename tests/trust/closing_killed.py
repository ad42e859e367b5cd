"""A worker that closes a session and stops at a chosen point for ever, to be killed there.

`python -m tests.trust.closing_killed POINT JOB`.
"""

from __future__ import annotations

import sys
from unittest.mock import patch

import django

django.setup()

import time_machine  # noqa: E402
from tests.trust.conftest import DURING  # noqa: E402
from tests.trust.killed import afterwards, stop  # noqa: E402

from atlas.closing import jobs  # noqa: E402
from atlas.closing.services import sealing  # noqa: E402
from atlas.jobs.services.running import run  # noqa: E402

POINTS = {
    "written": (sealing, "write_session_package", afterwards(sealing.write_session_package)),
    "kept": (sealing, "keep", afterwards(sealing.keep)),
    "seal": (sealing, "mark_baselines", stop),
    "closed": (sealing, "record", afterwards(sealing.record)),
    "sealed": (jobs, "compute_results", stop),
}  # fmt: skip
"""The package is written; it is in the archive; the seal's row is there, all but committed; it is; no results yet."""


def main(point, job_id):
    """Work as far as the point."""
    with patch.object(*POINTS[point]), time_machine.travel(DURING, tick=True):
        run(job_id)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
