"""The card for pen and paper: the same lines as the spreadsheet's, with boxes to write in, as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from atlas.documents.typesetting import typeset
from atlas.documents.workbooks import EARLIEST
from atlas.kernel.language import _, translate
from atlas.sheets.identity import NOBODY, Identity
from atlas.sheets.layout import NO, REASONS, SOURCES, YES, layout_of
from atlas.sheets.paper import element_of, gathered, page_data
from atlas.sheets.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.models import Definitions, TemplateKind, Text
    from atlas.kernel.language import Language
    from atlas.sheets.layout import Line
    from atlas.sheets.paper import Element

TEMPLATE: Final = Path(__file__).with_name("blank.typ")
_WORDS: Final = {
    "how": _("How to fill it in"),
    "required": _("required"),
    "reasons": _("If empty, why:"),
    "explanation": _("Explanation, if something is unusual:"),
    "tick_all": _("Tick everything that fits you."),
    "tick_one": _("Tick one."),
    "date": _("day, month, year"),
    "source": _("Where the figure is from:"),
    "as_of": _("Figure as of (date):"),
    "personal": _("The Centre needs these details only to ask about the card. They are never published."),
}
_PEN: Final = _("Write in the boxes, in block letters and digits. Tick small boxes with a cross.")
_HAND_IN: Final = _("Hand the card in at the Monitoring Centre or send a scan of all its pages.")
_CARD_STEPS: Final = (
    _PEN,
    _("Write a number. If there were no such events, write 0. If you do not know, leave it empty and tick a reason."),
    _("You may leave items empty. Only those marked “required” must be filled in."),
    _HAND_IN,
)
_STATISTIC_STEPS: Final = (
    _PEN,
    _("Write a number. If you do not know it, leave the box empty. Nothing is not zero: write 0 only if it is 0."),
    _("Beside each figure tick where it is from, and write the day it speaks of."),
    _HAND_IN,
)


def write_blank(
    definitions: Definitions, kind: TemplateKind, *, identity: Identity = NOBODY, language: Language = "pl"
) -> bytes:
    """Write a card or a gmina's statistics form for pen and paper.

    Args:
        definitions: The session's; their labels are printed.
        kind: NGO, IZUS or STATISTICS.
        identity: Whose card it is; what is not known is left to be written in.
        language: Of labels and hints; Polish labels are the official ones.

    Returns:
        A tagged PDF on A4 (PDF/A-2a, PDF/UA-1); the same input gives the same bytes.

    Source: the Atlas, part V.
    """
    steps = _STATISTIC_STEPS if kind == "STATISTICS" else _CARD_STEPS
    data = {
        **page_data(definitions, kind, identity=identity, words=_WORDS, language=language),
        "steps": [translate(step, language) for step in steps],
        "reasons": _labels(definitions, REASONS, language=language),
        "sources": _labels(definitions, SOURCES, language=language),
        "elements": list(_elements(definitions, kind, identity=identity, language=language)),
    }
    dated = identity.period[1] if identity.period else EARLIEST
    return typeset(TEMPLATE, data=data, language=language, dated=dated)


def _labels(definitions: Definitions, catalogue: str, *, language: Language) -> list[str]:
    return [said(option.label, language) for option in definitions.catalogues[catalogue].options]


def _elements(
    definitions: Definitions, kind: TemplateKind, *, identity: Identity, language: Language
) -> Iterator[Element]:
    """Give what is printed, top down: a question together with its options, a table together with its rows."""
    lines = layout_of(definitions, kind)
    described: set[str] = set()
    for line, below in gathered(lines):
        element = element_of(line, definitions, identity=identity, language=language)
        element["reason"] = line.reason_column is not None
        element["explained"] = line.in_package and line.explanation_column is not None
        element["known"] = _known(line, identity, language=language)
        catalogue = line.item.options if line.item else ""
        with_help = line.kind == "question" and catalogue not in described
        described.add(catalogue)
        yield element | {"options": _options(line, below, described=with_help, language=language)}


def _known(line: Line, identity: Identity, *, language: Language) -> str:
    known = identity.known.get(line.code, "") if line.code else ""
    return next((said(option.label, language) for option in line.options if option.code == known), known)


def _options(line: Line, below: list[Line], *, described: bool, language: Language) -> list[Element]:
    """Return what can be ticked, or a table's rows; the words beside 'other' stand in its option."""
    if line.options:
        return [_option("", option.label, language=language) for option in line.options]
    if line.kind == "yes_no":
        return [_option("", answer, language=language) for answer in (YES, NO)]
    options: list[Element] = []
    for one in below:
        if one.kind == "words" and options:
            options[-1]["words"] = said(one.label, language)
        else:
            note = one.help if described else None
            options.append(_option(one.number, one.label, note=note, language=language))
    return options


def _option(number: str, label: Text, *, note: Text | None = None, language: Language) -> Element:
    told = said(note, language) if note else ""
    return {"number": number, "label": said(label, language), "help": told, "words": ""}
