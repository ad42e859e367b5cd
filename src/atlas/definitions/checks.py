"""Checks that go across definitions: names that must exist, formulas that must make sense. One problem, one place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from atlas.definitions.formula.conditions import Reader
from atlas.definitions.formula.indicators import IndicatorFormula, check_indicator, check_pair_side
from atlas.definitions.formula.parse import FormulaError, parse_formula
from atlas.definitions.formula.vocabulary import Vocabulary, vocabulary_of
from atlas.definitions.models import BRACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from atlas.definitions.models import AnswerRule, CardTemplate, Definitions, Indicator, Item, TemplateKind

At = tuple[str | int, ...]
"""A path of keys and list positions within a definition."""


@dataclass(frozen=True)
class Finding:
    """A mistake in a definition: which (`subject` = indicator id, template kind, 'pairs', 'profile'), where in it."""

    subject: str
    at: At
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Words:
    """The vocabularies of a set of definitions, each made once: of packages, and of whole cards (for rules)."""

    packages: Mapping[TemplateKind, Vocabulary]
    cards: Mapping[TemplateKind, Vocabulary]

    @classmethod
    def of(cls, definitions: Definitions) -> Words:
        """Make the vocabularies."""
        both = [
            {
                kind: vocabulary_of(
                    template,
                    statistics=definitions.templates["STATISTICS"],
                    catalogues=definitions.catalogues,
                    whole_card=whole_card,
                )
                for kind, template in definitions.templates.items()
            }
            for whole_card in (False, True)
        ]
        return cls(*both)

    def formula(self, indicator: Indicator) -> IndicatorFormula:
        """Return an indicator's checked formula (FormulaError where it makes no sense)."""
        return check_indicator(indicator.formula, words=self.packages[indicator.card_kind], rows=indicator.rows)


def findings(definitions: Definitions) -> Iterator[Finding]:
    """Give every mistake that only shows when the definitions are read together."""
    words = Words.of(definitions)
    for kind, template in definitions.templates.items():
        yield from _template_findings(definitions, template, kind=kind, words=words)
    yield from _twice((one.id, one.id, ("id",)) for one in definitions.indicators)
    for indicator in definitions.indicators:
        yield from _indicator_findings(definitions, indicator, words=words)
    yield from _pair_findings(definitions, words)
    yield from _profile_findings(definitions)


def _template_findings(
    definitions: Definitions, template: CardTemplate, *, kind: TemplateKind, words: Words
) -> Iterator[Finding]:
    yield from _twice((kind, name, (*at, "code")) for name, at, _ in _items_with_places(template))
    yield from _twice((kind, rule.code, ("rules", index, "code")) for index, rule in enumerate(template.rules))
    for _name, at, item in _items_with_places(template):
        yield from _item_findings(definitions, item, subject=kind, at=at)
    for index, rule in enumerate(template.rules):
        yield from _rule_findings(rule, words.cards[kind], other=words.cards["IZUS"], subject=kind, at=("rules", index))


def _items_with_places(template: CardTemplate) -> Iterator[tuple[str, At, Item]]:
    for s, section in enumerate(template.sections):
        for i, item in enumerate(section.items):
            yield item.code, ("sections", s, "items", i), item
    for t, table in enumerate(template.tables):
        for c, column in enumerate(table.columns):
            yield f"{table.code}.{column.code}", ("tables", t, "columns", c), column


def _item_findings(definitions: Definitions, item: Item, *, subject: str, at: At) -> Iterator[Finding]:
    catalogues = definitions.catalogues
    if item.type in {"choice", "choices"} and item.options not in catalogues:
        facts = {"found": item.options, "nearest": ", ".join(sorted(catalogues))}
        yield Finding(subject, (*at, "options"), "definition-unknown-catalogue", facts)
    if item.type in {"whole", "money"} and item.unit not in catalogues["units"].codes:
        facts = {"found": item.unit, "nearest": ", ".join(catalogues["units"].codes)}
        yield Finding(subject, (*at, "unit"), "definition-unknown-unit", facts)


