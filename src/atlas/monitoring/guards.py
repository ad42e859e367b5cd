"""A real session that is no longer planned is never deleted, and nothing turns it into a trial, which could be."""

from __future__ import annotations

from atlas.audit.triggers import Guard
from atlas.monitoring.models import Session

OF_A_TRIAL = "EXISTS (SELECT 1 FROM monitoring_session s WHERE s.id = {session} AND s.is_trial)"
"""SQL by which other apps' guards let rows of trial sessions be deleted."""

GUARDS = (
    Guard(Session, when="NOT OLD.is_trial AND OLD.state <> 'planned'", events=("DELETE",)),
    Guard(
        Session, when="OLD.is_trial <> NEW.is_trial AND OLD.state <> 'planned'", events=("UPDATE",), name="keeps_kind"
    ),
)
