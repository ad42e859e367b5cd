"""What every module keeps to: size, an opening word, names, no evaluated text, no hidden imports, errors with texts."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from atlas.config.texts import TEXTS as ALL_TEXTS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
MODULES = sorted(path for path in (SOURCE / "atlas").rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
PURE = ("kernel", "definitions", "engine", "documents", "report", "sheets", "cli")
LARGEST, MEDIAN, LONGEST = 400, 80, 40
VAGUE = {"helpers", "helper", "utils", "util", "common", "misc", "tools", "stuff", "manager2"}
OPENING_LINES = 5
TABLE_STATEMENTS = 3
"""A function of so few statements is a table of data, however many lines it takes."""
LOCAL_IMPORTS = {"atlas/engine/backends/spark.py"}  # the optional pyspark is imported only when asked for
WITH_FACTS_AS_KEYWORDS = {"DomainError", "FormulaError", "NotFound", "NotAllowed", "TooOften", "refuse"}
ERRORS = WITH_FACTS_AS_KEYWORDS | {"Problem", "Finding", "_unknown"}
LAYERS_WITH_TEXTS = ("kernel", "definitions")
WEB_LAYERS_WITH_TEXTS = ("accounts", "jobs", "registry", "monitoring", "archive", "backoffice", "workspace")


def name_of(path):
    return path.relative_to(SOURCE).as_posix()


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(kind, paths=tuple(MODULES)):
    """Every node of a kind, with its place."""
    for path in paths:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, kind):
                yield node, f"{name_of(path)}:{node.lineno}"


def statements(function):
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1


def called(call):
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def test_modules_are_small():
    sizes = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    largest = max(sizes, key=sizes.get)
    told = f"{len(sizes)} modules, median {median(sizes.values())} lines, largest {largest} with {sizes[largest]}"
    assert sizes[largest] <= LARGEST, told
    assert median(sizes.values()) <= MEDIAN, told


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_opens_with_a_few_lines_on_what_lives_here(path):
    opening = ast.get_docstring(tree_of(path))
    assert opening
    assert len(opening.splitlines()) <= OPENING_LINES


def test_functions_are_short():
    long = [
        (place, function.name, lines)
        for function, place in nodes(ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := function.end_lineno - function.lineno + 1) > LONGEST and statements(function) > TABLE_STATEMENTS
    ]
    assert long == []


def test_modules_are_named_for_what_they_hold():
    assert [name_of(path) for path in MODULES if VAGUE & set(path.with_suffix("").relative_to(SOURCE).parts)] == []


def test_no_text_is_ever_evaluated_or_executed():
    builtin = ("eval", "exec", "compile", "__import__")
    calls = [place for call, place in nodes(ast.Call) if isinstance(call.func, ast.Name) and call.func.id in builtin]
    assert calls == []


def test_imports_stand_at_the_top():
    local = {
        place.partition(":")[0]
        for function, place in nodes(ast.FunctionDef | ast.AsyncFunctionDef)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    }
    assert local <= LOCAL_IMPORTS


def test_the_pure_layers_know_no_django_and_nothing_reads_the_clock_by_itself():
    pure = tuple(path for path in MODULES if path.relative_to(SOURCE / "atlas").parts[0] in PURE)
    imported = [(node.module or "", place) for node, place in nodes(ast.ImportFrom, pure)]
    imported += [(alias.name, place) for node, place in nodes(ast.Import, pure) for alias in node.names]
    assert [place for name, place in imported if name.partition(".")[0].lower() == "django"] == []
    readings = {"now", "today", "utcnow"}
    clock = [place for node, place in nodes(ast.Attribute) if node.attr in readings and is_date(node.value)]
    assert [place for place in clock if not place.startswith("atlas/kernel/clock.py")] == []


def is_date(node):
    return isinstance(node, ast.Name) and node.id in {"date", "datetime"}


def texts_used_in(layer):
    """Every text constant of a layer, where codes of errors must be among."""
    paths = tuple(path for path in (SOURCE / "atlas" / layer).rglob("*.py") if path in MODULES)
    constants = nodes(ast.Constant, tuple(path for path in paths if path.name != "texts.py"))
    return {node.value for node, _ in constants if isinstance(node.value, str)}


@pytest.mark.parametrize("layer", LAYERS_WITH_TEXTS)
def test_every_text_of_a_layer_is_used_and_every_code_has_a_text(layer):
    texts = importlib.import_module(f"atlas.{layer}.texts").TEXTS
    used = texts_used_in(layer)
    codes = {text for text in used if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)}
    assert codes - set(texts) == set()
    assert set(texts) - used == set()


@pytest.mark.parametrize("layer", WEB_LAYERS_WITH_TEXTS)
def test_every_text_of_a_web_layer_is_used(layer):
    texts = importlib.import_module(f"atlas.{layer}.texts").TEXTS
    assert set(texts) - texts_used_in(layer) == set()


def test_every_error_is_raised_with_a_code_that_has_a_text_and_with_the_facts_it_names():
    wrong = []
    for call, place in nodes(ast.Call):
        codes = [one.value for one in call.args if isinstance(one, ast.Constant) and is_code(one.value)]
        if called(call) not in ERRORS or not codes:
            continue
        facts = facts_of(call)
        named = set(re.findall(r"%\((\w+)\)s", ALL_TEXTS.get(codes[0], "")))
        if codes[0] not in ALL_TEXTS or (facts is not None and not named <= facts):
            wrong.append((place, codes[0], named))
    assert wrong == []


def is_code(value):
    return isinstance(value, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", value) is not None


def facts_of(call):
    """The facts an error is given; None where they are not written out in the call itself."""
    if called(call) in WITH_FACTS_AS_KEYWORDS:
        given = {keyword.arg for keyword in call.keywords}
        return None if None in given else given | {"line", "column"}
    literal = [one for one in call.args if isinstance(one, ast.Dict)]
    if called(call) in {"Problem", "Finding"} and literal and None not in literal[0].keys:
        return {key.value for key in literal[0].keys if isinstance(key, ast.Constant)}
    return None


@pytest.mark.parametrize("path", [path for path in MODULES if ">>> " in path.read_text(encoding="utf-8")], ids=name_of)
def test_worked_examples_in_docstrings_run(path):
    module = importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
    failed, tried = doctest.testmod(module)
    assert (failed, tried > 0) == (0, True)
