"""`make serve` runs the site and the mail worker together: where one ends, or Ctrl-C comes, none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

TOGETHER = Path(__file__).parents[2] / "tools" / "together"
PATIENCE_SECONDS = 10


def started(*commands):
    return subprocess.Popen([str(TOGETHER), *commands], start_new_session=True)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def waits(path, number):
    """A command that writes down its process and then does nothing for long."""
    return f"python3 -c \"import os, time; open('{path}/{number}.tmp', 'w').write(str(os.getpid())); " + (
        f"os.rename('{path}/{number}.tmp', '{path}/{number}'); time.sleep(600)\""
    )


def pids(path, many):
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = [int(one.read_text()) for one in path.iterdir() if not one.suffix]
        if len(found) == many:
            return found
        time.sleep(0.05)
    raise AssertionError(list(path.iterdir()))


def test_ctrl_c_ends_both(tmp_path):
    together = started(waits(tmp_path, 1), waits(tmp_path, 2))
    running = pids(tmp_path, 2)
    assert all(map(is_alive, running))
    os.killpg(together.pid, signal.SIGINT)
    assert together.wait(PATIENCE_SECONDS) == 0
    assert not any(map(is_alive, running))


def test_where_one_ends_the_other_does_not_stay(tmp_path):
    together = started(waits(tmp_path, 1), "sleep 1")
    (running,) = pids(tmp_path, 1)
    together.wait(PATIENCE_SECONDS)
    assert not is_alive(running)
