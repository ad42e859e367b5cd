"""A session's YAML: registers in it or beside it, codes as they are typed, every mistake at once with its line."""

from __future__ import annotations

from datetime import date

import pytest

from atlas.cli.texts import TEXTS as OTHERS
from atlas.kernel.errors import BadInput
from atlas.sheets.session_file import read_session_file
from atlas.sheets.texts import TEXTS

GOOD = """\
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
  - {respondent: 001, name: Stowarzyszenie A, legal_form: association}
institutions:
  - {respondent: IZUS-1, name: Centrum, institution_type: CUS, seat_gmina: 0605053}
invitations:
  - {card_kind: NGO, gmina: 0605053, respondent: 001}
  - {card_kind: IZUS, gmina: 0605053, respondent: IZUS-1}
"""


def written(folder, text=GOOD, **files):
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content.encode())
    path = folder / "session.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(path):
    with pytest.raises(BadInput) as refused:
        read_session_file(path)
    return [(one.code, one.place.row, one.place.column) for one in refused.value.problems]


def test_a_session_is_read_with_its_codes_as_they_are_typed(tmp_path):
    session = read_session_file(written(tmp_path))
    assert (session.code, session.name) == ("2027-1", "Sesja próbna (dane wymyślone)")
    assert session.gminas() == {"0605053": "Janów Lubelski"}  # unquoted in YAML, yet no octal number
    assert session.respondents("NGO") == {"001": "Stowarzyszenie A"}
    assert session.invited("NGO") == [("0605053", "001")]
    assert session.tables["session"] == [
        {
            "session": "2027-1", "name": "Sesja próbna (dane wymyślone)", "opens_on": date(2027, 2, 1),
            "closes_on": date(2027, 4, 9), "period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31),
            "sequence": 1, "template_ngo": 1, "template_izus": 1, "revision": 1,
        }
    ]  # fmt: skip


def test_powiat_and_voivodeship_follow_from_the_gmina(tmp_path):
    (row,) = read_session_file(written(tmp_path)).tables["scope"]
    assert (row["powiat"], row["voivodeship"]) == ("0605", "06")


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_register_may_stand_in_a_csv_file_beside(tmp_path, mark):
    csv = f"\ufeffrespondent{mark}name{mark}legal_form\r\n001{mark}Stowarzyszenie A{mark}association\r\n"
    text = GOOD.replace(
        "organisations:\n  - {respondent: 001, name: Stowarzyszenie A, legal_form: association}",
        "organisations: organisations.csv",
    )
    assert read_session_file(written(tmp_path, text, organisations=csv)).respondents("NGO") == {
        "001": "Stowarzyszenie A"
    }


CHANGES = {
    "not YAML": ("sequence: 1", "sequence: [1", [("session-file-unreadable", 8, "")]),
    "missing key": ("name: Sesja próbna (dane wymyślone)\n", "", [("session-file-key-missing", 1, "")]),
    "unknown key": ("sequence: 1", "sequence: 1\nsequel: 2", [("session-file-key-unknown", 8, "")]),
    "key twice": ("sequence: 1", "sequence: 1\nsequence: 2", [("session-file-key-twice", 8, "")]),
    "a list for a text": ("sequence: 1", "sequence: [1]", [("session-file-value", 7, "")]),
    "not a list": ("  - {respondent: 001,", "  {respondent: {a: b},", [("session-file-register", 11, "organisations")]),
    "no such day": ("2027-02-01", "2027-02-30", [("cell-date", 3, "opens_on")]),
    "a day in words": ("2027-02-01", "1 lutego", [("cell-date", 3, "opens_on")]),
    "ends before it starts": ("2027-04-09", "2027-01-09", [("session-dates", 4, "closes_on")]),
    "sequence": ("sequence: 1", "sequence: 0", [("session-sequence", 7, "sequence")]),
    "another template": ("sequence: 1", "sequence: 1\ntemplate_ngo: 2", [("session-file-template", 8, "template_ngo")]),
    "short code": ("gmina: 0605053, name", "gmina: 605053, name", [("cell-pattern", 9, "gmina")]),
    "unknown form": ("association", "klub", [("cell-option", 11, "legal_form")]),
    "unknown column": ("legal_form:", "form:", [("session-file-column-unknown", 11, "form")]),
    "empty name": ("name: Stowarzyszenie A", 'name: ""', [("cell-required", 11, "name")]),
    "foreign powiat": ("name: Janów", "powiat: 0607, name: Janów", [("powiat-not-prefix", 9, "powiat")]),
    "outside scope": ("NGO, gmina: 0605053", "NGO, gmina: 0605063", [("outside-scope", 15, "gmina")]),
    "not registered": (
        "0605053, respondent: 001", "0605053, respondent: 1", [("respondent-not-registered", 15, "respondent")],
    ),
    "twice": (
        "  - {card_kind: IZUS", "  - {card_kind: NGO, gmina: 0605053, respondent: 001}\n  - {card_kind: IZUS",
        [("key-twice", 16, "card_kind")],
    ),
    "empty scope": (
        "scope:\n  - {gmina: 0605053, name: Janów Lubelski, institution_type: CUS, powiat_name: janowski, "
        "voivodeship_name: lubelskie}", "scope: []",
        [("scope-empty", None, ""), ("outside-scope", 14, "gmina"), ("outside-scope", 15, "gmina")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_mistake_is_named_with_its_line_and_column(tmp_path, name):
    old, new, expected = CHANGES[name]
    assert old in GOOD
    assert mistakes(written(tmp_path, GOOD.replace(old, new, 1))) == expected


def test_all_mistakes_are_named_at_once(tmp_path):
    text = GOOD.replace("2027-02-01", "x").replace("association", "klub").replace("card_kind: NGO", "card_kind: ngo")
    assert [code for code, *_ in mistakes(written(tmp_path, text))] == ["cell-date", "cell-option", "cell-option"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", "respondent,name\n1\n", ("session-file-csv-row", 2, "")),
        ("a.csv", 'respondent,name\n"1,A\n', ("csv-unreadable", 2, "")),
        ("a.csv", "respondent,name\n1,A\n1,B\n001,C\n", ("key-twice", 3, "respondent")),
        ("b.csv", "", ("session-file-csv-unreadable", 10, "organisations")),
        ("../a.csv", "", ("session-file-csv-beside", 10, "organisations")),
    ],
)
def test_a_csv_file_that_cannot_be_used_is_named(tmp_path, *, name, content, expected):
    text = GOOD.replace("\n  - {respondent: 001, name: Stowarzyszenie A, legal_form: association}", f" {name}")
    assert mistakes(written(tmp_path, text, a=content))[0] == expected


def test_every_code_has_a_text_that_takes_its_facts(tmp_path):
    for old, new, _expected in CHANGES.values():
        with pytest.raises(BadInput) as refused:
            read_session_file(written(tmp_path, GOOD.replace(old, new, 1)))
        for one in refused.value.problems:
            assert (TEXTS | OTHERS)[one.code] % one.facts


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert mistakes(tmp_path / "no.yaml") == [("session-file-unreadable", None, "")]
