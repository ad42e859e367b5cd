"""Files that belong together appear together or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from atlas.kernel.errors import DomainError
from atlas.kernel.writing import written_together


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out"


def write(folder, **files):
    with written_together(folder) as scratch:
        for name, content in files.items():
            (scratch / name).write_text(content, encoding="utf-8")


def fail_within(folder, error):
    with written_together(folder) as scratch:
        (scratch / "pairs").write_text("half", encoding="utf-8")
        raise error


def contents(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_a_folder_is_made_with_those_above_it(tmp_path):
    write(tmp_path / "a" / "b", pairs="1")
    assert contents(tmp_path / "a" / "b") == {"pairs": "1"}


def test_files_of_the_same_name_are_replaced_and_others_kept(folder):
    write(folder, pairs="old", notes="kept")
    write(folder, pairs="new")
    assert contents(folder) == {"pairs": "new", "notes": "kept"}


def test_nothing_else_is_left_behind(folder):
    write(folder, pairs="1")
    write(folder, pairs="2")
    assert [path.name for path in folder.parent.iterdir()] == ["out"]
    assert list(contents(folder)) == ["pairs"]


@pytest.mark.parametrize("error", [RuntimeError("oops"), KeyboardInterrupt(), DomainError("sum-too-large", reason="")])
def test_where_the_work_fails_an_existing_folder_stays_as_it_was(folder, error):
    write(folder, pairs="old")
    with pytest.raises(type(error)):
        fail_within(folder, error)
    assert contents(folder) == {"pairs": "old"}
    assert [path.name for path in folder.parent.iterdir()] == ["out"]


def test_where_the_work_fails_no_folder_is_made(folder):
    with pytest.raises(RuntimeError):
        fail_within(folder, RuntimeError())
    assert list(folder.parent.iterdir()) == []


def test_a_full_disk_is_told_of_and_nothing_changes(folder):
    write(folder, pairs="old")
    with pytest.raises(DomainError) as caught:
        fail_within(folder, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert (caught.value.code, caught.value.place.file) == ("cannot-write", str(folder))
    assert caught.value.facts == {"reason": "No space left on device"}
    assert contents(folder) == {"pairs": "old"}


def test_a_folder_in_the_way_of_a_file_is_found_before_anything_is_replaced(folder):
    write(folder, disclosure="old")
    (folder / "pairs").mkdir()
    with pytest.raises(DomainError) as caught:
        write(folder, disclosure="new", pairs="new")
    assert caught.value.code == "cannot-write"
    assert (folder / "disclosure").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("place", ["file", "file/out", "file/deep/out"])
def test_a_place_that_cannot_be_a_folder_is_named(tmp_path, place):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(DomainError) as caught:
        write(tmp_path / place, pairs="1")
    assert caught.value.code == "cannot-write"
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(folder):
    folder.mkdir(mode=0o500)
    with pytest.raises(DomainError) as caught:
        write(folder, pairs="1")
    assert caught.value.code == "cannot-write"


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no second disk here")  # noqa: S108
def test_a_folder_on_another_disk_than_the_one_above_it_can_be_written_to(folder, tmp_path_factory):
    mounted = Path("/dev/shm") / tmp_path_factory.mktemp("mounted").name  # noqa: S108
    mounted.mkdir()
    folder.symlink_to(mounted)
    try:
        write(folder, pairs="1")
        assert contents(mounted) == {"pairs": "1"}
    finally:
        (mounted / "pairs").unlink(missing_ok=True)
        mounted.rmdir()
