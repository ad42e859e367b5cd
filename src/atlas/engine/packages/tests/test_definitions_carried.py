"""The definitions that a package carries, and what a package without them can be read by."""

from __future__ import annotations

import json

import pytest

from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.tests.builder import (
    A,
    accepted,
    assert_refused,
    good_rows,
    lines,
    refusal,
    sealed,
    with_cell,
    written,
)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pkg"


def with_definitions(folder, change):
    path = written(folder) / "definitions.json"
    definitions = json.loads(path.read_bytes())
    change(definitions)
    path.write_text(json.dumps(definitions), encoding="utf-8")
    return sealed(folder)


def without_definitions(folder):
    (folder / "definitions.json").unlink()
    return sealed(folder)


def test_a_package_carries_its_definitions_whole(folder):
    assert accepted(written(folder)).definitions == shipped_definitions()


def test_a_package_without_definitions_is_read_by_version_1(folder):
    assert accepted(without_definitions(written(folder))).definitions is shipped_definitions()


@pytest.mark.parametrize(
    ("text", "line"), [('{\n "templates": \n}', "3"), ("", "1"), ("[]", ""), ('{"indicators": 1}', "")]
)
def test_definitions_that_cannot_be_read_are_refused_with_the_line(folder, *, text, line):
    (written(folder) / "definitions.json").write_text(text, encoding="utf-8")
    problems = refusal(sealed(folder)).problems
    assert {one.place.file for one in problems} == {"pkg/definitions.json"}
    for told in lines(problems[0]):
        assert line in told


def test_a_formula_that_makes_no_sense_is_named_with_its_indicator(folder):
    def change(definitions):
        definitions["indicators"][0]["formula"] = "sum(nonsense)"

    identifier = shipped_definitions().indicators[0].id
    path = with_definitions(folder, change)
    file = "pkg/definitions.json"
    assert_refused(path, "formula-unknown-item", file=file, column=f"{identifier}.formula", says="nonsense")


def test_a_formula_that_cannot_be_read_is_named_with_line_and_column(folder):
    path = with_definitions(folder, lambda definitions: definitions["indicators"][0].update(formula="sum(\n  +)"))
    [problem] = refusal(path).problems
    assert problem.code == "formula-syntax"
    assert (problem.facts["line"], problem.facts["column"]) == (2, 3)
    assert all("+" in told for told in lines(problem))


def test_definitions_changed_after_sealing_are_found(folder):
    path = written(folder) / "definitions.json"
    path.write_bytes(path.read_bytes() + b"\n")
    assert_refused(folder, "hash-differs", file="pkg/definitions.json")


def test_a_session_with_another_template_than_its_definitions_is_refused(folder):
    path = with_cell(folder, "session", row=2, column="template_ngo", value="2")
    assert_refused(path, "template-version", file="pkg/session.csv", row=2, column="template_ngo", says="2")


def test_a_later_template_needs_its_definitions(folder):
    path = without_definitions(with_cell(folder, "session", row=2, column="template_izus", value="3"))
    assert_refused(path, "definitions-needed", file="pkg/session.csv", row=2, column="template_izus", says="3")


def with_templates(definitions, **tables):
    ngo = definitions.templates["NGO"].model_copy(update=tables)
    return definitions.model_copy(update={"templates": definitions.templates | {"NGO": ngo}})


def test_a_table_that_only_a_later_template_has_is_read(folder):
    [services] = shipped_definitions().templates["NGO"].tables
    visits = services.model_copy(update={"code": "visits"})
    rows = good_rows()
    rows["visits"] = [{"gmina": A, "respondent": "ORG-1", "service": "home_care", "users": 4}]
    definitions = with_templates(shipped_definitions(), tables=(services, visits))
    assert "visits" in accepted(written(folder, rows, definitions=definitions)).tables


def test_a_later_template_may_do_without_a_table(folder):
    definitions = with_templates(shipped_definitions(), tables=(), rules=())
    kept = tuple(one for one in definitions.indicators if one.perspective != "EFF")
    rows = good_rows()
    del rows["services"]
    path = written(folder, rows, definitions=definitions.model_copy(update={"indicators": kept}))
    assert "services" not in accepted(path).tables
