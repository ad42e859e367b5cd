"""Every error has its words, in both languages, with every fact they name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import atlas
from atlas.cli.compute import NOTES
from atlas.cli.main import COMMANDS
from atlas.cli.verify import GOOD
from atlas.cli.words import COLUMN, FOUND, MORE, ROW, problem_line
from atlas.config.texts import TEXTS
from atlas.engine.packages.contract import ARROW_TYPES
from atlas.kernel.errors import Place, Problem
from atlas.kernel.language import LANGUAGES, translate

SOURCE = Path(atlas.__file__).parent
FACT = re.compile(r"%\((\w+)\)s")
CODE = re.compile(r"[a-z]+(-[a-z0-9_]+)+")
RAISING = {"DomainError", "Problem", "Reference", "Finding", "FormulaError", "add"}
MADE_OF_TYPES = {f"cell-{name}" for name in ARROW_TYPES if name != "text"}
"""Codes that are put together from the type of a cell."""
OTHER_WORDS = [*NOTES.values(), GOOD, MORE, FOUND, ROW, COLUMN, *(summary for _, summary in COMMANDS.values())]


def sources():
    return [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]


def codes_raised():
    """Every text constant of the form of a code that is handed to something that makes errors, with its file."""
    found = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in RAISING:
                for given in node.args[:3]:
                    if isinstance(given, ast.Constant) and CODE.fullmatch(str(given.value)):
                        found[given.value] = path.name
    return found


def test_codes_are_found_at_all():
    assert {"outside-scope", "csv-bom", "hash-differs", "sequence-gap", "terc-row"} <= set(codes_raised())


@pytest.mark.parametrize("code", sorted({*codes_raised(), *MADE_OF_TYPES}))
def test_every_error_has_a_text(code):
    assert code in TEXTS


@pytest.mark.parametrize("code", sorted(set(TEXTS) - MADE_OF_TYPES - {"bad-input"}))
def test_every_text_is_used(code):
    used = [path for path in sources() if path.name != "texts.py" and f'"{code}"' in path.read_text(encoding="utf-8")]
    assert used


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_text_reads_as_a_line_with_place_and_facts(code, *, language, monkeypatch):
    monkeypatch.setenv("ATLAS_LANG", language)
    facts = {name: f"<{name}>" for name in FACT.findall(TEXTS[code])}
    line = problem_line(Problem(code, Place("scope.csv", 7, "gmina"), facts), TEXTS)
    assert line.startswith("scope.csv, ")
    assert all(fact in line for fact in ("7", "gmina", *facts.values()))
    assert "%" not in line


@pytest.mark.parametrize("message", [*TEXTS.values(), *OTHER_WORDS])
def test_every_message_is_translated_with_the_same_facts(message):
    polish = translate(message, "pl")
    assert polish != message
    assert sorted(set(FACT.findall(polish))) == sorted(set(FACT.findall(message)))


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_text_says_what_happened_in_whole_sentences(code):
    for language in LANGUAGES:
        text = translate(TEXTS[code], language)
        assert text.strip() == text
        assert not text.endswith((",", ":"))
