"""What a closed session was stays: its own facts, its scope, which gminas were renumbered, who was invited. A trial is
nobody's baseline, and can be deleted; a real session once announced cannot, nor turn into a trial.
"""

from __future__ import annotations

from atlas.audit.triggers import Guard
from atlas.monitoring.models import Invitation, ScopeGmina, Session, TerritoryChange

_OVER = "('closed', 'published')"
_FACTS = ("code", "name", "is_trial", "sequence", "opens_on", "closes_on", "period_from", "period_to", "instruments_id")
_BEGUN, _TURNED = "OLD.state <> 'planned'", "OLD.is_trial <> NEW.is_trial"
_CLOSED = f"NOT OLD.is_trial AND OLD.state IN {_OVER}"
_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _FACTS)
_BACK = f"NEW.state NOT IN {_OVER} OR (OLD.state = 'published' AND NEW.state <> 'published')"


def closed_session(key: str) -> str:
    """Return SQL that is true where `key` (e.g. 'OLD.session_id') is a closed session that is no trial."""
    return _session_is(key, f"NOT s.is_trial AND s.state IN {_OVER}")


def lasting_session(key: str) -> str:
    """Return SQL that is true where `key` is a session that is no trial: a trial and what belongs to it can go."""
    return _session_is(key, "NOT s.is_trial")


def _session_is(key: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {Session._meta.db_table} s WHERE s.id = {key} AND {condition})"  # noqa: S608 - our own names


_BEFORE, _NOW = closed_session("OLD.session_id"), closed_session("NEW.session_id")
GUARDS = (
    Guard(Session, when=f"({_CLOSED} AND ({_CHANGED} OR {_BACK})) OR ({_BEGUN} AND {_TURNED})", events=("UPDATE",)),
    Guard(Session, when=f"NOT OLD.is_trial AND {_BEGUN}", events=("DELETE",)),
    *(
        Guard(model, when=when, events=(event,))
        for model in (ScopeGmina, Invitation, TerritoryChange)
        for event, when in (("INSERT", _NOW), ("UPDATE", f"{_BEFORE} OR {_NOW}"), ("DELETE", _BEFORE))
    ),
)
