"""Between what stands in the fields of a line and what a card's document says. Pure: nothing typed is ever lost.

A line's texts are its parts by name, as a person types them. What is no answer yet is kept as typed under `unread`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from atlas.definitions.card_document import Source
from atlas.definitions.models import NONE_OF_THESE
from atlas.kernel.errors import DomainError
from atlas.kernel.polish_numbers import parse_money, parse_whole
from atlas.sheets.answers import LONGEST_LIST, LONGEST_TEXT, parse_day
from atlas.sheets.filled import JOINED, NO_CODE, YES_CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from atlas.cards.form_lines import Line
    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Option

Texts = dict[str, str]


class Places(Protocol):
    """Knows the gminas and powiats of a day."""

    def label(self, code: str) -> str:
        """Return what is shown of a code: 'Janów Lubelski, powiat janowski (0605053)'."""

    def code(self, text: str) -> str:
        """Return the code that a text means; DomainError 'place-unknown' or 'place-ambiguous'."""


def texts_of(line: Line, document: CardDocument, *, places: Places) -> Texts:
    """Return what stands in the fields of a line: each part of the line by name, '' where nothing is."""
    unread = document.unread.get(line.code)
    if unread is not None:
        return {part: unread.get(part, "") for part in line.parts}
    if line.columns:
        row = _row_of(line, document)
        return {part: _number_text(row.get(part)) for part in line.parts}
    shown = _SHOWN.get(line.kind, _plain)
    source = document.sources.get(line.code, Source())
    texts = {
        "value": shown(document.answers.get(line.code), places),
        "other": str(document.answers.get(line.words) or ""),
        "reason": document.reasons.get(line.code, ""),
        "source": source.source,
        "as_of": source.as_of.isoformat() if source.as_of else "",
    }
    return {part: texts[part] for part in line.parts}


def taken(line: Line, texts: Mapping[str, str], *, into: CardDocument, places: Places) -> CardDocument:
    """Return the document with what stands in a line's fields; what cannot be read is kept as it was typed."""
    without = _without(line, into)
    try:
        return _with(line, texts, into=without, places=places)
    except DomainError:
        kept = {part: texts.get(part, "")[:LONGEST_LIST] for part in line.parts}
        return replace(without, unread={**without.unread, line.code: kept})


def problems_in(line: Line, texts: Mapping[str, str], *, places: Places) -> DomainError | None:
    """Return why what stands in a line's fields is no answer, or None where it is one."""
    try:
        _read(line, texts, places=places)
    except DomainError as error:
        return error
    return None


def most_characters(line: Line, part: str) -> int:
    """Return how many characters a field takes: a list of territories is shown with their labels, so it is long."""
    return LONGEST_LIST if line.kind == "places" and part == "value" else LONGEST_TEXT


def is_answered(line: Line, document: CardDocument) -> bool:
    """Whether somebody dealt with a line: a value or a reason why there is none."""
    if line.columns:
        return bool(_row_of(line, document))
    return document.answers.get(line.code) is not None or line.code in document.reasons


def _with(line: Line, texts: Mapping[str, str], *, into: CardDocument, places: Places) -> CardDocument:
    read = _read(line, texts, places=places)
    if line.columns:
        return _with_row(line, read, into=into)
    answers, reasons, sources = dict(into.answers), dict(into.reasons), dict(into.sources)
    if read["value"] is not None:
        answers[line.code] = read["value"]
    if line.words and read["other"]:
        answers[line.words] = read["other"]
    if line.reasons and read["reason"]:
        reasons[line.code] = read["reason"]
    if line.sources and (read["source"] or read["as_of"]):
        sources[line.code] = Source(read["source"], read["as_of"])
    return replace(into, answers=answers, reasons=reasons, sources=sources)


def _with_row(line: Line, read: Mapping[str, Any], *, into: CardDocument) -> CardDocument:
    if all(value is None for value in read.values()):
        return into
    rows = [*into.answers.get(line.table, ()), {line.key: line.row, **read}]
    ordered = tuple(sorted(rows, key=lambda row: str(row[line.key])))
    return replace(into, answers={**into.answers, line.table: ordered})


def _without(line: Line, document: CardDocument) -> CardDocument:
    """Return the document with nothing said in this line; its explanation stays."""
    answers = {code: value for code, value in document.answers.items() if code not in {line.code, line.words}}
    if line.columns:
        rows = tuple(row for row in document.answers.get(line.table, ()) if row[line.key] != line.row)
        answers.pop(line.table, None)
        answers |= {line.table: rows} if rows else {}
    return replace(
        document,
        answers=answers,
        reasons={code: one for code, one in document.reasons.items() if code != line.code},
        sources={code: one for code, one in document.sources.items() if code != line.code},
        unread={code: one for code, one in document.unread.items() if code != line.code},
    )


