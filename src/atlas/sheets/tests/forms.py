"""Small builders: a session of two organisations, an institution and a gmina, and their forms, filled as people do."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl

from atlas.definitions.load import shipped_definitions
from atlas.sheets.identity import NOBODY, identity_in
from atlas.sheets.layout import Column
from atlas.sheets.reading import read_form
from atlas.sheets.session_file import read_session_file
from atlas.sheets.worker_pool import read_workbooks
from atlas.sheets.writing.form import write_card

if TYPE_CHECKING:
    from pathlib import Path

GMINA = "0605053"
YAML = """\
session: 2027-1
name: Sesja próbna (dane wymyślone)
opens_on: 2027-02-01
closes_on: 2027-04-09
period_from: 2026-01-01
period_to: 2026-12-31
sequence: 1
scope:
  - {gmina: 0605053, name: Janów Lubelski, institution_type: CUS, powiat_name: janowski, voivodeship_name: lubelskie}
organisations:
  - {respondent: ORG-1, name: Stowarzyszenie „Pomocna Dłoń”, legal_form: association, seat_gmina: 0605053}
  - {respondent: ORG-2, name: Fundacja „Zielony Most”, legal_form: foundation}
institutions:
  - {respondent: IZUS-1, name: Centrum Usług Społecznych, institution_type: CUS, seat_gmina: 0605053}
invitations:
  - {card_kind: NGO, gmina: 0605053, respondent: ORG-1}
  - {card_kind: NGO, gmina: 0605053, respondent: ORG-2}
  - {card_kind: IZUS, gmina: 0605053, respondent: IZUS-1}
"""
CONTACT = {
    "contact_name": "Osoba Przykładowa", "contact_phone": "000 000 000", "contact_email": "osoba@example.org",
    "prepared_on": "2027-03-31",
}  # fmt: skip
ALWAYS = {"seat_locality": "Janów Lubelski", **CONTACT}
"""What a card cannot be filed without and the registers do not say."""
DEFINITIONS = shipped_definitions()


def session_in(folder: Path, text: str = YAML) -> Path:
    """Write the session's file."""
    path = folder / "session.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def blank(session: Path, kind: str = "NGO", *, respondent: str = "ORG-1", gmina: str = GMINA) -> bytes:
    """A form as it is sent out."""
    if not respondent and kind != "STATISTICS":
        return write_card(DEFINITIONS, kind, identity=NOBODY)
    identity = identity_in(read_session_file(session), kind, respondent=respondent, gmina=gmina)
    return write_card(DEFINITIONS, kind, identity=identity)


class Typing:
    """A form opened in a spreadsheet program: cells by the line's code and a column."""

    def __init__(self, form: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(form))
        self.sheet = self.book.worksheets[0]
        self.rows = {row[0].value: row[0].row for row in self.sheet.iter_rows(max_col=1) if row[0].value}

    def at(self, code: str, column: int = Column.ANSWER):
        return self.sheet.cell(self.rows[code], column + 1)

    def type(self, cells: dict) -> Typing:
        """Type values; a key is a line's code, or a code with a column."""
        for key, value in cells.items():
            code, column = key if isinstance(key, tuple) else (key, Column.ANSWER)
            cell = self.at(code, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s" if not value.startswith("=") else "f"
        return self

    def saved(self, path: Path) -> Path:
        self.book.save(path)
        return path


def filled(
    path: Path, session: Path, *, kind: str = "NGO", respondent: str = "ORG-1", cells: dict | None = None
) -> Path:
    """A form with what must be there and some answers, saved by a spreadsheet program."""
    always = {} if kind == "STATISTICS" else ALWAYS
    return Typing(blank(session, kind, respondent=respondent)).type(always | (cells or {})).saved(path)


def read(path: Path, session: Path):
    """A file's form and what is wrong with it."""
    (workbook,) = read_workbooks([path])
    return read_form(workbook, DEFINITIONS, session=read_session_file(session))
