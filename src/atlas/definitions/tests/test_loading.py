"""A mistake in a folder of definitions is named with file, line and reason; a package's JSON goes there and back."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from atlas.definitions.load import (
    SHIPPED,
    definitions_from_json,
    definitions_to_json,
    load_definitions,
    read_definitions,
    shipped_definitions,
)
from atlas.definitions.texts import TEXTS
from atlas.kernel.errors import BadInput

NGO, IZUS, STATISTICS = (f"templates/{name}.yaml" for name in ("karta-ngo-1", "karta-izus-1", "statistics-1"))
SHARE, COUNT, EFF = "indicators/NGO-1.3.yaml", "indicators/NGO-1.4.yaml", "indicators/EFF-1.yaml"


@dataclass(frozen=True)
class Change:
    """One change in one file: the first `old` becomes `new`; the mistake is then `code`, `down` lines below it."""

    file: str
    old: str
    new: str
    code: str
    fact: tuple[str, object]
    down: int = 0


CHANGES = {
    "syntax error": Change(SHARE, "kind: share", "kind: [share", "definition-unreadable", ("reason", None), down=1),
    "tab": Change(SHARE, "kind: share", "\tkind: share", "definition-unreadable", ("reason", None)),
    "no such day": Change(SHARE, "kind: share", "kind: 2025-02-30", "definition-value", ("found", "2025-02-30")),
    "key that is a list": Change(
        SHARE, "kind: share", "? [kind]\n: share", "definition-unreadable", ("reason", "a key must be a plain word")
    ),
    "duplicate key": Change(
        SHARE, "kind: share", "kind: share\nkind: share", "definition-key-twice", ("key", "kind"), down=1
    ),
    "unknown key": Change(SHARE, "kind: share", "knd: 1\nkind: share", "definition-key-unknown", ("key", "knd")),
    "unknown key of an item": Change(
        NGO, "        unit: persons", "        units: persons", "definition-key-unknown", ("key", None)
    ),
    "missing key": Change(SHARE, "kind: share\n", "", "definition-key-missing", ("key", "kind")),
    "missing language": Change(SHARE, 'name: {pl: "O', 'name: {de: "O', "definition-key-missing", ("key", "name.pl")),
    "wrong type": Change(SHARE, "version: 1", "version: one", "definition-value", ("found", "one")),
    "not a kind": Change(SHARE, "kind: share", "kind: rate", "definition-value", ("found", "rate")),
    "a list for a mapping": Change(SHARE, "version: 1", "version: [1]", "definition-value", ("found", [1])),
    "empty text": Change(
        NGO, 'label: {pl: "Siedziba – miejscowość"', 'label: {pl: ""', "definition-value", ("found", "")
    ),
    "code that YAML reads as a boolean": Change(
        NGO, "      - code: researchers", "      - code: no", "definition-value", ("found", False)
    ),
    "option that YAML reads as a boolean": Change(
        "catalogues/tools.yaml", "- code: survey", "- code: yes", "definition-value", ("found", True)
    ),
    "code with a capital": Change(NGO, "- code: researchers", "- code: Res", "definition-value", ("found", "Res")),
    "unknown unit of an item": Change(NGO, "unit: persons", "unit: cats", "definition-unknown-unit", ("found", "cats")),
    "unknown unit of an indicator": Change(
        SHARE, "unit: percent", "unit: cats", "definition-unknown-unit", ("found", "cats")
    ),
    "unknown catalogue": Change(
        NGO, "options: tools", "options: toolz", "definition-unknown-catalogue", ("found", "toolz")
    ),
    "duplicate item code": Change(
        STATISTICS, "- code: families", "- code: population", "definition-key-twice", ("key", "population")
    ),
    "duplicate column": Change(
        NGO, "      - code: ngo_staff", "      - code: users", "definition-key-twice", ("key", "services.users")
    ),
    "duplicate rule": Change(
        STATISTICS,
        "- code: ngo-registered-fell",
        "- code: ngo-registered-grew",
        "definition-key-twice",
        ("key", "ngo-registered-grew"),
    ),
    "duplicate pair": Change(
        "pairs.yaml", "- code: tools", "- code: consultations", "definition-key-twice", ("key", "consultations")
    ),
    "bad formula": Change(SHARE, 'formula: "share(pairs', 'formula: "share((pairs', "formula-syntax", ("column", None)),
    "formula with an unknown item": Change(
        SHARE, "any(tools)", "any(tool)", "formula-unknown-item", ("nearest", "tools")
    ),
    "formula over several lines": Change(
        COUNT, 'formula: "orgs(any(tools))"', "formula: |\n  orgs(\n  any(tool))", "formula-unknown-item", ("line", 2)
    ),
    "bad condition of rows": Change(
        EFF, 'rows: "services.ngo_staff > 0"', 'rows: "researchers > 0"', "formula-mixed-tables", ("line", 1)
    ),
    "kind against the formula": Change(COUNT, "kind: count", "kind: total", "definition-kind", ("wanted", "count")),
    "unknown breakdown": Change(
        COUNT, "breakdown: tools", "breakdown: contracts", "definition-breakdown", ("found", "contracts")
    ),
    "unknown profile indicator": Change(
        "profile.yaml", 'izus: "IZUS-1.3"', 'izus: "IZUS-9.9"', "definition-unknown-indicator", ("found", "IZUS-9.9")
    ),
    "unknown indicator of a pair": Change(
        "pairs.yaml", "[NGO-1.2, ", "[NGO-9.9, ", "definition-unknown-indicator", ("found", "NGO-9.9")
    ),
    "bad formula of a pair": Change(
        "pairs.yaml",
        "sum(orgs_consultations)",
        "sum(consultations)",
        "formula-unknown-item",
        ("found", "consultations"),
    ),
    "pair over a table's rows": Change(
        "pairs.yaml",
        "pairs(consultations > 0)",
        "pairs(services.users > 0)",
        "formula-mixed-tables",
        ("column", 7),
    ),
    "bad formula of a rule": Change(
        STATISTICS, "ngo_registered > 5 *", "ngo_registered and 5 *", "formula-wrong-kind", ("found", "number")
    ),
    "unknown item of a rule": Change(
        STATISTICS, "items: [ngo_registered]", "items: [ngo_list]", "definition-unknown-item", ("found", "ngo_list")
    ),
    "unknown fact in a message": Change(
        STATISTICS, "gminie: {ngo_registered}", "gminie: {ngo}", "definition-unknown-item", ("found", "ngo")
    ),
    "program in a message": Change(
        STATISTICS, "gminie: {ngo_registered}", "gminie: {0.x:9}", "definition-unknown-item", ("found", "0.x:9")
    ),
}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "definitions")


def problems_of(folder):
    with pytest.raises(BadInput) as caught:
        load_definitions(folder)
    return caught.value.problems


@pytest.mark.parametrize("name", list(CHANGES))
def test_a_mistake_is_named_with_file_line_and_reason(folder, name):
    change = CHANGES[name]
    path = folder / change.file
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(change.old)
    assert found
    path.write_text(before + change.new + after, encoding="utf-8")
    problem = problems_of(folder)[0]
    assert problem.code == change.code
    assert problem.place.file == str(path)
    fact, value = change.fact
    assert value is None or problem.facts[fact] == value
    if change.code != "definition-key-missing":  # that one has no line of its own: it points at what lacks it
        assert problem.place.row == before.count("\n") + 1 + change.down
    assert TEXTS[problem.code] % problem.facts


def test_a_missing_key_points_at_what_lacks_it(folder):
    path = folder / NGO
    lines = path.read_text(encoding="utf-8").splitlines()
    line = lines.index('        number: "II.1.1"')
    path.write_text("\n".join(lines[:line] + lines[line + 1 :]), encoding="utf-8")
    (problem,) = problems_of(folder)
    assert (problem.code, problem.place.row) == ("definition-key-missing", line)
    assert lines[line - 1].endswith("code: researchers")


def test_mistakes_in_several_files_are_all_named_at_once(folder):
    for file in (SHARE, COUNT):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace("unit:", "units:"), encoding="utf-8")
    codes = [(problem.place.file, problem.code) for problem in problems_of(folder)]
    assert codes == [
        (str(folder / file), code)
        for file in (SHARE, COUNT)
        for code in ("definition-key-missing", "definition-key-unknown")
    ]


@pytest.mark.parametrize(
    ("file", "missing"),
    [(NGO, "NGO"), ("catalogues/units.yaml", "units"), ("pairs.yaml", None), ("profile.yaml", None)],
)
def test_a_missing_file_is_named(folder, *, file, missing):
    (folder / file).unlink()
    (problem,) = problems_of(folder)
    if missing:
        assert (problem.code, problem.facts["missing"]) == ("definition-missing", missing)
    else:
        assert (problem.code, problem.place.file) == ("definition-unreadable", str(folder / file))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a: &a [*a]", b"# only a comment\n", b"- 1\n", b"just words"])
def test_a_file_that_holds_no_definition_is_refused(folder, content):
    (folder / SHARE).write_bytes(content)
    assert {problem.code for problem in problems_of(folder)} <= {"definition-unreadable", "definition-value"}
    assert {problem.place.file for problem in problems_of(folder)} == {str(folder / SHARE)}


def test_an_empty_folder_names_everything_it_lacks(tmp_path):
    assert [(Path(problem.place.file).name, problem.code) for problem in problems_of(tmp_path)] == [
        ("catalogues", "definition-missing"),
        ("templates", "definition-missing"),
        ("indicators", "definition-missing"),
        ("pairs.yaml", "definition-unreadable"),
        ("profile.yaml", "definition-unreadable"),
    ]


@pytest.mark.parametrize(("file", "key"), [(SHARE, "NGO-1.3"), (NGO, "NGO"), ("catalogues/tools.yaml", "tools")])
def test_two_files_of_one_definition_are_a_mistake_in_the_second(folder, *, file, key):
    second = (folder / file).with_name("zz.yaml")
    shutil.copy(folder / file, second)
    (problem,) = problems_of(folder)
    assert (problem.code, problem.place.file, problem.place.row) == ("definition-key-twice", str(second), 1)
    assert problem.facts == {"key": key}


def test_the_shipped_folder_has_no_mistakes(folder):
    definitions, problems = read_definitions(folder)
    assert problems == []
    assert definitions == shipped_definitions()


def test_definitions_go_to_json_and_back_and_give_the_same_bytes():
    definitions = shipped_definitions()
    text = definitions_to_json(definitions)
    back = definitions_from_json(text, file="definitions.json")
    assert back == definitions
    assert definitions_to_json(back) == text == definitions_to_json(load_definitions(SHIPPED))


def refused(document):
    with pytest.raises(BadInput) as caught:
        definitions_from_json(json.dumps(document).encode(), file="definitions.json")
    assert {problem.place.file for problem in caught.value.problems} == {"definitions.json"}
    return caught.value.problems


@pytest.fixture
def document():
    return json.loads(definitions_to_json(shipped_definitions()))


def test_a_package_s_bad_formula_is_named_by_its_indicator(document):
    document["indicators"][0]["formula"] = "orgs(researcher > 0)"
    (problem,) = refused(document)
    assert (problem.code, problem.place.column) == ("formula-unknown-item", "NGO-1.1.formula")


def test_a_package_s_bad_value_is_named_by_its_path(document):
    document["indicators"][3]["kind"] = "rate"
    (problem,) = refused(document)
    assert (problem.code, problem.facts["key"]) == ("definition-value", "indicators.3.kind")


def test_a_package_with_an_indicator_twice_is_refused(document):
    document["indicators"].append(document["indicators"][0])
    (problem,) = refused(document)
    assert (problem.code, problem.facts["key"]) == ("definition-key-twice", "NGO-1.1")


@pytest.mark.parametrize(("part", "name"), [("templates", "STATISTICS"), ("templates", "NGO"), ("catalogues", "units")])
def test_a_package_without_a_part_is_refused(document, part, *, name):
    del document[part][name]
    (problem,) = refused(document)
    assert (problem.code, problem.facts["missing"]) == ("definition-missing", f"{part}.{name}")


@pytest.mark.parametrize("document", [None, [], {}, 7, "text", {"templates": []}])
def test_what_is_no_document_of_definitions_is_refused(document):
    assert {problem.code for problem in refused(document)} == {"definition-value"}