def _rule_findings(
    rule: AnswerRule, words: Vocabulary, *, other: Vocabulary, subject: str, at: At
) -> Iterator[Finding]:
    for index, code in enumerate(rule.items):
        if code not in words.items:
            yield Finding(subject, (*at, "items", index), "definition-unknown-item", {"found": code})
    for language, message in rule.message:
        for fact in BRACES.findall(message):
            if fact not in rule.facts:
                yield Finding(subject, (*at, "message", language), "definition-unknown-item", {"found": fact})
    if rule.for_each:
        subjects = items_of_rule(rule, words)
        words = replace(words, items={**words.items, "value": words.items[subjects[0]]}) if subjects else words
    reader = Reader(words, for_rules=True, other=other)
    yield from _formula_findings(
        lambda: reader.condition(parse_formula(rule.violated_when)), subject=subject, at=(*at, "violated_when")
    )


def items_of_rule(rule: AnswerRule, words: Vocabulary) -> list[str]:
    """Return the codes that a `for_each` rule speaks of: all of a type, or all numbers whose code has a prefix."""
    if rule.for_each.startswith("prefix:"):
        prefix = rule.for_each.removeprefix("prefix:")
        return [code for code, item in words.items.items() if code.startswith(prefix) and item.type == "whole"]
    return [code for code, item in words.items.items() if item.type == rule.for_each]


def _indicator_findings(definitions: Definitions, indicator: Indicator, *, words: Words) -> Iterator[Finding]:
    formulas: list[IndicatorFormula] = []
    bare = indicator.model_copy(update={"rows": ""})
    yield from _formula_findings(lambda: formulas.append(words.formula(bare)), subject=indicator.id, at=("formula",))
    if formulas and indicator.rows:
        yield from _formula_findings(lambda: words.formula(indicator), subject=indicator.id, at=("rows",))
    if formulas and formulas[0].kind != indicator.kind:
        yield Finding(indicator.id, ("kind",), "definition-kind", {"found": indicator.kind, "wanted": formulas[0].kind})
    if indicator.unit not in definitions.catalogues["units"].codes:
        facts = {"found": indicator.unit, "nearest": ", ".join(definitions.catalogues["units"].codes)}
        yield Finding(indicator.id, ("unit",), "definition-unknown-unit", facts)
    if formulas and indicator.breakdown and breakdown_catalogue(definitions, indicator) is None:
        facts = {"found": indicator.breakdown, "nearest": ", ".join(formulas[0].items)}
        yield Finding(indicator.id, ("breakdown",), "definition-breakdown", facts)


def breakdown_catalogue(definitions: Definitions, indicator: Indicator) -> str | None:
    """Return the catalogue whose options an indicator is broken down by: a multi-choice item, or its table's key."""
    template = definitions.templates[indicator.card_kind]
    keys = {table.key: column for table in template.tables for column in table.columns if column.code == table.key}
    choices = {item.code: item for item in template.package_items if item.type == "choices"}
    item = (choices | keys).get(indicator.breakdown)
    return item.options if item else None


def _pair_findings(definitions: Definitions, words: Words) -> Iterator[Finding]:
    known = {one.id for one in definitions.indicators}
    yield from _twice(("pairs", pair.code, ("pairs", index, "code")) for index, pair in enumerate(definitions.pairs))
    for index, pair in enumerate(definitions.pairs):
        for side, identifier in enumerate(pair.indicators):
            if identifier not in known:
                at: At = ("pairs", index, "indicators", side)
                yield Finding("pairs", at, "definition-unknown-indicator", {"found": identifier})
        ngo, izus = (partial(check_pair_side, words=words.packages[kind]) for kind in ("NGO", "IZUS"))
        yield from _formula_findings(partial(ngo, pair.ngo), subject="pairs", at=("pairs", index, "ngo"))
        yield from _formula_findings(partial(izus, pair.izus), subject="pairs", at=("pairs", index, "izus"))


def _profile_findings(definitions: Definitions) -> Iterator[Finding]:
    known = {one.id for one in definitions.indicators}
    for index, lead in enumerate(definitions.profile):
        for side, identifier in (("ngo", lead.ngo), ("izus", lead.izus)):
            if identifier not in known:
                facts = {"found": identifier}
                yield Finding("profile", ("profile", index, side), "definition-unknown-indicator", facts)


def _formula_findings(check: Callable[[], object], *, subject: str, at: At) -> Iterator[Finding]:
    try:
        check()
    except FormulaError as error:
        yield Finding(subject, at, error.code, error.facts)


def _twice(named: Iterable[tuple[str, str, At]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for subject, name, at in named:
        if name in seen:
            yield Finding(subject, at, "definition-key-twice", {"key": name})
        seen.add(name)
