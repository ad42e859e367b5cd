"""`atlas definitions check`: from what each indicator is computed, and what is wrong with definitions."""

from __future__ import annotations

import shutil

import pytest

from atlas.definitions.load import SHIPPED


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "definitions")


def line_with(path, text):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_all_51_indicators_of_the_atlas_can_be_computed(atlas):
    ran = atlas("definitions", "check")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "Can be computed: 51 of 51."


def test_the_matrix_tells_from_which_items_and_statistics_an_indicator_comes(atlas):
    lines = atlas("definitions", "check").out.splitlines()
    [line] = [line for line in lines if "NGO-3.6 " in line]
    assert "users_total" in line
    assert "service_users_total" in line


def test_a_copy_of_the_definitions_is_as_good(atlas, folder):
    assert atlas("definitions", "check", folder).status == 0


def test_a_spoiled_formula_is_named_with_file_and_line_and_the_others_are_still_shown(atlas, folder):
    path = folder / "indicators" / "NGO-3.6.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sum(users_total)", "sum(users_totl)"), encoding="utf-8")
    ran = atlas("definitions", "check", folder)
    assert ran.status == 2
    assert ran.err.startswith(f"{path}, row {line_with(path, 'formula:')}, column formula: ")
    assert "users_totl" in ran.err
    assert "users_total" in ran.err, "the nearest code is offered"
    assert ran.out.splitlines()[-1] == "Can be computed: 50 of 51."


def test_every_spoiled_formula_is_named(atlas, folder):
    for name in ("NGO-1.1", "IZUS-2.1"):
        path = folder / "indicators" / f"{name}.yaml"
        kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("formula")]
        path.write_text("\n".join([*kept, 'formula: "sum("', ""]), encoding="utf-8")
    ran = atlas("definitions", "check", folder)
    assert ran.status == 2
    assert [line.partition(",")[0].rpartition("/")[2] for line in ran.err.splitlines()] == [
        "NGO-1.1.yaml", "IZUS-2.1.yaml",
    ]  # fmt: skip


def test_yaml_that_cannot_be_read_is_named_with_its_line(atlas, folder):
    path = folder / "indicators" / "EFF-1.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "note: {pl: [\n", encoding="utf-8")
    ran = atlas("definitions", "check", folder)
    assert ran.status == 2
    assert ran.err.startswith(f"{path}, row ")


@pytest.mark.parametrize("name", ["pairs.yaml", "indicators", "templates/karta-ngo-1.yaml", "catalogues/units.yaml"])
def test_a_missing_part_is_named(atlas, folder, *, name):
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    ran = atlas("definitions", "check", folder)
    assert (ran.status, ran.out) == (2, "")
    assert str(folder) in ran.err


def test_a_missing_folder_is_named(atlas, tmp_path):
    ran = atlas("definitions", "check", tmp_path / "none")
    assert ran.status == 2
    assert str(tmp_path / "none") in ran.err
