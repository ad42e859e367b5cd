"""What a card says, line by line, as a person reads it: numbers with units, labels, days in words. Pure.

Where an answer is missing there stands a dash, with its reason where one was given: missing is never shown as zero.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from atlas.definitions.card_document import Source
from atlas.definitions.models import NONE_OF_THESE
from atlas.kernel.language import _, translate, translations
from atlas.kernel.polish_numbers import NBSP, format_number
from atlas.sheets.layout import NO, NONE_LABEL, OTHER, YES
from atlas.sheets.wording import day, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.cards.form_lines import Line
    from atlas.cards.line_texts import Places
    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Item, Option
    from atlas.kernel.language import Language

MISSING = "\N{EN DASH}"
_UNREAD = _("“%(typed)s” (not read as an answer)")


def n_(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with a number in it for extraction; it is translated where the number is known."""
    return singular, plural


UNITS: dict[str, tuple[str, str]] = {
    "persons": n_("%(n)s person", "%(n)s persons"),
    "events": n_("%(n)s event", "%(n)s events"),
    "reports": n_("%(n)s report", "%(n)s reports"),
    "proposals": n_("%(n)s proposal", "%(n)s proposals"),
    "services": n_("%(n)s service", "%(n)s services"),
    "facilities": n_("%(n)s facility", "%(n)s facilities"),
    "contracts": n_("%(n)s contract", "%(n)s contracts"),
    "irregularities": n_("%(n)s irregularity", "%(n)s irregularities"),
    "agreements": n_("%(n)s agreement", "%(n)s agreements"),
    "partnerships": n_("%(n)s partnership", "%(n)s partnerships"),
    "organisations": n_("%(n)s organisation", "%(n)s organisations"),
    "entities": n_("%(n)s entity", "%(n)s entities"),
    "providers": n_("%(n)s provider", "%(n)s providers"),
    "families": n_("%(n)s family", "%(n)s families"),
    "households": n_("%(n)s household", "%(n)s households"),
}
"""The units that are counted; a unit that is not here is left out, and the number stands alone."""


def answer_words(line: Line, document: CardDocument, *, places: Places, language: Language) -> str:
    """Return what a card says in a line, as one reads it; `MISSING`, with its reason, where it says nothing.

    Contact data are no part of a document, so their lines are missing here.

    Args:
        line: A line of the form of the card's kind and session.
        document: The card's answers.
        places: Knows the labels of territories.
        language: Of units, labels, days.

    Returns:
        '12 osób'; '– (nie zbieramy takich danych)'; '10 850 osób (GUS, Bank Danych Lokalnych, 31 grudnia 2025)'; of a
        table's row 'Liczba osób: 12 osób; Koszt: –', of a list of places one line of text each.
    """
    unread = document.unread.get(line.code)
    if unread is not None:
        typed = " · ".join(text for text in unread.values() if text)
        return translate(_UNREAD, language) % {"typed": typed}
    if line.columns:
        return _row_words(line, document, language=language)
    value = document.answers.get(line.code)
    words = MISSING if value is None else _value_words(line, value, document=document, places=places, language=language)
    beside = _reason(line, document, language=language) or _source(line, document, language=language)
    return f"{words} ({beside})" if beside else words


def _value_words(
    line: Line, value: Any, *, document: CardDocument, places: Places, language: Language  # noqa: ANN401 - an answer
) -> str:  # fmt: skip
    other = str(document.answers.get(line.words) or "") if line.words else ""
    match line.kind:
        case "choice":
            return _label(str(value), line.options, other=other, language=language)
        case "choices":
            return ", ".join(_label(code, line.options, other=other, language=language) for code in value)
        case "place":
            return places.label(str(value))
        case "places":
            return "\n".join(places.label(code) for code in value)
        case _:
            return _plain_words(value, line.item, language=language)


def line_label(line: Line, language: Language) -> str:
    """Return what a line is called where it stands alone; of a table's row the label says which table it is of."""
    label = said(line.label, language)
    return f"{said(line.group, language)}: {label}" if line.columns and line.group else label


def _plain_words(value: object, item: Item | None, *, language: Language) -> str:
    match value:
        case bool():
            return said(YES if value else NO, language)
        case int():
            return _counted(value, unit=item.unit if item else "", language=language)
        case Decimal():
            money = format_number(value, decimals=2, language=language)
            return f"{money}{NBSP}zł" if language == "pl" else f"PLN{NBSP}{money}"
        case date():
            return day(value, language).replace(" ", NBSP, 1)
        case _:
            return str(value)


def _counted(number: int, *, unit: str, language: Language) -> str:
    shown = format_number(number, language=language)
    if unit not in UNITS:
        return shown
    return (translations(language).ngettext(*UNITS[unit], number) % {"n": shown}).replace(" ", NBSP, 1)


def _label(code: str, options: tuple[Option, ...], *, other: str, language: Language) -> str:
    if code == NONE_OF_THESE:
        return said(NONE_LABEL, language)
    label = next((said(option.label, language) for option in options if option.code == code), code)
    return f"{label}: {other}" if code == OTHER and other else label


def _reason(line: Line, document: CardDocument, *, language: Language) -> str:
    code = document.reasons.get(line.code, "")
    return _label(code, line.reasons, other="", language=language) if code else ""


def _source(line: Line, document: CardDocument, *, language: Language) -> str:
    given = document.sources.get(line.code, Source())
    where = _label(given.source, line.sources, other="", language=language) if given.source else ""
    return ", ".join(filter(None, (where, day(given.as_of, language) if given.as_of else "")))


def _row_words(line: Line, document: CardDocument, *, language: Language) -> str:
    rows: tuple[Mapping[str, Any], ...] = document.answers.get(line.table, ())
    row = next((one for one in rows if one[line.key] == line.row), None)
    if row is None:
        return MISSING
    cells = ((column, row.get(column.code)) for column in line.columns)
    return "; ".join(
        f"{said(column.label, language)}: "
        + (MISSING if value is None else _plain_words(value, column, language=language))
        for column, value in cells
    )
