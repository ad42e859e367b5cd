"""The TERC file: codes are digits, and rows are named as an editor counts them."""

from __future__ import annotations

import pytest

from atlas.kernel.errors import DomainError
from atlas.kernel.terc import read_terc

HEAD = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n"


@pytest.fixture
def terc(tmp_path):
    def write(text):
        path = tmp_path / "terc.csv"
        path.write_text(HEAD + text, encoding="utf-8-sig")
        return path

    return write


def test_a_blank_line_is_no_unit(terc):
    assert [one.code for one in read_terc(terc("06;;;;LUBELSKIE;województwo;2024-01-01\n\n"))] == ["06"]


@pytest.mark.parametrize(
    "row",
    [
        "0x;;;;X;województwo;2024-01-01",
        "06;5;;;X;powiat;2024-01-01",
        "06;05;05;;X;gmina;2024-01-01",
        "٠٦;;;;X;województwo;2024-01-01",
    ],
)
def test_a_code_that_is_no_teryt_code_is_refused_with_its_line(terc, row):
    with pytest.raises(DomainError) as refused:
        read_terc(terc(f"06;;;;LUBELSKIE;województwo;2024-01-01\n\n{row}\n"))
    assert (refused.value.code, refused.value.place.row) == ("terc-code", 4)


def test_a_short_row_after_a_blank_line_is_named_by_its_line(terc):
    with pytest.raises(DomainError) as refused:
        read_terc(terc("\n\n06;05\n"))
    assert (refused.value.code, refused.value.place.row) == ("terc-row", 4)
