"""Files are opened apart from us: one that kills or stalls its process costs a message, and the run goes on."""

from __future__ import annotations

import io
import os
import zipfile

import openpyxl
import pytest

from atlas.sheets import worker_pool
from atlas.sheets.worker_pool import read_workbooks


def saved(path, value):
    book = openpyxl.Workbook()
    book.active["A1"] = "code"
    book.active["D1"] = value
    book.save(path)
    return path


def greedy(path):
    """A small file whose one cell stands so far away that the table between would take gigabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(saved(path, 1)) as source, zipfile.ZipFile(out, "w") as new:
        for name in source.namelist():
            far = source.read(name).replace(b'r="D1"', b"r='XFD1048576'").replace(b'<row r="1"', b"<row r='1048576'")
            new.writestr(name, far if "sheet1" in name else source.read(name))
    path.write_bytes(out.getvalue())
    return path


def answers(workbooks):
    return [one.problem.code if one.problem else one.rows[0][worker_pool.POSITIONS[3]] for one in workbooks]


def test_many_files_come_back_in_their_order_from_one_worker_or_more(tmp_path):
    paths = [saved(tmp_path / f"{number}.xlsx", number) for number in range(40)]
    for workers in (1, 2):
        assert answers(read_workbooks(paths, workers=workers)) == list(range(40))


def test_a_file_that_eats_all_memory_costs_a_message_and_the_others_are_read(tmp_path):
    paths = [saved(tmp_path / "a.xlsx", 1), greedy(tmp_path / "b.xlsx"), saved(tmp_path / "c.xlsx", 3)]
    assert answers(read_workbooks(paths, workers=1)) == [1, "sheet-crashed", 3]


def test_a_file_that_never_ends_is_stopped_and_the_others_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(worker_pool, "SECONDS_A_FILE", 2)
    os.mkfifo(tmp_path / "endless.xlsx")
    paths = [tmp_path / "endless.xlsx", saved(tmp_path / "c.xlsx", 3)]
    assert answers(read_workbooks(paths, workers=1)) == ["sheet-too-slow", 3]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4"])
def test_a_file_that_is_refused_leaves_its_worker_at_work(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    bad, good = answers(read_workbooks([tmp_path / "a.xlsx", saved(tmp_path / "b.xlsx", 7)], workers=1))
    assert bad.startswith("sheet-")
    assert good == 7


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert answers(read_workbooks([tmp_path / "no.xlsx"])) == ["sheet-unreadable"]
