"""A card as it was filled in, as a PDF to read, keep and pass on; contact data only where they are given."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from atlas.definitions.answers import MISSING
from atlas.documents.typesetting import typeset
from atlas.documents.workbooks import EARLIEST
from atlas.kernel.language import _, translate
from atlas.sheets.filled import Filled
from atlas.sheets.layout import HEADS, layout_of
from atlas.sheets.paper import element_of, gathered, page_data
from atlas.sheets.statements import statement_of
from atlas.sheets.wording import moment, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.identity import Identity
    from atlas.sheets.layout import Line
    from atlas.sheets.paper import Element

TEMPLATE: Final = Path(__file__).with_name("printed.typ")
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_WORDS: Final = {
    "required": _("required"),
    "explanation": _("Explanation:"),
    "source": _("Source:"),
    "as_of": _("figure as of"),
    "in_words": _("In words:"),
    "unread": _("not yet an answer"),
    "empty": _("Nothing was entered in this table."),
    "reason": _("why empty:"),
}
_WITH_CONTACT: Final = _("The Centre needs these details only to ask about the card. They are never published.")
_WITHOUT_CONTACT: Final = _("Contact details are not part of this print-out.")
_FILED: Final = _("Submitted. Number %(number)s, %(when)s.")


class Unnumbered(StrEnum):
    """What a card without a receipt is: a draft; or accepted in a session that was taken over with its package."""

    DRAFT = _("Draft – not submitted")
    TAKEN_OVER = _("Accepted; taken over with the session’s package.")


@dataclass(frozen=True)
class Filed:
    """The receipt of a card that was submitted: its number and the aware moment."""

    number: str
    at: datetime


def print_card(
    definitions: Definitions, kind: TemplateKind, *, identity: Identity, filled: CardDocument,
    state: Filed | Unnumbered = Unnumbered.DRAFT, names: Mapping[str, str] = _NOTHING,
    contact: Mapping[str, str] = _NOTHING, language: Language = "pl",
) -> bytes:  # fmt: skip
    """Print a card as it was filled in.

    Args:
        definitions: The session's; their labels are printed.
        kind: NGO, IZUS or STATISTICS.
        identity: Whose card it is.
        filled: What it says; what is missing is a dash with its reason.
        state: Its receipt, or what it is without one; the head says so.
        names: Labels of territories by TERYT code; the code where it is silent.
        contact: Part III by item code; where it is empty, Part III is left out and the print-out says so.
        language: Of labels; Polish labels are the official ones.

    Returns:
        A tagged PDF on A4 (PDF/A-2a, PDF/UA-1); the same input gives the same bytes.

    Source: the Atlas, part V.
    """
    answers = Filled(filled, definitions, language, names, contact)
    page = page_data(definitions, kind, identity=identity, words=_WORDS, language=language)
    data = {
        **page,
        "words": {**page["words"], "personal": translate(_WITH_CONTACT, language) if contact else ""},
        "identity": [pair for pair in page["identity"] if pair[1]],
        "state": _state(state, language),
        "is_filed": state is not Unnumbered.DRAFT,
        "missing": MISSING,
        "elements": list(_elements(layout_of(definitions, kind), answers, identity=identity)),
    }
    dated = identity.period[1] if identity.period else EARLIEST
    return typeset(TEMPLATE, data=data, language=language, dated=dated)


def _state(state: Filed | Unnumbered, language: Language) -> str:
    if isinstance(state, Unnumbered):
        return translate(state.value, language)
    return translate(_FILED, language) % {"number": state.number, "when": moment(state.at, language)}


def _elements(lines: tuple[Line, ...], filled: Filled, *, identity: Identity) -> Iterator[Element]:
    for line, below in gathered(lines):
        if not filled.contact and _is_about_contact(line, filled.definitions):
            if line.kind in HEADS:
                yield {"kind": "note", "label": translate(_WITHOUT_CONTACT, filled.language)}
            continue
        element = element_of(line, filled.definitions, identity=identity, language=filled.language)
        if line.kind == "columns":
            element["rows"] = list(_rows(below, filled))
        elif line.kind not in HEADS:
            element["said"] = asdict(statement_of(line, below, filled=filled))
        yield element


def _is_about_contact(line: Line, definitions: Definitions) -> bool:
    """Whether a line is a contact detail, or the head of the part that holds nothing else."""
    sections = (section for template in definitions.templates.values() for section in template.sections)
    heads = (section.label for section in sections if all(item.personal for item in section.items))
    return line.label in heads if line.kind == "part" else line.item is not None and line.item.personal


def _rows(rows: Sequence[Line], filled: Filled) -> Iterator[Element]:
    """Give the rows of a table that say something: most services are provided by nobody."""
    for row in rows:
        statement = statement_of(row, (), filled=filled)
        if statement.says_anything:
            yield {"label": f"{row.number} {said(row.label, filled.language)}", "said": asdict(statement)}
