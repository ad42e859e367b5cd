import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from atlas.documents.workbooks import new_workbook


def written(draw, *, dated=date(2026, 4, 30)):
    out = io.BytesIO()
    with new_workbook(out, title="Próba", dated=dated) as book:
        draw(book.add_worksheet("Arkusz"))
    return out.getvalue()


@pytest.mark.parametrize(
    "text", ["=1+1", "+48 81", "-5", "@SUM(A1)", "\t=1", "\uff1d1+1", "https://example.org", "0605053", "{=1}"]
)
def test_text_stays_text(text):
    book = openpyxl.load_workbook(io.BytesIO(written(lambda sheet: sheet.write(0, 0, text))))
    cell = book["Arkusz"]["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_the_same_input_gives_the_same_bytes():
    def draw(sheet):
        sheet.write_number(0, 0, 12)

    assert written(draw) == written(draw)


def test_the_day_in_the_file_is_the_one_given():
    book = openpyxl.load_workbook(io.BytesIO(written(lambda sheet: sheet.write(0, 0, 1))))
    assert book.properties.created == datetime(2026, 4, 30)  # noqa: DTZ001 - the file's day has no zone
    assert book.properties.title == "Próba"


def test_a_block_that_fails_leaves_no_file():
    out = io.BytesIO()
    with pytest.raises(ZeroDivisionError), new_workbook(out, title="Próba") as book:
        book.add_worksheet().write_number(0, 0, 1 / 0)
    assert not zipfile.is_zipfile(out)
