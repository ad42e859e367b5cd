"""What a protocol keeps of a session at the moment of sealing, and what a printed one is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count

from atlas.cards.models import Card, CardVersion
from atlas.cards.rules import CardKind, CardState, Event
from atlas.closing.protocol import SealedSession
from atlas.closing.selectors import accepted_counts, invited_counts, set_aside_counts
from atlas.engine.packages.contract import CARD_KINDS
from atlas.monitoring.models import ScopeGmina

if TYPE_CHECKING:
    from atlas.closing.models import ClosingProtocol
    from atlas.monitoring.models import Session


def protocol_facts(session: Session) -> dict[str, Any]:
    """Return the facts of `ClosingProtocol`, in the transaction that closes a session (7 queries)."""
    reasons = CardVersion.objects.filter(
        card__session=session, card__state=CardState.SET_ASIDE, event=Event.SET_ASIDE
    ).order_by()
    counted = reasons.values_list("note").annotate(number=Count("pk"))
    return {
        "gminas": ScopeGmina.objects.filter(session=session).count(),
        "invited": invited_counts(session),
        "accepted": accepted_counts(session),
        "set_aside": set_aside_counts(session),
        "set_aside_reasons": sorted(counted, key=lambda one: (-one[1], one[0])),
        "baseline": {kind: _baseline(session, CardKind(kind)) for kind in CARD_KINDS},
    }


def sealed_session(protocol: ClosingProtocol, *, by: str) -> SealedSession:
    """Return what is printed of a protocol, fetched with its seal and session; `by` is the name of who asked."""
    seal, session = protocol.seal, protocol.seal.session
    return SealedSession(
        code=session.code, name=session.name, sequence=session.sequence, window=(session.opens_on, session.closes_on),
        period=(session.period_from, session.period_to), sha256=seal.sha256, sealed_at=seal.sealed_at, by=by,
        facts=protocol.facts,
    )  # fmt: skip


def _baseline(session: Session, kind: CardKind) -> list[tuple[str, str]]:
    """Return code and name of the gminas whose cards of a kind were just marked as their baseline."""
    marked = Card.objects.filter(session=session, kind=kind, is_baseline=True).order_by("scope__gmina")
    return list(marked.values_list("scope__gmina", "scope__name").distinct())
