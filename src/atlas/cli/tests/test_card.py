from pathlib import Path

import openpyxl
import pikepdf
import pytest

from atlas.sheets.layout import IDENTITY_SHEET

ROOT = Path(__file__).parents[4]
PREVIOUS = ROOT / "examples" / "pilot" / "2025-1"
SESSION = """\
session: 2026-1
name: Sesja próbna (dane wymyślone)
opens_on: 2026-02-02
closes_on: 2026-04-10
period_from: 2025-01-01
period_to: 2025-12-31
sequence: 2
scope:
  - {gmina: "0605053", name: Janów Lubelski, institution_type: CUS}
  - {gmina: "0605063", name: Modliborzyce, institution_type: OPS}
organisations:
  - {respondent: ORG-001, name: Stowarzyszenie „Próba”, legal_form: association, seat_gmina: "0605053"}
  - {respondent: a/b, name: Fundacja „Ukośnik”, legal_form: foundation, seat_gmina: "0605053"}
  - {respondent: a-b, name: Fundacja „Łącznik”, legal_form: foundation, seat_gmina: "0605053"}
institutions:
  - {respondent: IZUS-01, name: CUS w Janowie, institution_type: CUS, seat_gmina: "0605053"}
invitations:
  - {card_kind: NGO, gmina: "0605053", respondent: ORG-001}
  - {card_kind: NGO, gmina: "0605053", respondent: a/b}
  - {card_kind: NGO, gmina: "0605053", respondent: a-b}
  - {card_kind: IZUS, gmina: "0605053", respondent: IZUS-01}
"""


@pytest.fixture
def session(tmp_path):
    path = tmp_path / "session.yaml"
    path.write_text(SESSION, encoding="utf-8")
    return path


def identity(path):
    sheet = openpyxl.load_workbook(path)[IDENTITY_SHEET]
    return {row[0].value: row[1].value or "" for row in sheet.iter_rows(max_col=2)}


def test_a_form_for_somebody_of_the_session_carries_their_codes_and_last_values(atlas, session, *, tmp_path):
    out = tmp_path / "card.xlsx"
    ran = atlas(
        "card", "new", "--kind", "NGO", "--out", out, "--session", session, "--respondent", "ORG-001",
        "--gmina", "0605053", "--previous", PREVIOUS,
    )  # fmt: skip
    assert (ran.status, ran.out.strip()) == (0, str(out))
    found = identity(out)
    assert [found[key] for key in ("kind", "session", "respondent", "gmina")] == ["NGO", "2026-1", "ORG-001", "0605053"]
    sheet = openpyxl.load_workbook(out).worksheets[0]
    values = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert values["organisation_name"][3] == "Stowarzyszenie „Próba”"
    assert values["researchers"][6] == 2


def test_a_form_for_nobody_needs_only_its_kind(atlas, tmp_path):
    out = tmp_path / "card.xlsx"
    assert atlas("card", "new", "--kind", "IZUS", "--out", out, "--lang", "en").status == 0
    assert identity(out)["respondent"] == ""
    assert openpyxl.load_workbook(out).sheetnames[0] == "Card"


def test_all_forms_of_a_session_are_written_with_names_that_tell_them_apart(atlas, session, *, tmp_path):
    folder = tmp_path / "forms"
    assert atlas("card", "new", "--all", "--session", session, "--out", folder).status == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "2026-1_IZUS_0605053_IZUS-01.xlsx",
        "2026-1_NGO_0605053_ORG-001.xlsx",
        "2026-1_NGO_0605053_a-b-2.xlsx",
        "2026-1_NGO_0605053_a-b.xlsx",
        "2026-1_STATISTICS_0605053.xlsx",
        "2026-1_STATISTICS_0605063.xlsx",
    ]
    assert {identity(path)["respondent"] for path in folder.glob("*NGO*")} == {"ORG-001", "a/b", "a-b"}


@pytest.mark.parametrize(
    ("respondent", "gmina", "told"),
    [
        ("ORG-404", "0605053", "Respondent ORG-404 is not in the register"),
        ("ORG-001", "0605063", "Respondent ORG-001 was not invited to file a Karta NGO for gmina 0605063"),
        ("ORG-001", "9999999", "Gmina 9999999 is not in the scope of session 2026-1"),
    ],
)
def test_whoever_was_not_invited_gets_no_form(atlas, session, *, tmp_path, respondent, gmina, told):
    out = tmp_path / "card.xlsx"
    ran = atlas(
        "card", "new", "--kind", "NGO", "--out", out, "--session", session, "--respondent", respondent,
        "--gmina", gmina,
    )  # fmt: skip
    assert ran.status == 2
    assert told in ran.err
    assert not out.exists()


def test_a_form_that_may_be_filled_in_is_never_replaced(atlas, session, *, tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    filled = folder / "2026-1_STATISTICS_0605063.xlsx"
    filled.write_bytes(b"filled in")
    ran = atlas("card", "new", "--all", "--session", session, "--out", folder)
    assert (ran.status, filled.read_bytes()) == (2, b"filled in")
    assert f"{filled}: The file is there already" in ran.err
    assert list(folder.iterdir()) == [filled]


def test_a_package_that_is_not_earlier_is_no_previous_one(atlas, session, *, tmp_path):
    ran = atlas(
        "card", "new", "--all", "--session", session, "--out", tmp_path / "forms", "--previous",
        ROOT / "examples" / "pilot" / "2026-1",
    )  # fmt: skip
    assert ran.status == 2
    assert "(sequence: 2), which is not before session 2026-1 (sequence: 2)" in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "--kind is needed"),
        (("--kind", "NGO", "--gmina", "0605053"), "--gmina can be given only together with --session"),
        (("--all",), "--all can be given only together with --session"),
    ],
)
def test_options_that_do_not_fit_together_are_told(atlas, tmp_path, *, arguments, told):
    ran = atlas("card", "new", "--out", tmp_path / "card.xlsx", *arguments)
    assert ran.status == 2
    assert told in ran.err


def test_a_card_for_pen_and_paper_is_a_pdf(atlas, tmp_path):
    out = tmp_path / "card.pdf"
    assert atlas("card", "blank", "--kind", "STATISTICS", "--out", out).status == 0
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) >= 1
