"""What a card says, as one JSON document: the same for the form on the web, the spreadsheet and the package.

Its bytes are canonical, so that a receipt's SHA-256 can be checked by anybody. Contact data are no part of it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from atlas.definitions.models import CardTemplate, Item

Answer = bool | int | Decimal | date | str | tuple[str, ...]
Row = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """Where a statistic comes from: a code of the catalogue of sources, or empty; and the day it holds for."""

    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True)
class CardDocument:
    """What a card says.

    `answers` hold values by item code (int, Decimal, bool, date, text; a multi-choice or a list of territories as a
    tuple of codes), a table under its code as a tuple of rows by column code, what is 'other' in words under
    `specialisations:other:text`; what is not there is missing. `reasons` and `explanations` are by item code, for a
    table's row by `services:meals`, an explanation that came with a package by its rule, `note:users-between-parts`;
    `sources` by statistic. `unread` keeps, by the same codes, what somebody typed that is no answer yet, part by part,
    so that nothing typed is lost; a card with such a thing cannot be submitted.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    unread: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the document as JSON knows it: money as text with its grosze, days as `2025-12-31`."""
        return {
            "answers": {code: _out(value) for code, value in self.answers.items()},
            "reasons": dict(self.reasons),
            "explanations": dict(self.explanations),
            "sources": {code: {"source": one.source, "as_of": _out(one.as_of)} for code, one in self.sources.items()},
            "unread": {code: dict(parts) for code, parts in self.unread.items()},
        }

    def canonical(self) -> bytes:
        """Return the document's bytes: UTF-8, keys sorted, no blanks; the same answers always give the same."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the canonical bytes, in hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()


EMPTY = CardDocument()


def document_from_json(data: Mapping[str, Any], template: CardTemplate) -> CardDocument:
    """Return a document that `to_json` wrote, its values typed as the template says.

    Args:
        data: The JSON, of a card of this very template.
        template: NGO, IZUS or STATISTICS, in the version of the card's session.
    """
    items = {item.code: item for item in template.items}
    tables = {table.code: {column.code: column for column in table.columns} for table in template.tables}
    answers: dict[str, Any] = {}
    for code, value in data["answers"].items():
        if code in tables:
            answers[code] = tuple(
                {name: _in(cell, tables[code].get(name)) for name, cell in row.items()} for row in value
            )
        else:
            answers[code] = _in(value, items.get(code))
    sources = {
        code: Source(one["source"], date.fromisoformat(one["as_of"]) if one["as_of"] else None)
        for code, one in data["sources"].items()
    }
    return CardDocument(answers, data["reasons"], data["explanations"], sources, data["unread"])


def _out(value: object) -> object:
    match value:
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_out(one) for one in value]
        case dict():
            return {name: _out(one) for name, one in value.items()}
        case _:
            return value


_TYPED: dict[str, Callable[[Any], Answer]] = {
    "money": Decimal, "date": date.fromisoformat, "choices": tuple, "teryt_list": tuple
}  # fmt: skip


def _in(value: Any, item: Item | None) -> Any:  # noqa: ANN401 - JSON in, an answer out
    if value is None or item is None or item.type not in _TYPED:
        return value
    return _TYPED[item.type](value)
