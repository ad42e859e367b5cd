"""Texts of jobs that failed: what happened, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "job-fault": _(
        "The work stopped because of a fault in the program. Nothing half-done was kept. Whoever looks after the"
        " machine finds the fault in the worker's log; then start the work again."
    ),
    "disk-full": _(
        "The work stopped because the disk is full. Nothing half-done was kept. Make room, then start the work again."
    ),
    "job-lost": _(
        "The work was begun %(attempts)s times, and each time the worker ended before the work did. See that the"
        " machine has enough memory, then start the work again."
    ),
}
