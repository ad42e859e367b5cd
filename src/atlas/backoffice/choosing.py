"""Finding a participant or a gmina by what a person knows of it: its code, its name or a part of the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from atlas.kernel.errors import DomainError
from atlas.monitoring.models import ScopeGmina
from atlas.registry.access import visible_participants
from atlas.registry.selectors import any_case

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor
    from atlas.monitoring.models import Session
    from atlas.registry.models import Participant

MOST_NAMED = 5
"""How many of those that fit are named; with more, a longer part of the name is the better advice."""


def participant_meant(actor: Actor, text: str) -> Participant:
    """Return the one participant of a code or a part of a name (2 queries at most).

    Raises:
        DomainError: 'participant-unknown', 'participants-several'.
    """
    visible = visible_participants(actor)
    found = list(visible.filter(code__iexact=text)[:1]) or list(
        visible.filter(any_case("name__icontains", text)).order_by("name", "code")[: MOST_NAMED + 1]
    )
    if not found:
        raise DomainError("participant-unknown", text=text)
    if len(found) > 1:
        names = [f"{one.name} ({one.code})" for one in found]
        raise DomainError("participants-several", text=text, names=_told(names))
    return found[0]


def gmina_meant(session: Session, text: str) -> str:
    """Return the code of the one gmina of a session's scope of a code or a part of a name (2 queries at most).

    Raises:
        DomainError: 'gmina-not-in-scope', 'gminas-several'.
    """
    scope = ScopeGmina.objects.filter(session=session)
    exact = scope.filter(Q(gmina=text) | any_case("name__iexact", text))
    like = scope.filter(any_case("name__icontains", text))
    found = list(exact[:2]) or list(like.order_by("name", "gmina")[: MOST_NAMED + 1])
    if not found:
        raise DomainError("gmina-not-in-scope", text=text)
    if len(found) > 1:
        raise DomainError("gminas-several", text=text, names=_told([f"{one.name} ({one.gmina})" for one in found]))
    return found[0].gmina


def _told(names: list[str]) -> str:
    return "; ".join(names[:MOST_NAMED]) + ("; …" if len(names) > MOST_NAMED else "")
