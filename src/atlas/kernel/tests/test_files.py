"""Hashing, writing together, and the territory table there and back."""

from __future__ import annotations

import hashlib

import pytest

from atlas.kernel.errors import DomainError
from atlas.kernel.hashing import PREFIX, sha256_of_file
from atlas.kernel.terc import Territory, read_terc
from atlas.kernel.territories import read_territory_names, write_territories
from atlas.kernel.writing import written_together

HEADER = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n"
TERC = (
    "\ufeff" + HEADER + "06;;;;LUBELSKIE;województwo;2024-01-01\n"
    "06;05;;;janowski;powiat;2024-01-01\n"
    "06;05;05;3;Janów Lubelski;gmina miejsko-wiejska;2024-01-01\n"
    "06;05;05;4;Janów Lubelski;miasto;2024-01-01\n"
    "06;05;05;5;Janów Lubelski;obszar wiejski;2024-01-01\n"
)


def refusal(call, *arguments):
    with pytest.raises(DomainError) as caught:
        call(*arguments)
    return caught.value


def test_a_file_has_the_sha_256_of_its_bytes(tmp_path):
    path = tmp_path / "żółw.bin"
    path.write_bytes(bytes(range(256)) * 5000)
    assert sha256_of_file(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert PREFIX == "sha256:"


def test_an_empty_file_has_the_well_known_hash(tmp_path):
    (tmp_path / "empty").touch()
    assert sha256_of_file(tmp_path / "empty").startswith("e3b0c44298fc1c149afbf4c8996fb924")


def test_terc_gives_voivodeships_powiats_and_gminas_without_their_parts(tmp_path):
    (tmp_path / "terc.csv").write_text(TERC, encoding="utf-8")
    assert read_terc(tmp_path / "terc.csv") == [
        Territory("06", "voivodeship", "lubelskie", "województwo", "2024-01-01"),
        Territory("0605", "powiat", "janowski", "powiat", "2024-01-01"),
        Territory("0605053", "gmina", "Janów Lubelski", "gmina miejsko-wiejska", "2024-01-01"),
    ]


def test_a_terc_file_without_a_column_is_refused_by_its_name(tmp_path):
    (tmp_path / "terc.csv").write_text(HEADER.replace(";RODZ", ""), encoding="utf-8")
    error = refusal(read_terc, tmp_path / "terc.csv")
    assert (error.code, error.place.row, error.facts["missing"]) == ("terc-columns", 1, "RODZ")


@pytest.mark.parametrize("row", ["06;05\n", "06;05;05;3;A;b;2024-01-01;more\n"])
def test_a_terc_row_of_the_wrong_length_is_refused_with_its_number(tmp_path, row):
    (tmp_path / "terc.csv").write_text(TERC + row, encoding="utf-8")
    error = refusal(read_terc, tmp_path / "terc.csv")
    assert (error.code, error.place.row) == ("terc-row", 7)


def test_what_is_no_text_is_no_terc_file(tmp_path):
    (tmp_path / "terc.csv").write_bytes(b"\xff\xfe\x00")
    assert refusal(read_terc, tmp_path / "terc.csv").code == "terc-unreadable"
    assert refusal(read_terc, tmp_path / "nowhere.csv").code == "terc-unreadable"


def test_territories_are_written_sorted_and_their_names_read_back(tmp_path):
    territories = [
        Territory("0605053", "gmina", "Janów Lubelski, „miasto”", "gmina miejsko-wiejska", "2024-01-01"),
        Territory("06", "voivodeship", "lubelskie", "województwo", "2024-01-01"),
    ]
    path = tmp_path / "out" / "territories.csv"
    write_territories(territories, path)
    first = path.read_bytes()
    assert read_territory_names(path) == {"06": "lubelskie", "0605053": "Janów Lubelski, „miasto”"}
    assert first.decode().splitlines()[:2] == [
        "code,level,name,kind,as_of",
        "06,voivodeship,lubelskie,województwo,2024-01-01",
    ]
    write_territories(reversed(territories), path)
    assert path.read_bytes() == first


@pytest.mark.parametrize("content", [b"\xff\xff", b"kod,nazwa\n06,lubelskie\n", b'code,name\n"06,lubelskie\n'])
def test_something_else_is_no_territory_table(tmp_path, content):
    (tmp_path / "t.csv").write_bytes(content)
    assert refusal(read_territory_names, tmp_path / "t.csv").code == "territories-unreadable"


def test_files_written_together_replace_their_namesakes_and_spare_the_rest(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "old.txt").write_text("old")
    (folder / "same.txt").write_text("old")
    with written_together(folder) as scratch:
        (scratch / "same.txt").write_text("new")
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"old.txt": "old", "same.txt": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failed_write_changes_nothing_and_leaves_nothing_behind(tmp_path):
    def write_half():
        with written_together(tmp_path / "out") as scratch:
            (scratch / "half.txt").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_the_error_names_the_folder(tmp_path):
    (tmp_path / "file").touch()

    def write():
        with written_together(tmp_path / "file" / "out"):
            pass

    error = refusal(write)
    assert (error.code, error.place.file) == ("cannot-write", str(tmp_path / "file" / "out"))
