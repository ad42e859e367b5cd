"""Between a card's document and the rows of a session package, both ways. Pure.

A package tells a warning's explanation by rule, a document by line. One that came with a package stands in the document
under `note:<rule>`, so that writing the package again gives the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from atlas.cards.rules import CardKind
from atlas.definitions.card_document import CardDocument, Source
from atlas.sheets.packaging_rules import notes_on
from atlas.sheets.packaging_tables import card_rows, statistics_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from atlas.definitions.answers import BrokenRule
    from atlas.definitions.models import CardKind as CardCode
    from atlas.definitions.models import CardTemplate, Definitions, Item

    Row = Mapping[str, Any]

_NOTE = "note:"


@dataclass(frozen=True)
class PackagedCard:
    """Whose card of a package it is (no respondent for statistics) and what it says."""

    kind: CardKind
    gmina: str
    respondent: str
    document: CardDocument


@dataclass(frozen=True)
class CardRows:
    """The rows over which a package spreads one card.

    `row` is its own, `tables` those of its tables by the table's code; `register` says who filed it.
    """

    row: Row
    register: Row = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    reasons: Sequence[Row] = ()
    notes: Sequence[Row] = ()
    sources: Sequence[Row] = ()


def document_of_rows(rows: CardRows, template: CardTemplate) -> CardDocument:
    """Return what a card of a package says; of Part I as much as its register tells, of Part III nothing.

    Args:
        rows: Of one card, typed by the package's contract.
        template: The card's template in the version of the package's session.
    """
    items = {item.code: item for item in template.items}
    told = dict(_told(rows.register, items))
    values = {item.code: _answer(rows.row.get(item.code), item) for item in template.package_items}
    tables = {table.code: _table(rows.tables.get(table.code, ()), key=table.key) for table in template.tables}
    answers = {**told, **values, **{code: found for code, found in tables.items() if found}}
    return CardDocument(
        answers={code: value for code, value in answers.items() if value is not None},
        reasons={row["item"]: row["reason"] for row in rows.reasons},
        explanations={note_key(row["rule"]): row["explanation"] for row in rows.notes},
        sources={row["statistic"]: Source(row.get("source") or "", row.get("as_of")) for row in rows.sources},
    )


def rows_of_document(
    card: PackagedCard, definitions: Definitions, *, broken: Sequence[BrokenRule] = ()
) -> dict[str, list[Row]]:  # fmt: skip
    """Return a card's rows by resource of the package's contract.

    Args:
        card: The card and whose it is.
        definitions: Of the session.
        broken: The rules that the card breaks; the words at their lines become notes.
    """
    document = card.document
    if card.kind is CardKind.STATISTICS:
        sources = {code: (one.source or None, one.as_of) for code, one in document.sources.items()}
        return statistics_rows(card.gmina, answers=document.answers, sources=sources, definitions=definitions)
    kind: CardCode = "NGO" if card.kind is CardKind.NGO else "IZUS"
    return card_rows(
        kind, {"gmina": card.gmina, "respondent": card.respondent}, answers=document.answers, reasons=document.reasons,
        notes={**notes_on(definitions.templates[kind], broken, explanations=document.explanations), **_notes(document)},
        definitions=definitions,
    )  # fmt: skip


def note_key(rule: str) -> str:
    """Return under which code a document keeps an explanation that was told of a rule, not of a line."""
    return _NOTE + rule


def _notes(document: CardDocument) -> dict[str, str]:
    return {
        code.removeprefix(_NOTE): text for code, text in document.explanations.items() if code.startswith(_NOTE)
    }  # fmt: skip


def _told(register: Row, items: Mapping[str, Item]) -> Iterator[tuple[str, str]]:
    """Give the items of Part I that a register knows: the name, the form or type, the seat."""
    for column, codes in (
        ("name", ("organisation_name", "institution_name")), ("legal_form", ("legal_form",)),
        ("institution_type", ("institution_type",)), ("seat_gmina", ("seat_gmina",)),
    ):  # fmt: skip
        yield from ((code, register[column]) for code in codes if code in items and register.get(column))


def _answer(value: object, item: Item) -> object:
    return tuple(value.split("|")) if item.type == "choices" and isinstance(value, str) else value


def _table(rows: Sequence[Row], *, key: str) -> tuple[dict[str, Any], ...]:
    """Return a table as documents keep it: by its key, without the columns that say whose it is."""
    own = [{name: value for name, value in row.items() if name not in {"gmina", "respondent"}} for row in rows]
    return tuple(sorted(own, key=lambda row: str(row[key])))
