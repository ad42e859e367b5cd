"""The reference pages say what the definitions and the code say now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.reference import reference_pages

from atlas.definitions.checks import Words
from atlas.definitions.formula.conditions import Reader
from atlas.definitions.formula.indicators import check_indicator
from atlas.definitions.formula.parse import parse_formula
from atlas.definitions.load import shipped_definitions
from atlas.engine.model import DISCLOSURE, INDICATORS, PAIRS

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES = reference_pages(REFERENCE)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_is_what_the_definitions_make(name):
    found = (REFERENCE / name).read_text(encoding="utf-8") if (REFERENCE / name).exists() else ""
    assert found == PAGES[name], f"docs/reference/{name} is stale: run make docs"


def test_pages_are_made_the_same_twice():
    assert reference_pages(REFERENCE) == PAGES


@pytest.mark.parametrize(
    ("table", "schema"), [("indicators", INDICATORS), ("pairs", PAIRS), ("disclosure", DISCLOSURE)]
)
def test_the_page_on_results_names_every_column_in_order(table, schema):
    section = (
        (REFERENCE / "results.md").read_text(encoding="utf-8").partition(f"\n## {table}\n")[2].partition("\n## ")[0]
    )
    assert re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE) == schema.names


def _examples(kind: str) -> list[str]:
    text = (REFERENCE / "formulas.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{kind}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("formula", _examples("formula"))
def test_an_example_formula_is_one_of_version_1(formula):
    words = Words.of(shipped_definitions())
    assert check_indicator(formula, words=words.packages["NGO"])
    assert formula in {one.formula for one in shipped_definitions().indicators}


@pytest.mark.parametrize("condition", _examples("rule"))
def test_an_example_condition_of_a_rule_makes_sense(condition):
    words = Words.of(shipped_definitions())
    kind = "IZUS" if "diagnosis_date" in condition else "NGO"
    Reader(words.cards[kind], for_rules=True, other=words.cards["IZUS"]).condition(parse_formula(condition))
