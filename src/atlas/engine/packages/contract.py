"""The tables of a session package, column by column (session-package.md). Columns of cards come from the templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from atlas.definitions.models import NONE_OF_THESE
from atlas.kernel.teryt import GMINA_PATTERN, SIX_DIGITS_PATTERN

if TYPE_CHECKING:
    from atlas.definitions.models import CardKind, Definitions, Item, TemplateKind

CellType = Literal["text", "whole", "money", "yes_no", "date", "option", "options"]
ARROW_TYPES: dict[CellType, pa.DataType] = {
    "text": pa.string(), "whole": pa.int64(), "money": pa.decimal128(14, 2), "yes_no": pa.bool_(),
    "date": pa.date32(), "option": pa.string(), "options": pa.string(),
}  # fmt: skip
MANIFEST = "datapackage.json"
DEFINITIONS = "definitions"
CARD_KINDS: tuple[CardKind, ...] = ("NGO", "IZUS")
REGISTERS: dict[CardKind, str] = {"NGO": "organisations", "IZUS": "institutions"}
"""The resource that names a card's respondents."""
FORM_TABLES: dict[TemplateKind, str] = {"NGO": "cards_ngo", "IZUS": "cards_izus", "STATISTICS": "territory_statistics"}
"""The resource that holds what a form says."""


@dataclass(frozen=True)
class Column:
    """One column: `options` in catalogue order for `option` and `options`; `pattern` a full-match for `text`.

    `required`: every row has a value; `optional`: the whole column may be left out.
    """

    name: str
    type: CellType = "text"
    required: bool = False
    optional: bool = False
    options: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class Resource:
    """One table: its key and columns."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    optional: bool = False

    @property
    def schema(self) -> pa.Schema:
        """The Arrow types of all columns."""
        return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in self.columns])


def _key(name: str, pattern: str = "", *, options: tuple[str, ...] = ()) -> Column:
    return Column(name, "option" if options else "text", required=True, pattern=pattern, options=options)


_CODE = r"[A-Za-z0-9][A-Za-z0-9._/-]*"
_CARD_KIND = _key("card_kind", options=("NGO", "IZUS"))
_GMINA = _key("gmina", GMINA_PATTERN)
_RESPONDENT = _key("respondent")
_INSTITUTION_TYPES = ("CUS", "OPS", "other")


def _day(name: str, *, required: bool = True) -> Column:
    return Column(name, "date", required=required)


def _fixed(definitions: Definitions) -> tuple[Resource, ...]:
    legal_forms = definitions.catalogues["legal_forms"].codes
    reasons = definitions.catalogues["missing_reasons"].codes
    return (
        Resource("session", ("session",), (
            _key("session", _CODE), Column("name", required=True), _day("opens_on"), _day("closes_on"),
            _day("period_from"), _day("period_to"), Column("sequence", "whole", required=True),
            Column("template_ngo", "whole", required=True), Column("template_izus", "whole", required=True),
            Column("revision", "whole", optional=True), Column("supersedes", optional=True),
        )),
        Resource("scope", ("gmina",), (
            _GMINA, Column("name", required=True), Column("powiat", required=True, pattern="[0-9]{4}"),
            Column("voivodeship", required=True, pattern="[0-9]{2}"),
            Column("institution_type", "option", required=True, options=_INSTITUTION_TYPES),
            Column("powiat_name", optional=True), Column("voivodeship_name", optional=True),
        )),
        Resource("invitations", ("card_kind", "gmina", "respondent"), (_CARD_KIND, _GMINA, _RESPONDENT)),
        Resource("organisations", ("respondent",), (
            _RESPONDENT, Column("name", required=True), Column("legal_form", "option", options=legal_forms),
            Column("seat_gmina", pattern=GMINA_PATTERN),
        )),
        Resource("institutions", ("respondent",), (
            _RESPONDENT, Column("name", required=True),
            Column("institution_type", "option", options=_INSTITUTION_TYPES),
            Column("seat_gmina", pattern=GMINA_PATTERN),
        )),
        Resource("statistics_sources", ("gmina", "statistic"), (
            _GMINA, _key("statistic", options=tuple(i.code for i in definitions.templates["STATISTICS"].package_items)),
            Column("source"), _day("as_of", required=False),
        ), optional=True),
        Resource("territory_changes", ("old", "new"), (
            _key("old", SIX_DIGITS_PATTERN), _key("new", SIX_DIGITS_PATTERN), _day("from_on", required=False),
        ), optional=True),
        Resource("missing_reasons", ("card_kind", "gmina", "respondent", "item"), (
            _CARD_KIND, _GMINA, _RESPONDENT, _key("item"), Column("reason", "option", required=True, options=reasons),
        ), optional=True),
        Resource("notes", ("card_kind", "gmina", "respondent", "rule"), (
            _CARD_KIND, _GMINA, _RESPONDENT, _key("rule"), Column("explanation", required=True),
        ), optional=True),
        Resource("errata", ("number",), (
            Column("number", "whole", required=True), Column("territory", required=True), Column("indicator"),
            Column("text", required=True), _day("dated_on"),
        ), optional=True),
    )  # fmt: skip


def _item_column(item: Item, definitions: Definitions) -> Column:
    options = definitions.catalogues[item.options].codes if item.options else ()
    types: dict[str, CellType] = {
        "whole": "whole", "money": "money", "yes_no": "yes_no", "choices": "options", "choice": "option",
    }  # fmt: skip
    return Column(item.code, types[item.type], optional=bool(item.kinds_of), options=options)


def contract_of(definitions: Definitions) -> tuple[Resource, ...]:
    """Return the tables of a package whose session used these definitions, small registers first."""
    templates = definitions.templates

    def cards(name: str, kind: Literal["NGO", "IZUS"]) -> Resource:
        items = tuple(_item_column(item, definitions) for item in templates[kind].package_items)
        return Resource(name, ("gmina", "respondent"), (_GMINA, _RESPONDENT, *items))

    tables = []
    for table in (one for kind in ("NGO", "IZUS") for one in templates[kind].tables):
        key = next(column for column in table.columns if column.code == table.key)
        own = [_item_column(column, definitions) for column in table.columns if column is not key]
        first = (_GMINA, _RESPONDENT, _key(key.code, options=definitions.catalogues[key.options].codes))
        tables.append(Resource(table.code, ("gmina", "respondent", key.code), (*first, *own)))
    statistics = tuple(_item_column(item, definitions) for item in templates["STATISTICS"].package_items)
    return (
        *_fixed(definitions),
        cards("cards_ngo", "NGO"),
        cards("cards_izus", "IZUS"),
        *tables,
        Resource("territory_statistics", ("gmina",), (_GMINA, *statistics)),
    )


def well_chosen(text: str, options: tuple[str, ...]) -> bool:
    """Return whether a multi-choice cell is `none` alone, or options in order, each once."""
    if text == NONE_OF_THESE:
        return True
    chosen = text.split("|")
    places = [options.index(one) if one in options else -1 for one in chosen]
    return -1 not in places and places == sorted(set(places))
