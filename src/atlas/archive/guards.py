"""What is sealed stays: the database refuses to change or delete it. A trial's goes when the trial is deleted."""

from __future__ import annotations

from atlas.archive.models import SealedPackage
from atlas.audit.triggers import Guard
from atlas.monitoring.guards import OF_A_TRIAL

GUARDS = (Guard(SealedPackage, unless_deleted=OF_A_TRIAL.format(session="OLD.session_id")),)
