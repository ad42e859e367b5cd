"""Which cards a session still waits for from a participant, and how a reminder names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.models import Card
from atlas.cards.rules import CardState
from atlas.fieldwork.rules import is_awaited
from atlas.kernel.language import _, translate
from atlas.kernel.wording import day_text
from atlas.monitoring.models import Extension

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from atlas.fieldwork.announcing.recipients import Invited
    from atlas.kernel.language import Language
    from atlas.monitoring.models import Invitation, Session

_LINE = _("– Karta %(kind)s, gmina %(gmina)s: by %(day)s")
_RETURNED = _("– Karta %(kind)s, gmina %(gmina)s: returned with questions, correct it and submit it again")


@dataclass(frozen=True)
class MissingCard:
    """A card that is waited for: of which invitation, until which day, and whether it was returned."""

    invitation: Invitation
    last_day: date
    is_returned: bool


def missing_cards(session: Session, invited: Sequence[Invited], *, on: date) -> dict[int, list[MissingCard]]:
    """Return the cards that participants are reminded of, by participant; who has filed all is left out (2 queries).

    Args:
        session: Whose cards.
        invited: With their invitations.
        on: The day in Warsaw.
    """
    participants = [one.participant.pk for one in invited]
    cards = Card.objects.filter(session=session, participant__in=participants)
    states = {
        (kind, scope, participant): CardState(state)
        for kind, scope, participant, state in cards.values_list("kind", "scope", "participant", "state")
    }
    later = Extension.objects.filter(invitation__session=session, invitation__participant__in=participants)
    until = dict(later.values_list("invitation", "until"))
    found: dict[int, list[MissingCard]] = {}
    for one in (one for each in invited for one in each.invitations):
        state = states.get((one.card_kind, one.scope_id, one.participant_id))
        last_day = max(session.closes_on, until.get(one.pk, session.closes_on))
        if is_awaited(state, last_day=last_day, on=on):
            missing = MissingCard(one, last_day, is_returned=state == CardState.RETURNED)
            found.setdefault(one.participant_id, []).append(missing)
    return found


def cards_in_words(missing: Sequence[MissingCard], *, language: Language) -> str:
    """Return missing cards as lines of a letter, each with its gmina and its own last day."""
    return "\n".join(
        translate(_RETURNED if one.is_returned else _LINE, language)
        % {
            "kind": one.invitation.card_kind,
            "gmina": one.invitation.scope.name,
            "day": day_text(one.last_day, language),
        }
        for one in missing
    )
