"""Writes the cards of a session package back into filled spreadsheets, as the pilot's participants would send them.

`python -m tools.fill_cards PACKAGE SESSION.yaml OUT_FOLDER [PREVIOUS]`: one XLSX file per card and statistics form.
What packages do not hold (Part I, contact data) is invented and says so. The same package gives the same bytes.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from atlas.definitions.answers import Context, broken_rules
from atlas.definitions.checks import Words
from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.contract import FORM_TABLES
from atlas.engine.packages.reading import read_packages
from atlas.kernel.polish_numbers import NBSP, format_number
from atlas.sheets.identity import identity_in
from atlas.sheets.layout import NO, TICK, YES, Column, StatisticColumn
from atlas.sheets.previous import PreviousCards, previous_cards
from atlas.sheets.session_file import read_session_file
from atlas.sheets.writing.form import write_card

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.engine.model import Package
    from atlas.sheets.session_file import SessionFile

Typed = str | float | Decimal | date
Cells = dict[tuple[str, int], Typed]
"""What is typed, by a line's code and a column."""
SHEET = "xl/worksheets/sheet1.xml"
_BLANK = re.compile(r'<c r="([A-H])([0-9]+)"( s="[0-9]+")?/>')
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets
_NO_FIGURES = "Usługę świadczymy, liczb jeszcze nie mamy."
_POST = "Stanowisko ds. usług społecznych (przykład)"


def typed_by(who: str, cells: Cells) -> Cells:
    """Return the same answers in somebody's own way of typing: people write numbers as text, and ticks in words.

    A third types plain numbers; a third groups thousands by a space, a third by a no-break space, as text.
    """
    habit = sum(map(ord, who)) % 3
    if habit == 0:
        return cells
    space, tick = (" ", "X") if habit == 1 else (NBSP, "tak")
    return {at: _by_hand(value, space=space, tick=tick) for at, value in cells.items()}


def _by_hand(value: Typed, *, space: str, tick: str) -> Typed:
    match value:
        case Decimal():
            return format_number(value, decimals=2).replace(NBSP, space)
        case int():
            return format_number(value).replace(NBSP, space)
        case str() if value == TICK:
            return tick
        case _:
            return value