def _row_of(line: Line, document: CardDocument) -> Mapping[str, Any]:
    return next((row for row in document.answers.get(line.table, ()) if row[line.key] == line.row), {})


def _read(line: Line, texts: Mapping[str, str], *, places: Places) -> dict[str, Any]:
    for part, text in texts.items():
        most = most_characters(line, part)
        if len(text) > most:
            raise DomainError("text-too-long", found=len(text), most=most)
    if line.columns:
        parsers = {column.code: parse_money if column.type == "money" else parse_whole for column in line.columns}
        return {part: parsers[part](texts.get(part, "")) for part in line.parts}
    text = texts.get("value", "").strip()
    read: dict[str, Any] = {
        "value": _PARSERS[line.kind](text, line, places) if text else None,
        "other": one_line(texts.get("other", "")),
        "reason": _one_of(texts.get("reason", ""), line.reasons),
        "source": _one_of(texts.get("source", ""), line.sources),
        "as_of": parse_day(texts["as_of"]) if texts.get("as_of", "").strip() else None,
    }
    if read["reason"] and read["value"] is not None:
        raise DomainError("reason-and-answer")
    return read


def _one_of(text: str, options: tuple[Option, ...]) -> str:
    if text and text not in {option.code for option in options}:
        raise DomainError("not-an-option", found=text)
    return text


def _whole(text: str, _line: Line, _places: Places) -> int | None:
    return parse_whole(text)


def _money(text: str, _line: Line, _places: Places) -> Decimal | None:
    return parse_money(text)


def _yes_no(text: str, _line: Line, _places: Places) -> bool:
    if text not in {YES_CODE, NO_CODE}:
        raise DomainError("not-an-option", found=text)
    return text == YES_CODE


def _choice(text: str, line: Line, _places: Places) -> str:
    return _one_of(text, line.options)


def _choices(text: str, line: Line, _places: Places) -> tuple[str, ...]:
    ticked = set(text.split(JOINED)) - {""}
    known = [*(option.code for option in line.options), NONE_OF_THESE]
    if ticked - set(known):
        raise DomainError("not-an-option", found=", ".join(sorted(ticked - set(known))))
    if NONE_OF_THESE in ticked and len(ticked) > 1:
        raise DomainError("none-and-others")
    return tuple(code for code in known if code in ticked)


def one_line(text: str) -> str:
    """Return a text as a field of one line shows it: without line ends and doubled blanks, from whichever door."""
    return " ".join(text.split())


def _text(text: str, _line: Line, _places: Places) -> str:
    return one_line(text)


def _day(text: str, _line: Line, _places: Places) -> date:
    return parse_day(text)


def _place(text: str, _line: Line, places: Places) -> str:
    return places.code(text)


def _place_list(text: str, _line: Line, places: Places) -> tuple[str, ...]:
    wanted = (one.strip() for line in text.splitlines() for one in line.split(";"))
    return tuple(dict.fromkeys(places.code(one) for one in wanted if one))


_PARSERS: dict[str, Callable[[str, Line, Places], Any]] = {
    "whole": _whole, "statistic": _whole, "money": _money, "yes_no": _yes_no, "choice": _choice, "choices": _choices,
    "text": _text, "phone": _text, "email": _text, "date": _day, "place": _place, "places": _place_list,
}  # fmt: skip


def _plain(value: object, _places: Places) -> str:
    return _number_text(value)


def _number_text(value: object) -> str:
    """Return a value as a person would type it: money with a comma, a day as date fields have it."""
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:.2f}".replace(".", ",")
        case date():
            return value.isoformat()
        case tuple():
            return JOINED.join(value)
        case _:
            return str(value)


def _yes_no_text(value: object, _places: Places) -> str:
    return "" if value is None else YES_CODE if value else NO_CODE


def _place_text(value: object, places: Places) -> str:
    return places.label(str(value)) if value else ""


def _places_text(value: Any, places: Places) -> str:  # noqa: ANN401 - a tuple of codes or None
    return "\n".join(places.label(code) for code in value or ())


_SHOWN: dict[str, Callable[[Any, Places], str]] = {
    "yes_no": _yes_no_text, "place": _place_text, "places": _places_text,
}  # fmt: skip
