"""Whose card a form without a code may be: the invited respondents whose names and gminas look like what was typed.

Only proposed to a person, never decided: two organisations may have nearly the same name.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.definitions.models import CardKind
    from atlas.sheets.session_file import SessionFile

MOST = 3
_LIKELY = 0.5
_SAME_GMINA = 0.2


def likely_respondents(session: SessionFile, kind: CardKind, *, name: str, gmina: str, place: str) -> list[str]:
    """Return at most three likely respondents, best first, each as 'code – name, gmina code name'.

    Args:
        session: Whose invitations are looked through.
        kind: Of the card.
        name: The respondent's name as typed; empty where it is not known.
        gmina: The TERYT code in the form; may be empty.
        place: The locality as typed; may be empty.
    """
    names, gminas = session.respondents(kind), session.gminas()
    scored = []
    for where, who in session.invited(kind):
        alike = SequenceMatcher(None, _plain(name), _plain(names[who])).ratio()
        near = where == gmina or (not gmina and _plain(place) == _plain(gminas[where]) != "")
        score = alike + (_SAME_GMINA if near else 0)
        if score >= _LIKELY:
            scored.append((-score, f"{who} – {names[who]}, {gminas[where]} ({where})"))
    return [text for _score, text in sorted(scored)[:MOST]]


def _plain(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum() or one == " ").strip()