def fill(form: bytes, cells: Mapping[tuple[str, int], Typed]) -> bytes:
    """Return a form with answers typed into its empty cells; every other byte of its sheets stays as it is.

    Args:
        form: An XLSX file of `write_card`.
        cells: What to type, by a line's code and a column from 0.
    """
    table = CalamineWorkbook.from_filelike(io.BytesIO(form)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    rows = {str(row[Column.CODE]): number for number, row in enumerate(table, start=1) if row[Column.CODE]}
    typed = {f"{'ABCDEFGH'[column]}{rows[code]}": value for (code, column), value in cells.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == SHEET:
                content = _BLANK.sub(lambda blank: _cell(blank, typed), content.decode()).encode()
            target.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _cell(blank: re.Match[str], typed: Mapping[str, Typed]) -> str:
    address = blank[1] + blank[2]
    if address not in typed:
        return blank[0]
    value, head = typed[address], f'<c r="{address}"{blank[3] or ""}'
    if isinstance(value, str):
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"{head}><v>{(value - _EPOCH).days if isinstance(value, date) else value}</v></c>"


@dataclass(frozen=True)
class Filler:
    """A session's package beside its file: what everybody would have typed."""

    session: SessionFile
    previous: PreviousCards | None
    tables: Mapping[str, list[dict[str, Any]]]
    definitions: Definitions
    words: Words

    @classmethod
    def of(cls, package: Package, session: Path, *, previous: Package | None = None) -> Filler:
        """Read a package's tables, a session's file and, for what stands beside the answers, the package before."""
        tables = {name: pq.read_table(path).to_pylist() for name, path in package.tables.items()}
        definitions = shipped_definitions()
        former = previous_cards(previous) if previous else None
        return cls(read_session_file(session), former, tables, definitions, Words.of(definitions))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give each form's file name and bytes."""
        for kind, table in FORM_TABLES.items():
            for row in self.tables[table]:
                who = str(row.get("respondent") or "")
                identity = identity_in(self.session, kind, respondent=who, gmina=row["gmina"])
                former = self.previous.values(self.definitions, kind, identity=identity) if self.previous else None
                form = write_card(self.definitions, kind, identity=identity, previous=former)
                known = {code for code, value in identity.known.items() if value}
                cells = {at: value for at, value in self.cells(kind, row).items() if at[0] not in known}
                name = "-".join(part for part in (kind.lower(), row["gmina"], who) if part)
                yield f"{name}.xlsx", fill(form, typed_by(who, cells))

    def cells(self, kind: TemplateKind, row: Mapping[str, Any]) -> Cells:
        """Return what stands in a card's or form's cells."""
        if kind == "STATISTICS":
            return self._statistics(row)
        answers = {**self._part_one(kind, row), **row}
        cells: Cells = {}
        for item in self.definitions.templates[kind].items:
            cells |= _answer(item.code, answers.get(item.code), options=item.type == "choices")
        reasons = {one.code: one.label.pl for one in self.definitions.catalogues["missing_reasons"].options}
        for one in self._of("missing_reasons", kind, row=row):
            cells[one["item"], Column.REASON] = reasons[one["reason"]]
        if kind == "NGO":
            cells |= self._services(row)
        return cells | self._explanations(kind, row, answers=answers) | self._part_three()

    def _of(self, table: str, kind: str, *, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        mine = (row["gmina"], row["respondent"], kind)
        rows = self.tables.get(table, [])
        return [one for one in rows if (one["gmina"], one["respondent"], one.get("card_kind", kind)) == mine]

    def _services(self, row: Mapping[str, Any]) -> Cells:
        cells: Cells = {}
        for one in self._of("services", "NGO", row=row):
            code = f"services:{one['service']}"
            numbers = zip((Column.ANSWER, Column.UNIT, Column.REASON), ("users", "ngo_staff", "cost_pln"), strict=True)
            given = {(code, int(column)): one[name] for column, name in numbers if one[name] is not None}
            cells |= given or {(code, int(Column.EXPLANATION)): _NO_FIGURES}
        return cells

    def _explanations(self, kind: TemplateKind, row: Mapping[str, Any], *, answers: Mapping[str, Any]) -> Cells:
        notes = {one["rule"]: one["explanation"] for one in self._of("notes", kind, row=row)}
        judged = {**answers, "services": self._of("services", kind, row=row)} if kind == "NGO" else answers
        context = Context(today=self.session.closes_on)
        cells: Cells = {}
        for broken in broken_rules(self.definitions.templates[kind], judged, words=self.words, context=context):
            if broken.code in notes:
                table, _dot, _column = broken.item.partition(".")
                code = f"{table}:{broken.facts['row']}" if "row" in broken.facts else broken.item
                cells[code, Column.EXPLANATION] = notes[broken.code]
        return cells

    def _part_one(self, kind: TemplateKind, row: Mapping[str, Any]) -> dict[str, Any]:
        """Invent what packages do not hold, so that it contradicts nothing they do hold."""
        gmina = row["gmina"]
        seat = {"seat_locality": self.session.gminas()[gmina], "seat_gmina": gmina}
        if kind == "IZUS":
            people = dict.fromkeys(("service_organiser", "community_organiser", "plan_coordinator"), _POST)
            day = self.session.period[0] - timedelta(days=200)
            adopted = {"service_programme_adopted": True, "service_programme_date": day}
            return seat | people | adopted | {"diagnosis_adopted": True, "diagnosis_date": day}
        specialities = [("manager_us", row["managers"]), ("researcher_lp", row["researchers"])]
        forms = [("institutional", row["facilities"]), ("non_institutional", row["services_non_institutional"])]
        ticked = {"new_specialities": specialities, "delivery_forms": forms}
        chosen = {item: "|".join(option for option, count in options if count) for item, options in ticked.items()}
        return seat | {item: text or None for item, text in chosen.items()}

    def _part_three(self) -> Cells:
        contact = {"contact_name": "Osoba Przykładowa", "contact_phone": "000 000 000"}
        contact |= {"contact_email": "osoba@example.org"}
        cells: Cells = {(code, int(Column.ANSWER)): text for code, text in contact.items()}
        return cells | {("prepared_on", int(Column.ANSWER)): self.session.closes_on - timedelta(days=14)}

    def _statistics(self, row: Mapping[str, Any]) -> Cells:
        labels = {one.code: one.label.pl for one in self.definitions.catalogues["statistic_sources"].options}
        cells: Cells = {}
        for one in self.tables.get("statistics_sources", []):
            code = one["statistic"]
            if one["gmina"] == row["gmina"] and row[code] is not None:
                cells[code, StatisticColumn.ANSWER] = row[code]
                cells[code, StatisticColumn.SOURCE] = labels[one["source"]]
                cells[code, StatisticColumn.AS_OF] = one["as_of"]
        return cells


def _answer(code: str, value: Any, *, options: bool) -> Cells:  # noqa: ANN401 - a cell of a package
    if value is None:
        return {}
    if options:
        return {(f"{code}:{option}", int(Column.ANSWER)): TICK for option in value.split("|")}
    if isinstance(value, bool):
        return {(code, int(Column.ANSWER)): YES.pl if value else NO.pl}
    return {(code, int(Column.ANSWER)): value}


def main() -> None:
    """Write the files that the command line asks for."""
    package, session, out, *former = map(Path, sys.argv[1:5])
    out.mkdir(parents=True, exist_ok=True)
    with read_packages([package]) as (read,), read_packages(former) as before:
        for name, content in Filler.of(read, session, previous=next(iter(before), None)).files():
            (out / name).write_bytes(content)


if __name__ == "__main__":
    main()
