"""What was computed is not changed: computing again adds a run. With a trial session its runs go."""

from __future__ import annotations

from atlas.audit.triggers import Guard
from atlas.results.models import ResultRun

GUARDS = (Guard(ResultRun, events=("UPDATE",)),)
