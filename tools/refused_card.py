"""Writes the one card of the pilot that is refused for good reasons: everything that people get wrong, once.

`python -m tools.refused_card SESSION.yaml OUT_FILE`. Invented, like the rest of the pilot.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.definitions.load import shipped_definitions
from atlas.sheets.identity import identity_in
from atlas.sheets.layout import TICK, Column
from atlas.sheets.session_file import read_session_file
from atlas.sheets.writing.form import write_card
from tools.fill_cards import fill

if TYPE_CHECKING:
    from tools.fill_cards import Cells

WHO, WHERE = "ORG-005", "0605053"
ANSWER, REASON = int(Column.ANSWER), int(Column.REASON)
MISTAKES: Cells = {
    ("researchers", ANSWER): "ok. 3 osoby",
    ("consultations", ANSWER): "4 marca i 6 kwietnia",
    ("tools:survey", ANSWER): TICK,
    ("tools:none", ANSWER): TICK,
    ("reports_to_izus", ANSWER): "1e5",
    ("diagnosis_delegates", ANSWER): "12.345",
    ("diagnosis_consultations", ANSWER): "1_000",
    ("diagnosis_proposals", ANSWER): "\N{MINUS SIGN}2",
    ("managers", ANSWER): 2.5,
    ("contracts", ANSWER): "\N{FULLWIDTH DIGIT FOUR}",
    ("users_total", ANSWER): 20_000_000,
    ("users_institutional", ANSWER): 40,
    ("users_institutional", REASON): "nie wiadomo",
    ("services:meals", ANSWER): 30,
    ("services:meals", REASON): "1.234",
    ("contact_name", ANSWER): "Osoba Przykładowa",
    ("contact_phone", ANSWER): "000 000 000",
}


def main() -> None:
    """Write the file that the command line asks for."""
    session, out = map(Path, sys.argv[1:3])
    definitions = shipped_definitions()
    identity = identity_in(read_session_file(session), "NGO", respondent=WHO, gmina=WHERE)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(fill(write_card(definitions, "NGO", identity=identity), MISTAKES))


if __name__ == "__main__":
    main()
