"""A program that does the same again and again until it is told to stop."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def go_on(one_round: Callable[[Callable[[], bool]], None], *, pause_seconds: float) -> None:
    """Do a round, pause, and go on until SIGTERM or Ctrl-C; these end the pause at once, and a round that looks.

    Args:
        one_round: Is given what tells whether to stop, so that it can end before it is through.
        pause_seconds: Between two rounds.
    """
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        one_round(stop.is_set)
        stop.wait(pause_seconds)
