"""Judges the answers on one card by the rules of its template. Pure: it is told the day, the former card, the gmina's
statistics and its last Karta IZUS, and reads nothing by itself. Missing parts break no rule (SQL's three-valued logic).

Source: cards.md, 'Rules that a card is checked against'.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any, Literal, cast

from atlas.definitions.checks import Words, items_of_rule
from atlas.definitions.formula.indicators import names_in
from atlas.definitions.formula.parse import parse_formula
from atlas.definitions.formula.syntax import Call, Compare, Day, Many, Name, Node, Not, Number
from atlas.definitions.models import BRACES, NONE_OF_THESE, Text
from atlas.kernel.polish_numbers import format_number
from atlas.kernel.wording import day_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from atlas.definitions.models import AnswerRule, CardTemplate, TemplateKind
    from atlas.kernel.language import Language

    Answers = Mapping[str, object]

Value = bool | int | Decimal | date | str | tuple[str, ...] | None
MISSING = "\N{EN DASH}"
_YES_NO: dict[Language, tuple[str, str]] = {"pl": ("nie", "tak"), "en": ("no", "yes")}
_COMPARATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
_parsed = lru_cache(maxsize=1024)(parse_formula)


@dataclass(frozen=True)
class Context:
    """What a card is judged beside.

    Each mapping is by item code and may be empty: `previous` is the same respondent's last accepted card of the gmina,
    `statistics` the gmina's territory statistics, `latest_izus` its last accepted Karta IZUS.
    """

    today: date
    previous: Answers = field(default_factory=dict)
    statistics: Answers = field(default_factory=dict)
    latest_izus: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class BrokenRule:
    """A rule that a card breaks, once for each item or table row that breaks it.

    `item` is the code that the rule speaks of first (`services.users` for a table's column); `facts` hold the values
    that its message names, and `row`, the key of the table's row, where there is one.
    """

    code: str
    severity: Literal["error", "warning", "information"]
    item: str
    facts: Mapping[str, object]


def broken_rules(template: CardTemplate, answers: Answers, *, words: Words, context: Context) -> list[BrokenRule]:
    """Return the rules that a card breaks, in the template's order.

    Args:
        template: The card's template, one of the definitions that `words` were made of, its rules checked on loading.
        answers: Values by item code: int, Decimal, bool, date or text; a multi-choice as a tuple of option codes or as
            packages write it (`survey|interview`, `none`); None, empty or absent = not answered. A table stands under
            its code as a sequence of rows, values by column code.
        words: The vocabularies of the definitions.
        context: The day and what else the rules look at.

    Returns:
        One entry per broken rule; for a rule over many items or over a table's rows, one per item and row.

    Source: cards.md, rules; SQL's logic: what is not known breaks nothing.
    """
    return [
        BrokenRule(rule.code, rule.severity, item=subject or next(iter(rule.items), ""), facts=scene.facts(rule))
        for rule in template.rules
        for subject in (items_of_rule(rule, words.cards[template.template]) if rule.for_each else [""])
        for scene in _scenes(rule, subject, template=template, answers=answers, words=words, context=context)
        if scene.value(_parsed(rule.violated_when)) is True
    ]


def value_on(node: Node, answers: Answers, *, kind: TemplateKind, words: Words) -> Value:
    """Return what a checked condition says of one card's answers; None where too little is known to say.

    Args:
        node: The condition, e.g. of one side of a pair; it asks for neither the day nor another card.
        answers: As for `broken_rules`.
        kind: The card's template.
        words: The vocabularies of the definitions.
    """
    return _Scene(kind, "", answers, {}, words=words, context=Context(date.min)).value(node)


def message(rule: AnswerRule, broken: BrokenRule, *, language: Language) -> str:
    """Return a broken rule's message with its facts filled in: Polish numbers, dates in words, a dash for missing."""
    text = rule.message.pl if language == "pl" else rule.message.en
    return BRACES.sub(lambda found: shown(broken.facts.get(found[1]), language), text)


def line_codes(rule: AnswerRule, broken: BrokenRule) -> list[str]:
    """Return the codes of the form's lines that a broken rule speaks of, the most telling first; a table's row is
    `services:meals`. An explanation may stand at any of them.
    """
    codes = []
    for item in dict.fromkeys([broken.item, *rule.items]):
        table, dot, _column = item.partition(".")
        codes.append(f"{table}:{broken.facts['row']}" if dot and "row" in broken.facts else item)
    return list(dict.fromkeys(codes))


def shown(fact: object, language: Language) -> str:
    """Return a value as a message shows it; money with its grosze, whole numbers without decimals."""
    match fact:
        case None | "" | ():
            return MISSING
        case bool():
            return _YES_NO[language][fact]
        case int():
            return format_number(fact, language=language)
        case float() | Decimal():
            return format_number(fact, decimals=2, language=language)
        case date():
            return day_text(fact, language)
        case tuple():
            return ", ".join(map(str, fact))
        case Text():
            return fact.pl if language == "pl" else fact.en
        case _:
            return str(fact)


def _scenes(
    rule: AnswerRule, subject: str, *, template: CardTemplate, answers: Answers, words: Words, context: Context
) -> Iterator[_Scene]:
    """Give what a rule is evaluated over: the card, or the card with each row of the table that the rule names."""
    named = [subject, *names_in(_parsed(rule.violated_when))]
    table = next((code.partition(".")[0] for code in named if "." in code), "")
    if not table:
        yield _Scene(template.template, subject, answers, context.previous, words=words, context=context)
        return
    key = next(one.key for one in template.tables if one.code == table)
    former = {row.get(key): row for row in _rows(context.previous, table)}
    for row in _rows(answers, table):
        now = {**answers, **_columns(table, row)}
        before = {**context.previous, **_columns(table, former.get(row.get(key), {}))}
        yield _Scene(template.template, subject, now, before, words=words, context=context, row=row.get(key))


def _rows(answers: Answers, table: str) -> Sequence[Answers]:
    return cast("Sequence[Answers]", answers.get(table) or ())


def _columns(table: str, row: Answers) -> Answers:
    return {f"{table}.{code}": value for code, value in row.items()}


@dataclass(frozen=True)
class _Scene:
    """A card as one rule sees it; `subject` is the item that `value` stands for, `row` the key of the table's row."""

    kind: TemplateKind
    subject: str
    now: Answers
    before: Answers
    words: Words = field(kw_only=True)
    context: Context = field(kw_only=True)
    row: object = field(default=None, kw_only=True)

    def facts(self, rule: AnswerRule) -> dict[str, object]:
        """Return what the rule's message may name."""
        facts: dict[str, object] = {code: self._answer(code, self.now) for code in rule.items}
        if self.subject:
            item = self.words.cards[self.kind].items[self.subject]
            value, previous = (self._answer(self.subject, one) for one in (self.now, self.before))
            facts |= {"value": value, "previous": previous, "number": item.number, "label": item.label}
        return facts if self.row is None else facts | {"row": self.row}

    def value(self, node: Node) -> Value:
        """Return what an expression says of this card; None where too little is known to say."""
        match node:
            case Number(value=number):
                return number
            case Day(value=day):
                return day
            case Name(name=name):
                return self.context.today if name == "today" else self._answer(name, self.now)
            case Call(function=function, arguments=arguments):
                return _FUNCTIONS[function](self, *arguments)
            case Not(part=part):
                truth = self.value(part)
                return None if truth is None else not truth
            case Compare(operator=sign, left=left, right=right):
                return _joined(_COMPARATORS[sign], [self.value(left), self.value(right)])
            case Many(operator=sign, parts=parts):
                return _JOINS[sign]([self.value(part) for part in parts])
            case _:
                raise TypeError(node)

    def _answer(self, name: str, answers: Answers, *, kind: TemplateKind | None = None) -> Value:
        code = self.subject if name == "value" and self.subject else name
        item = self.words.cards[kind or self.kind].items.get(code)
        answer = cast("Value", answers.get(code))
        if item is not None and item.type in {"choice", "choices"} and isinstance(answer, str):
            answer = tuple(answer.split("|")) if answer else None
        return None if answer in ("", ()) else answer

    def any(self, choices: Node) -> Value:
        """Whether at least one option is ticked, 'none of these' aside."""
        answer = self.value(choices)
        return None if answer is None else answer != (NONE_OF_THESE,)

    def has(self, choices: Node, option: Node) -> Value:
        """Whether this option is ticked."""
        answer = cast("tuple[str, ...] | None", self.value(choices))
        return None if answer is None else cast("Name", option).name in answer

    def known(self, part: Node) -> Value:
        """Whether there is an answer at all; itself always known."""
        return self.value(part) is not None

    def previous(self, name: Node) -> Value:
        """The value on the last accepted card."""
        return self._answer(cast("Name", name).name, self.before)

    def latest(self, name: Node) -> Value:
        """The value on the gmina's last Karta IZUS."""
        return self._answer(cast("Name", name).name, self.context.latest_izus, kind="IZUS")

    def stat(self, name: Node) -> Value:
        """A territory statistic of the gmina."""
        return self._answer(cast("Name", name).name, self.context.statistics, kind="STATISTICS")

    def years_since(self, day: Node) -> Value:
        """Completed years from a day to today."""
        since, today = cast("date | None", self.value(day)), self.context.today
        if since is None:
            return None
        return today.year - since.year - ((today.month, today.day) < (since.month, since.day))


def _joined(join: Callable[[Any, Any], Value], values: Sequence[Value]) -> Value:
    return None if None in values else reduce(join, values)


def _settled(values: Sequence[Value], *, by: bool) -> Value:
    """Join conditions as SQL does: one that settles the matter is enough, otherwise all must be known."""
    return by if by in values else None if None in values else not by


_JOINS: dict[str, Callable[[Sequence[Value]], Value]] = {
    "and": lambda values: _settled(values, by=False),
    "or": lambda values: _settled(values, by=True),
    "+": lambda values: _joined(operator.add, values),
    "*": lambda values: _joined(operator.mul, values),
}
_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "any": _Scene.any, "has": _Scene.has, "known": _Scene.known, "previous": _Scene.previous, "latest": _Scene.latest,
    "stat": _Scene.stat, "date": _Scene.value, "years_since": _Scene.years_since,
}  # fmt: skip
