"""`atlas verify`: is this package whole, and what is its hash?"""

from __future__ import annotations

import hashlib
import shutil

import pytest

from atlas.engine.packages.contract import MANIFEST
from atlas.engine.packages.tests.builder import written


def test_a_good_package_is_told_with_its_session_and_hash(atlas, pilot):
    ran = atlas("verify", pilot[0])
    manifest = hashlib.sha256((pilot[0] / MANIFEST).read_bytes()).hexdigest()
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == f"sha256:{manifest}"
    assert str(pilot[0]) in ran.out
    assert "2025-1" in ran.out


def test_several_packages_are_told_in_the_order_given(atlas, pilot):
    out = atlas("verify", *reversed(pilot)).out
    assert out.index("2026-1") < out.index("2025-1")


def test_a_zip_has_the_hash_of_its_folder(atlas, pilot, *, tmp_path):
    copy = shutil.make_archive(str(tmp_path / "pkg"), "zip", pilot[0])
    assert atlas("verify", copy).out.splitlines()[-1] == atlas("verify", pilot[0]).out.splitlines()[-1]


def test_a_package_alone_need_not_be_the_first_session(atlas, pilot):
    assert atlas("verify", pilot[1]).status == 0


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_one_changed_byte_is_found(atlas, tmp_path, *, kind):
    path = written(tmp_path / "pkg", format=kind) / f"scope.{kind}"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    ran = atlas("verify", tmp_path / "pkg")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"pkg/scope.{kind}: The file is not what was sealed")


def test_a_missing_package_is_named(atlas, tmp_path):
    ran = atlas("verify", tmp_path / "none")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"{tmp_path / 'none'}: There is no such file or folder. Check the path.\n"


def test_half_a_surrogate_pair_in_a_manifest_is_told_of_without_a_crash(atlas, tmp_path):
    manifest = written(tmp_path / "pkg") / MANIFEST
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"scope.csv"', '"\\ud800"'), encoding="utf-8")
    ran = atlas("verify", tmp_path / "pkg")
    assert ran.status == 2
    assert "\\ud800" in ran.err
