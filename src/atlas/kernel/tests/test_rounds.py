"""A worker goes on until it is told to stop, and then ends at once."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

WORKER = """
from atlas.kernel.rounds import go_on

def one_round(stopped):
    print("round", stopped(), flush=True)

go_on(one_round, pause_seconds={pause})
print("ended")
"""


def started(pause):
    return subprocess.Popen([sys.executable, "-c", WORKER.format(pause=pause)], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_pause_and_the_program_ends_well(name):
    worker = started(pause=600)
    assert worker.stdout.readline() == "round False\n"
    began = time.monotonic()
    worker.send_signal(name)
    said, _ = worker.communicate(timeout=60)
    assert (said, worker.returncode) == ("ended\n", 0)
    assert time.monotonic() - began < 60


def test_it_goes_on_after_each_pause():
    worker = started(pause=0.01)
    assert [worker.stdout.readline() for _ in range(3)] == ["round False\n"] * 3
    worker.terminate()
    worker.communicate(timeout=60)
    assert worker.returncode == 0
