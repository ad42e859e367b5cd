"""`atlas compute`: six files from good packages, the same bytes each time; from bad ones a message and nothing else."""

from __future__ import annotations

import csv
import shutil
from datetime import date

import pyarrow.parquet as pq
import pytest

from atlas.cli.main import main
from atlas.engine.output import TABLES
from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.tests.builder import good_rows, spoiled, with_cell, written
from atlas.engine.packages.writing import write_package

FILES = [f"{name}.{kind}" for name in TABLES for kind in ("csv", "parquet")]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def two_sessions(tmp_path):
    return [written(tmp_path / f"session-{number}", good_rows(sequence=number)) for number in (1, 2)]


@pytest.fixture(scope="module")
def pilot_out(pilot, tmp_path_factory):
    """What the pilot gives, computed once."""
    out = tmp_path_factory.mktemp("pilot") / "out"
    with pytest.raises(SystemExit):
        main(["compute", *map(str, pilot), "--out", str(out)])
    return out


def test_the_pilot_gives_six_files_and_their_paths(*, atlas, pilot, out):
    ran = atlas("compute", *pilot, "--out", out)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [str(out / name) for name in FILES]
    assert sorted(contents(out)) == sorted(FILES)


def test_two_runs_give_the_same_bytes_in_whatever_order_the_packages_come(*, atlas, pilot, pilot_out, out):
    atlas("compute", *reversed(pilot), "--out", out)
    assert contents(out) == contents(pilot_out)


def test_csv_and_parquet_hold_the_same(*, atlas, two_sessions, out):
    atlas("compute", *two_sessions, "--out", out)
    for name in TABLES:
        texts, table = rows_of(out / f"{name}.csv"), pq.read_table(out / f"{name}.parquet")
        assert list(texts[0]) == table.column_names
        values = [
            [kind(one[column]) if one[column] else None for one in texts]
            for column, kind in ((field.name, str if field.type == "string" else float) for field in table.schema)
        ]
        blank = [[value if value != "" else None for value in column.to_pylist()] for column in table.columns]
        assert values == blank


def test_tables_are_utf8_without_bom_and_end_lines_with_lf(*, atlas, two_sessions, out):
    atlas("compute", *two_sessions, "--out", out)
    content = (out / "indicators.csv").read_bytes()
    assert content.startswith(b"session,indicator,breakdown,level,territory,value,")
    assert b"\r" not in content
    assert content.endswith(b"\n")


def as_parquet(package, folder):
    """Write a package anew as Parquet from what its reader found."""
    with read_packages([package]) as [one]:
        tables = {name: pq.read_table(path).to_pylist() for name, path in one.tables.items()}
        write_package(tables, folder, definitions=one.definitions, format="parquet")
    return folder


def as_zip(package, folder):
    return shutil.make_archive(str(folder), "zip", package)


@pytest.mark.parametrize("copied", [as_zip, as_parquet])
def test_a_zip_and_a_parquet_copy_give_the_figures_of_the_folder(*, atlas, pilot, pilot_out, tmp_path, out, copied):
    copies = [copied(package, tmp_path / package.name) for package in pilot]
    assert atlas("compute", *copies, "--out", out).status == 0
    assert contents(out) == contents(pilot_out)


def test_a_second_session_is_compared_with_its_baseline(*, atlas, two_sessions, out):
    atlas("compute", *two_sessions, "--out", out)
    later = [one for one in rows_of(out / "indicators.csv") if one["session"] == "2026-1"]
    assert {one["baseline_session"] for one in later} >= {"2025-1"}
    assert any(one["change"] for one in later)


def test_a_gap_in_the_sequence_is_refused_and_nothing_written(*, atlas, tmp_path, out):
    packages = [written(tmp_path / f"s{number}", good_rows(sequence=number)) for number in (1, 3)]
    ran = atlas("compute", *packages, "--out", out)
    assert ran.status == 2
    assert "1, 3" in ran.err
    assert "--partial" in ran.err
    assert not out.exists()


def test_with_partial_a_gap_is_no_harm_but_there_is_no_baseline_change_or_panel(*, atlas, tmp_path, out):
    packages = [written(tmp_path / f"s{number}", good_rows(sequence=number)) for number in (1, 3)]
    assert atlas("compute", *packages, "--partial", "--out", out).status == 0
    rows = rows_of(out / "indicators.csv")
    assert {one["session"] for one in rows} == {"2025-1", "2027-1"}
    for column in rows[0]:
        if column.startswith(("baseline_", "panel_")) or column in {"change", "relative_change"}:
            assert {one[column] for one in rows} == {""}
    assert any(one["value"] for one in rows)


def test_two_revisions_of_one_session_are_refused(*, atlas, tmp_path, out):
    revised = good_rows()
    revised["session"][0]["revision"] = 2
    ran = atlas("compute", written(tmp_path / "first"), written(tmp_path / "second", revised), "--out", out)
    assert ran.status == 2
    assert all(word in ran.err for word in ("2025-1", str(tmp_path / "first"), str(tmp_path / "second")))
    assert not out.exists()


