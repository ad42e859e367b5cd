"""The letter of intent to an institution (IZUS 1) as a PDF: what is asked for and means, and a part to answer in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from atlas.documents.typesetting import typeset
from atlas.kernel.language import _, translate
from atlas.kernel.wording import day_text

if TYPE_CHECKING:
    from datetime import date

    from atlas.kernel.language import Language

TEMPLATE: Final = Path(__file__).with_name("intent_letter.typ")
_TITLE: Final = _("Letter of intent")
_HEADING: Final = _("Request for partnership in the participation monitoring mechanism (Mechanizm MP)")
_FACTS: Final = (_("From"), _("To"), _("Gminas"), _("Session"), _("Cards come in"))
_ASKED: Final = (
    _(
        "The mechanism measures how far organisations of the non-governmental sector and the social economy take part"
        " in local social services. It asks both sides: the organisations and the institutions that manage services."
    ),
    _(
        "We ask %(institution)s to be our partner in the monitoring. We also declare, for the organisations that take"
        " part, that they want to co-operate in organising social services in the gmina."
    ),
)
_MEANS: Final = (
    _("The institution's structures are open to co-operation with organisations."),
    _("The institution lets organisations use the statistics that they need for their cards."),
    _("The institution files Karta IZUS and the statistics of the territory by %(closes_on)s."),
    _("In return the institution gets the report on its gmina (Raport MP), made of both perspectives."),
)
_WORDS: Final = {
    "asked": _("What we ask for"),
    "means": _("What the partnership means"),
    "answer": _("Answer of the institution"),
    "choose": _("Mark one answer and send this page to the Monitoring Centre by %(opens_on)s."),
    "yes": _("Yes, we take part as a partner."),
    "no": _("No, we do not take part."),
    "note": _("Remarks"),
    "day": _("Day"),
    "who": _("Function and signature of who answers"),
    "declaration": _("The letter declares the will to co-operate. It is not a contract."),
}


@dataclass(frozen=True)
class IntentLetter:
    """What stands in the letter: who writes to whom, about which gminas, session and days; `dated` is its date."""

    centre: str
    institution: str
    code: str
    gminas: str
    session: str
    session_code: str
    opens_on: date
    closes_on: date
    dated: date


def intent_pdf(letter: IntentLetter, *, language: Language) -> bytes:
    """Typeset the letter of intent.

    Returns:
        A tagged PDF (PDF/A-2a, PDF/UA-1); the same facts give the same bytes.
    """
    days = {name: day_text(getattr(letter, name), language) for name in ("opens_on", "closes_on", "dated")}
    known = {**days, "institution": letter.institution}
    values = (
        letter.centre, f"{letter.institution} ({letter.code})", letter.gminas,
        f"{letter.session} ({letter.session_code})", f"{days['opens_on']} \N{EN DASH} {days['closes_on']}",
    )  # fmt: skip
    data = {
        "title": f"{translate(_TITLE, language)}: {letter.institution}",
        "kind": translate(_TITLE, language),
        "heading": translate(_HEADING, language),
        "dated": days["dated"],
        "foot": f"{letter.centre} · {letter.session_code}",
        "facts": [[translate(what, language), value] for what, value in zip(_FACTS, values, strict=True)],
        "asked": [translate(text, language) % known for text in _ASKED],
        "means": [translate(text, language) % known for text in _MEANS],
        "words": {name: translate(text, language) % known for name, text in _WORDS.items()},
    }
    return typeset(TEMPLATE, data=data, language=language, dated=letter.dated)
