"""Verifies the result files that are kept: each is the one that was computed."""

from __future__ import annotations

from atlas.kernel.errors import DomainError, Place, Problem
from atlas.results.models import ResultRun
from atlas.results.store import must_be_whole


def results_problems() -> tuple[int, list[Problem]]:
    """Return how many computations were looked at, and of each the first file that is missing or differs."""
    problems: list[Problem] = []
    runs = list(ResultRun.objects.select_related("session").order_by("id"))
    for run in runs:
        try:
            must_be_whole(run.folder, run.files)
        except DomainError as error:
            problems += [Problem(one.code, Place(run.session.code), one.facts) for one in error.problems]
    return len(runs), problems
