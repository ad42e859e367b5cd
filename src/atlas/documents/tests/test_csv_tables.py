"""CSV files for people: text stays text, numbers stay numbers, a reader gets back what was written."""

from __future__ import annotations

import csv
import io

import pytest

from atlas.documents.csv_tables import csv_table


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", [
    "=1+1", "+48 81", "-x", "@SUM(A1)", "\t=1", "\r=1", "\N{FULLWIDTH EQUALS SIGN}1", "\N{FULLWIDTH PLUS SIGN}1",
    " =1", "\n=1",
])  # fmt: skip
def test_no_text_becomes_a_formula(text):
    assert read(csv_table(["A"], [[text]]))[1] == [f"'{text}"]


def test_numbers_empty_cells_and_odd_texts_come_back():
    row = [-3, 1.5, None, 'a;"b"', "linia\nlinia", "Łąka", ""]
    assert read(csv_table(list("abcdefg"), [row]))[1] == ["-3", "1.5", "", 'a;"b"', "linia\nlinia", "Łąka", ""]


def test_the_file_says_that_it_is_utf_8():
    assert csv_table(["Uczestnik"], []) == b"\xef\xbb\xbfUczestnik\r\n"
