"""Long work on cards: looking submitted ones through for flags, accepting all clean ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.accounts.models import User
from atlas.cards.services.looking import look_through_waiting, renew_peers
from atlas.cards.services.verifying import accept_clean
from atlas.jobs.kinds import JobKind
from atlas.kernel.language import _
from atlas.monitoring.models import Session
from atlas.registry.selectors import actor_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.jobs.services.running import Progress


def _look_through(progress: Progress, *, session: str, again: bool) -> Mapping[str, object]:
    found = Session.objects.select_related("instruments").get(code=session)
    progress.tell("peers")
    renew_peers(found)
    count = look_through_waiting(
        found, again=again, told=lambda done, total: progress.tell("cards", done=done, total=total)
    )
    return {"cards": count}


def _accept_clean(progress: Progress, *, session: str, cards: int) -> Mapping[str, object]:
    actor = actor_of(User.objects.get(pk=progress.asked_by or 0))
    found = Session.objects.get(code=session)
    count = accept_clean(found, actor=actor, told=lambda done: progress.tell("cards", done=done, total=cards))
    return {"cards": count}


KINDS = (
    JobKind(
        "look-through",
        _("Looking submitted cards through"),
        _look_through,
        {"peers": _("comparing figures of all cards"), "cards": _("looking for what asks for a look")},
    ),
    JobKind("accept-clean", _("Accepting all clean cards"), _accept_clean, {"cards": _("accepting cards")}),
)
