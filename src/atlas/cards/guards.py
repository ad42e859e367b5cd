"""What was submitted never changes, nor what it was entered from, nor a version that is no longer being typed.

A baseline card (`is_baseline`) stays with its history as it is. When a session is closed, no card is accepted any more
and none ceases to be; what another than a baseline card says can still be corrected. Contacts are not guarded: a person
can be erased.
"""

from __future__ import annotations

from atlas.audit.triggers import Guard
from atlas.cards.models import Card, CardVersion, SourceDocument, Submission
from atlas.monitoring.guards import closed_session, lasting_session


def _of_card(key: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {Card._meta.db_table} c WHERE c.id = {key} AND ({condition}))"  # noqa: S608 - our own names


def _baseline(key: str) -> str:
    return _of_card(key, "c.is_baseline")


_FIXED = ("state", "session_id", "kind", "scope_id", "participant_id")
_MOVED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _FIXED)
_CHANGED = f"(OLD.state = 'accepted' OR NEW.state = 'accepted') AND ({_MOVED})"
_LEFT_LASTING = f"OLD.event <> 'saved' AND {_of_card('OLD.card_id', lasting_session('c.session_id'))}"
GUARDS = (
    Guard(Card, when=f"NEW.state = 'accepted' AND {closed_session('NEW.session_id')}", events=("INSERT",)),
    Guard(Card, when=f"OLD.is_baseline OR ({_CHANGED} AND {closed_session('OLD.session_id')})", events=("UPDATE",)),
    Guard(
        Card, when=f"OLD.is_baseline OR (OLD.state = 'accepted' AND {closed_session('OLD.session_id')})",
        events=("DELETE",),
    ),
    Guard(CardVersion, when=_baseline("NEW.card_id"), events=("INSERT",)),
    Guard(CardVersion, when=f"OLD.event <> 'saved' OR {_baseline('OLD.card_id')}", events=("UPDATE",)),
    Guard(CardVersion, when=f"({_LEFT_LASTING}) OR {_baseline('OLD.card_id')}", events=("DELETE",)),
    Guard(Submission, when=_baseline("NEW.card_id"), events=("INSERT",)),
    Guard(Submission, events=("UPDATE",)),
    Guard(Submission, when=lasting_session("OLD.session_id"), events=("DELETE",)),
    Guard(SourceDocument, when="OLD.submission_id IS NOT NULL", events=("UPDATE",)),
    Guard(
        SourceDocument, events=("DELETE",),
        when=f"OLD.submission_id IS NOT NULL AND {_of_card('OLD.card_id', lasting_session('c.session_id'))}",
    ),
)  # fmt: skip
