"""A published set never changes and never goes: the database says so."""

from __future__ import annotations

from atlas.audit.triggers import Guard
from atlas.instruments.models import InstrumentSet

GUARDS = (Guard(InstrumentSet, when="OLD.state = 'published'"),)
