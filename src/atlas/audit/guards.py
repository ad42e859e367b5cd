"""The log is only ever added to: the database refuses anything else."""

from __future__ import annotations

from atlas.audit.models import Entry
from atlas.audit.triggers import Guard

GUARDS = (Guard(Entry),)
