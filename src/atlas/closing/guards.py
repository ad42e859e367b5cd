"""What a protocol says stays as it is; with a trial session its protocol goes."""

from __future__ import annotations

from atlas.audit.triggers import Guard
from atlas.closing.models import ClosingProtocol

GUARDS = (Guard(ClosingProtocol, events=("UPDATE",)),)
