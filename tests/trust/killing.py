"""Processes beside the test's own that stop at a point, on the test's database and folders, to be killed there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connections

ROOT = Path(__file__).parents[2]


def database_url():
    facts = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def kill_at(point, *arguments, module):
    """Let a module work as far as a point, where it says that it is there, and kill it without a warning."""
    surroundings = {
        **os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.web_settings",
        "PYTHONPATH": str(ROOT), "ATLAS_ARCHIVE": str(settings.ARCHIVE_ROOT),
        "ATLAS_RESULTS": str(settings.RESULTS_ROOT),
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", module, point, *map(str, arguments)],
        env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "there\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
