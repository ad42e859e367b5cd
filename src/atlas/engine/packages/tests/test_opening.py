"""What a package may come as: a folder, or a ZIP that is unpacked within limits and never outside its folder."""

from __future__ import annotations

import stat
import struct
import zipfile

import pytest

from atlas.engine.packages import opening
from atlas.engine.packages.contract import MANIFEST
from atlas.engine.packages.opening import opened
from atlas.engine.packages.tests.builder import accepted, assert_refused, written
from atlas.kernel.errors import DomainError

MEGABYTE = 1024**2


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "pkg.zip"


def zipped(archive, *entries, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(archive, "w", compression) as out:
        for name, content in entries:
            out.writestr(name, content)
    return archive


def zipped_package(archive, *more):
    folder = written(archive.parent / "pkg")
    return zipped(archive, *((path.name, path.read_bytes()) for path in sorted(folder.iterdir())), *more)


def test_a_zip_is_read_like_its_folder(archive):
    assert accepted(zipped_package(archive)).hash == accepted(archive.parent / "pkg").hash


def test_folders_of_a_zip_are_no_harm(archive):
    accepted(zipped_package(archive, ("attachments/", ""), ("attachments/readme.txt", "x")))


def test_what_lies_beside_a_zip_plays_no_part(archive):
    (archive.parent / MANIFEST).symlink_to("/etc/passwd")
    accepted(zipped_package(archive))


def test_a_missing_package_is_named(tmp_path):
    path = tmp_path / "none"
    assert_refused(path, "package-missing", file=str(path))


def test_a_path_too_long_for_any_disk_is_an_error_and_no_crash(tmp_path):
    path = tmp_path / ("a" * 5000)
    assert_refused(path, "zip-unreadable", file=str(path))


def test_a_folder_without_a_manifest_is_no_package(tmp_path):
    assert_refused(tmp_path, "package-no-manifest", file=str(tmp_path), says=MANIFEST)


def test_the_manifest_must_lie_at_the_top_of_a_zip(archive):
    assert_refused(zipped(archive, (f"pkg/{MANIFEST}", "{}")), "package-no-manifest", file=str(archive), says=MANIFEST)


@pytest.mark.parametrize("content", [b"", b"session,name\n", b"PK\x03\x04 and no more"])
def test_a_file_that_is_no_zip_is_refused(archive, content):
    archive.write_bytes(content)
    assert_refused(archive, "zip-unreadable", file=str(archive))


def test_a_zip_that_was_cut_off_is_refused(archive):
    zipped_package(archive)
    archive.write_bytes(archive.read_bytes()[:-30])
    assert_refused(archive, "zip-unreadable", file=str(archive))


def test_a_zip_with_a_damaged_file_is_refused(archive):
    zipped(archive, (MANIFEST, "{}" * 1000), compression=zipfile.ZIP_STORED)
    archive.write_bytes(archive.read_bytes().replace(b"{}{}{}", b"{}{}[]", 1))
    assert_refused(archive, "zip-unreadable", file=str(archive), says=MANIFEST)


@pytest.mark.parametrize("name", ["../evil.csv", "data/../../evil.csv", "/etc/evil.csv", "C:/evil.csv", "..\\evil.csv"])
def test_an_entry_that_leaves_the_folder_is_refused_and_nothing_is_written(archive, name):
    zipped_package(archive, (name, "x"))
    assert_refused(archive, "path-leaves-package", file=str(archive), says=name)
    assert not list(archive.parent.glob("**/evil.csv"))


def test_a_link_in_a_zip_is_refused(archive):
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    zipped_package(archive, (link, "/etc/passwd"))
    assert_refused(archive, "path-leaves-package", file=str(archive), says="link.csv")


def test_an_encrypted_file_is_refused(archive):
    zipped(archive, (MANIFEST, "{}"), compression=zipfile.ZIP_STORED)
    content = bytearray(archive.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[6] |= 1  # the flags in the file's own header, then in the directory
    content[directory + 8] |= 1
    archive.write_bytes(content)
    assert_refused(archive, "zip-encrypted", file=str(archive), says=MANIFEST)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["scope.csv", "./scope.csv"])
def test_a_name_that_stands_twice_is_refused(archive, name):
    zipped_package(archive, (name, "x"))
    assert_refused(archive, "zip-name-twice", file=str(archive), says=name)


def test_a_file_that_is_also_a_folder_is_refused(archive):
    zipped_package(archive, ("scope.csv/more.csv", "x"))
    assert_refused(archive, "zip-unreadable", file=str(archive))


def test_more_files_than_any_package_has_are_refused(archive):
    zipped(archive, *((f"{number}.csv", "") for number in range(opening.MOST_FILES + 1)))
    assert_refused(archive, "zip-too-many-files", file=str(archive), says=str(opening.MOST_FILES + 1))


def bomb(archive):
    return zipped(archive, (MANIFEST, "{}"), ("a.csv", b"0" * 2 * MEGABYTE), ("b.csv", b"0" * 2 * MEGABYTE))


def test_a_bomb_is_refused_before_it_fills_the_disk(archive, tmp_path):
    scratch = tmp_path / "scratch"
    with pytest.raises(DomainError) as caught:
        opened(bomb(archive), scratch, most_bytes=3 * MEGABYTE)
    assert (caught.value.code, caught.value.facts) == ("zip-too-large", {"most_mb": 3})
    assert sum(path.stat().st_size for path in scratch.iterdir()) <= 3 * MEGABYTE


def test_a_zip_just_within_the_limit_is_unpacked(archive, tmp_path):
    folder = opened(bomb(archive), tmp_path / "scratch", most_bytes=4 * MEGABYTE + 2)
    assert (folder / "b.csv").stat().st_size == 2 * MEGABYTE


def test_a_zip_that_lies_about_its_sizes_is_refused_within_the_limit(archive, tmp_path):
    bomb(archive)
    honest, lie = struct.pack("<L", 2 * MEGABYTE), struct.pack("<L", 10)
    archive.write_bytes(archive.read_bytes().replace(honest, lie))
    scratch = tmp_path / "scratch"
    with pytest.raises(DomainError) as caught:
        opened(archive, scratch, most_bytes=3 * MEGABYTE)
    assert caught.value.code == "zip-unreadable"
    assert sum(path.stat().st_size for path in scratch.iterdir()) < MEGABYTE
