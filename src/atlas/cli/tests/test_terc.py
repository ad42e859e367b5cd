"""`atlas terc`: the official TERC file into the territory table that commands read names from."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from atlas.cli.options import territories_path, territory_names
from atlas.cli.tests.conftest import ROOT
from atlas.kernel.errors import DomainError

HEADER = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA"
SMALL = f"""{HEADER}
06;;;;LUBELSKIE;województwo;2024-01-01
06;05;;;janowski;powiat;2024-01-01
06;05;05;3;Janów Lubelski;gmina miejsko-wiejska;2024-01-01
06;05;05;4;Janów Lubelski;miasto;2024-01-01
06;05;05;5;Janów Lubelski;obszar wiejski;2024-01-01
06;05;02;2;Chrzanów;gmina wiejska;2024-01-01
14;;;;MAZOWIECKIE;województwo;2024-01-01
14;65;;;Warszawa;miasto stołeczne, na prawach powiatu;2024-01-01
14;65;01;1;Warszawa;gmina miejska, miasto stołeczne;2024-01-01
14;65;02;8;Bemowo;dzielnica;2024-01-01
10;61;02;9;Łódź-Bałuty;delegatura;2024-01-01
"""


@pytest.fixture
def out(tmp_path):
    return tmp_path / "territories.csv"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "TERC.csv"
    path.write_text(SMALL, encoding="utf-8-sig")
    return path


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row for row in csv.DictReader(stream)}


def official():
    folder = Path(os.environ.get("ATLAS_TEST_DATA", ROOT.parent / "shared" / "data"))
    found = sorted(folder.glob("TERC_Urzedowy_2024-01-01.csv"))
    return found[0] if found else None


@pytest.mark.skipif(official() is None, reason="the official TERC file is not in ATLAS_TEST_DATA")
def test_the_official_file_has_16_voivodeships_380_powiats_and_2477_gminas(atlas, out):
    ran = atlas("terc", official(), "--out", out)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"Voivodeships: 16, powiats: 380, gminas: 2477.\nWritten: {out}\n"
    rows = rows_of(out)
    assert len(rows) == 16 + 380 + 2477
    names = {code: rows[code]["name"] for code in ("06", "0605", "0605053", "1465011", "28", "2466011")}
    assert names == {
        "06": "lubelskie", "0605": "janowski", "0605053": "Janów Lubelski", "1465011": "Warszawa",
        "28": "warmińsko-mazurskie", "2466011": "Gliwice",
    }  # fmt: skip


def test_parts_of_gminas_districts_and_delegations_are_left_aside(atlas, file, *, out):
    assert atlas("terc", file, "--out", out).out.startswith("Voivodeships: 2, powiats: 2, gminas: 3.")
    assert list(rows_of(out)) == ["06", "0605", "0605022", "0605053", "14", "1465", "1465011"]


def test_the_table_keeps_level_kind_and_day(atlas, file, *, out):
    atlas("terc", file, "--out", out)
    assert rows_of(out)["0605053"] == {
        "code": "0605053", "level": "gmina", "name": "Janów Lubelski", "kind": "gmina miejsko-wiejska",
        "as_of": "2024-01-01",
    }  # fmt: skip


def test_commands_find_the_table_where_it_was_put(*, atlas, file, out, monkeypatch):
    monkeypatch.setenv("ATLAS_TERRITORIES", str(out))
    assert territories_path() == out
    assert territory_names() == {}
    assert atlas("terc", file).status == 0
    assert territory_names()["0605"] == "janowski"


def test_without_a_setting_the_table_lies_in_the_users_data(monkeypatch, tmp_path):
    monkeypatch.delenv("ATLAS_TERRITORIES", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert territories_path() == tmp_path / "atlas-mp" / "territories.csv"


def test_a_territory_table_that_is_none_is_refused(monkeypatch, file):
    monkeypatch.setenv("ATLAS_TERRITORIES", str(file))
    with pytest.raises(DomainError) as caught:
        territory_names()
    assert caught.value.code == "territories-unreadable"


@pytest.mark.parametrize(
    ("content", "row", "said"),
    [
        (b"", 1, "The header lacks WOJ"),
        (b"kod;nazwa\n06;lubelskie\n", 1, "The header lacks WOJ"),
        (SMALL.replace("STAN_NA", "STAN", 1).encode(), 1, "The header lacks STAN_NA"),
        (SMALL.replace(";", ",").encode(), 1, "The header lacks"),
        (f"{HEADER}\n06;;;;LUBELSKIE;województwo;2024-01-01\n06;05;;\n".encode(), 3, "does not have the seven"),
        (f"{HEADER}\n06;;;;LUBELSKIE;województwo;2024-01-01;x\n".encode(), 2, "does not have the seven"),
        (SMALL.encode("cp1250"), None, "Not a readable TERC file"),
    ],
    ids=["empty", "other-table", "column", "commas", "short", "long", "encoding"],
)
def test_a_file_that_is_no_terc_is_refused_and_nothing_written(*, atlas, file, out, content, row, said):
    file.write_bytes(content)
    ran = atlas("terc", file, "--out", out)
    assert ran.status == 2
    assert ran.err.startswith(f"{file}, row {row}: " if row else f"{file}: ")
    assert said in ran.err
    assert not out.exists()


def test_a_missing_file_is_named(atlas, tmp_path, *, out):
    ran = atlas("terc", tmp_path / "none.csv", "--out", out)
    assert ran.status == 2
    assert str(tmp_path / "none.csv") in ran.err
    assert not out.exists()


def test_a_place_that_cannot_be_written_to_is_named(atlas, file):
    ran = atlas("terc", file, "--out", file / "territories.csv")
    assert ran.status == 2
    assert "Cannot write here" in ran.err