def test_two_sessions_with_one_sequence_number_are_refused(*, atlas, tmp_path, out):
    packages = [written(tmp_path / code, good_rows(code=code)) for code in ("a", "b")]
    assert atlas("compute", *packages, "--partial", "--out", out).status == 2


def test_bad_input_is_named_and_leaves_results_as_they_were(*, atlas, two_sessions, tmp_path, out):
    atlas("compute", *two_sessions, "--out", out)
    before = contents(out)
    bad = with_cell(tmp_path / "bad", "cards_ngo", row=3, column="users_total", value="1e5")
    ran = atlas("compute", bad, "--out", out)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "bad/cards_ngo.csv, row 3, column users_total: "
        "1e5 is not a whole number (0, 1, 2, …; no spaces, signs or leading zeros).\n"
    )
    assert contents(out) == before


def test_the_reader_is_addressed_in_polish_unless_english_is_asked_for(*, atlas, tmp_path, monkeypatch, out):
    bad = with_cell(tmp_path / "bad", "cards_ngo", row=3, column="users_total", value="1e5")
    monkeypatch.delenv("ATLAS_LANG")
    ran = atlas("compute", bad, "--out", out)
    assert ran.err.startswith("bad/cards_ngo.csv, wiersz 3, kolumna users_total: 1e5")


def test_of_many_mistakes_100_are_listed_and_the_rest_counted(*, atlas, tmp_path, out):
    header = b"respondent,name,legal_form,seat_gmina\n"
    lines = b"".join(f"ORG-{number},Most,,x\n".encode() for number in range(250))
    ran = atlas(
        "compute", spoiled(tmp_path / "bad", "organisations.csv", change=lambda _: header + lines), "--out", out
    )
    listed = ran.err.splitlines()
    assert (ran.status, len(listed)) == (2, 102)
    assert listed[-2] == "… and 150 more. Mend these first and run it again."
    assert listed[-1] == "Found: 250. Nothing was computed and nothing was written."
    assert not out.exists()


def test_what_a_file_holds_cannot_write_to_the_terminal(*, atlas, tmp_path, out):
    bad = with_cell(tmp_path / "bad", "organisations", row=2, column="seat_gmina", value="\x1b[2Jx\ny")
    ran = atlas("compute", bad, "--out", out)
    assert "\\x1b[2Jx\\ny" in ran.err
    assert "\x1b" not in ran.err
    assert len(ran.err.splitlines()) == 1


def test_an_unknown_engine_is_named_with_the_known_ones(*, atlas, two_sessions, monkeypatch, out):
    monkeypatch.setenv("ATLAS_ENGINE", "abacus")
    ran = atlas("compute", *two_sessions, "--out", out)
    assert ran.status == 2
    assert "abacus" in ran.err
    assert "duckdb" in ran.err
    assert not out.exists()


@pytest.mark.parametrize("missing", ["packages", "out"])
def test_a_missing_argument_is_a_usage_error(atlas, two_sessions, *, missing, out):
    arguments = ["--out", out] if missing == "packages" else two_sessions
    assert atlas("compute", *arguments).status == 2


def test_a_file_in_the_place_of_the_folder_is_refused(*, atlas, two_sessions, out):
    out.write_text("mine", encoding="utf-8")
    assert atlas("compute", *two_sessions, "--out", out).status == 2
    assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("within", ["results", "deep/results"])
def test_a_place_that_cannot_be_written_to_is_named(*, atlas, two_sessions, tmp_path, within):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    out = tmp_path / "file" / within
    ran = atlas("compute", *two_sessions, "--out", out)
    assert ran.status == 2
    assert ran.err.startswith(f"{out}: Cannot write here: ")


def test_a_renumbered_gmina_and_a_merged_one_are_told_of(*, atlas, tmp_path, out):
    rows = good_rows(sequence=2)
    rows["territory_changes"] = [
        {"old": "060502", "new": "060505", "from_on": date(2025, 1, 1)},
        {"old": "060507", "new": "060506", "from_on": date(2025, 1, 1)},
        {"old": "060508", "new": "060506", "from_on": date(2025, 1, 1)},
    ]
    first = good_rows()
    renamed = {"0605053": "0605023", "0605063": "0605073"}
    for table in first.values():
        for row in table:
            row.update({key: renamed[value] for key, value in row.items() if value in renamed})
    packages = [written(tmp_path / "s1", first), written(tmp_path / "s2", rows)]
    ran = atlas("compute", *packages, "--out", out)
    assert ran.status == 0
    assert ran.err.splitlines() == [
        "Session 2: gmina 060502 is now 060505 and is followed.",
        "Session 2: 060507 and 060506 were merged or divided; a new baseline starts.",
        "Session 2: 060508 and 060506 were merged or divided; a new baseline starts.",
    ]
