"""What `datapackage.json` may say: resources, paths, hashes, formats, schemas."""

from __future__ import annotations

import pytest

from atlas.engine.packages.contract import MANIFEST
from atlas.engine.packages.tests.builder import (
    accepted,
    assert_refused,
    changed_manifest,
    entry,
    good_rows,
    lines,
    refusal,
    sealed,
    spoiled,
    with_manifest,
    written,
)
from atlas.kernel.hashing import sha256_of_file

REQUIRED = (
    "session", "scope", "invitations", "organisations", "institutions", "cards_ngo", "cards_izus", "services",
    "territory_statistics",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pkg"


def without(manifest, name):
    manifest["resources"] = [one for one in manifest["resources"] if one["name"] != name]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_good_package_is_accepted_and_says_which_session_it_is(folder, kind):
    package = accepted(written(folder, format=kind))
    assert (package.session.code, package.session.sequence, package.session.revision) == ("2025-1", 1, 1)
    assert set(package.tables) == set(REQUIRED)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_required_resource_is_named(folder, name):
    path = with_manifest(folder, lambda manifest: without(manifest, name))
    assert_refused(path, "resource-missing", file=f"pkg/{MANIFEST}", says=name)


@pytest.mark.parametrize(
    ("table", "column"),
    [("session", "sequence"), ("scope", "powiat"), ("cards_ngo", "users_total"), ("services", "cost_pln")],
)
def test_a_missing_column_is_named(folder, *, table, column):
    def drop(content):
        rows = [line.split(b",") for line in content.splitlines()]
        place = rows[0].index(column.encode())
        return b"\n".join(b",".join(row[:place] + row[place + 1 :]) for row in rows) + b"\n"

    rows = good_rows()
    rows["session"][0]["name"] = "Sesja"  # the line is split at commas
    path = written(folder, rows) / f"{table}.csv"
    path.write_bytes(drop(path.read_bytes()))
    assert_refused(sealed(folder), "column-missing", file=f"pkg/{table}.csv", column=column, says=table)


def test_columns_of_named_kinds_may_be_left_out(folder):
    # what the builder writes: rows that say nothing of kinds have no such columns
    assert "facilities_kinds" not in (written(folder) / "cards_ngo.csv").read_text(encoding="utf-8").splitlines()[0]
    accepted(folder)


def test_an_unknown_column_is_ignored_in_computing_and_kept_in_the_file(folder):
    def add(content):
        first, *rest = content.splitlines()
        return b"\n".join([b"remark," + first, *(b"x," + line for line in rest)]) + b"\n"

    accepted(spoiled(folder, "cards_izus.csv", change=add))
    assert (folder / "cards_izus.csv").read_bytes().startswith(b"remark,")


def test_an_unknown_resource_is_ignored_even_if_its_file_is_missing(folder):
    strange = {"name": "photos", "path": "../photos.csv", "format": "csv", "hash": "md5:0"}
    accepted(with_manifest(folder, lambda manifest: manifest["resources"].append(strange)))


def test_a_file_changed_after_sealing_is_found_by_its_hash(folder):
    path = written(folder) / "scope.csv"
    sealed_hash = sha256_of_file(path)
    path.write_bytes(path.read_bytes() + b"\n")
    assert_refused(folder, "hash-differs", file="pkg/scope.csv", says=sealed_hash)


@pytest.mark.parametrize("hashed", ["", "md5:0123", "0" * 64])
def test_a_hash_must_say_that_it_is_sha256(folder, hashed):
    path = with_manifest(folder, lambda manifest: entry(manifest, "scope").update(hash=hashed))
    assert_refused(path, "hash-form", file="pkg/scope.csv", says=hashed)


def test_a_file_that_is_not_there_is_named(folder):
    path = with_manifest(folder, lambda manifest: entry(manifest, "services").update(path="gone.csv"))
    assert_refused(path, "file-missing", file="pkg/gone.csv", says="services")


def test_an_unknown_format_is_refused(folder):
    path = with_manifest(folder, lambda manifest: entry(manifest, "scope").update(format="xlsx"))
    assert_refused(path, "format-unknown", file="pkg/scope.csv", says="xlsx")


@pytest.mark.parametrize(
    "named",
    ["../pkg/scope.csv", "sub/../../scope.csv", "/etc/passwd", "C:/scope.csv", "..\\scope.csv", "", ".", "a\0b"],
)
def test_a_path_that_leaves_the_package_is_refused(folder, named):
    path = with_manifest(folder, lambda manifest: entry(manifest, "scope").update(path=named))
    assert_refused(path, "path-leaves-package", file=f"pkg/{MANIFEST}", says=named)


def test_a_link_out_of_the_package_is_refused(folder):
    path = with_manifest(folder, lambda manifest: entry(manifest, "scope").update(path="link.csv"))
    outside = folder.parent / "outside.csv"
    (folder / "scope.csv").rename(outside)
    (folder / "link.csv").symlink_to(outside)
    assert_refused(path, "path-leaves-package", file=f"pkg/{MANIFEST}", says="link.csv")


def test_links_in_a_circle_are_refused(folder):
    path = with_manifest(folder, lambda manifest: entry(manifest, "scope").update(path="loop.csv"))
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    assert_refused(path, "path-leaves-package", file=f"pkg/{MANIFEST}", says="loop.csv")


def test_characters_that_no_file_name_can_have_are_refused(folder):
    path = with_manifest(folder, lambda manifest: entry(manifest, "scope").update(path="\ud800.csv"))
    assert_refused(path, "path-leaves-package", file=f"pkg/{MANIFEST}")


def test_a_name_too_long_for_any_disk_is_an_error_and_no_crash(folder):
    path = with_manifest(folder, lambda manifest: entry(manifest, "scope").update(path="a" * 5000))
    assert_refused(path, "zip-unreadable", file=str(path), says="too long")


def test_files_may_lie_in_a_folder_of_the_package(folder):
    path = with_manifest(folder, lambda manifest: entry(manifest, "scope").update(path="data/scope.csv"))
    (folder / "data").mkdir()
    (folder / "scope.csv").rename(folder / "data" / "scope.csv")
    accepted(path)


def test_several_wrong_files_are_all_named(folder):
    def change(manifest):
        entry(manifest, "scope").update(path="../scope.csv")
        entry(manifest, "services").update(hash="sha256:0")
        entry(manifest, "cards_ngo").update(format="ods")

    codes = {one.code for one in refusal(with_manifest(folder, change)).problems}
    assert codes == {"path-leaves-package", "hash-differs", "format-unknown"}


@pytest.mark.parametrize(
    ("text", "row"),
    [('{\n "resources": [\n  {,}\n ]\n}', 3), ("", 1), ('{"a": "\udcff"}', None), ("[" * 100_000, None),
     ('{"a": %s}' % ("1" * 5000), None)],
    ids=["broken", "empty", "not-utf8", "deep", "long-number"],
)  # fmt: skip
def test_a_manifest_that_is_no_json_is_named_with_its_line(folder, *, text, row):
    (written(folder) / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert_refused(folder, "manifest-not-json", file=f"pkg/{MANIFEST}", row=row)


@pytest.mark.parametrize("key", ["name", "path", "format", "hash"])
def test_a_resource_without_a_key_is_named(folder, key):
    path = with_manifest(folder, lambda manifest: manifest["resources"][0].pop(key))
    assert_refused(path, "manifest-invalid", file=f"pkg/{MANIFEST}", says=f"resources.0.{key}")


@pytest.mark.parametrize("text", ["[]", "{}", '{"resources": 1}'])
def test_a_manifest_of_another_shape_is_refused(folder, text):
    (written(folder) / MANIFEST).write_text(text, encoding="utf-8")
    assert_refused(folder, "manifest-invalid", file=f"pkg/{MANIFEST}")
    assert ": :" not in lines(refusal(folder).problems[0])[1]


def test_a_resource_that_stands_twice_is_refused(folder):
    path = with_manifest(folder, lambda manifest: manifest["resources"].append(entry(manifest, "scope")))
    assert_refused(path, "manifest-name-twice", file=f"pkg/{MANIFEST}", says="scope")


def test_a_schema_that_declares_other_columns_is_refused(folder):
    path = with_manifest(folder, lambda manifest: entry(manifest, "scope")["schema"]["fields"].pop())
    assert_refused(path, "schema-differs", file="pkg/scope.csv", says="gmina, name, powiat, voivodeship")


def test_a_schema_may_declare_a_quoted_column_name_with_a_comma(folder):
    def add(content):
        first, *rest = content.splitlines()
        return b"\n".join([first + b',"remark, free"', *(line + b"," for line in rest)]) + b"\n"

    spoiled(folder, "institutions.csv", change=add)
    names = ["respondent", "name", "institution_type", "seat_gmina", "remark, free"]

    def declare(manifest):
        entry(manifest, "institutions")["schema"] = {"fields": [{"name": name} for name in names]}

    accepted(changed_manifest(folder, declare))
