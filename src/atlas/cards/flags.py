"""What asks a verifier for a look, and the evidence for it. Pure: told everything, it reads nothing by itself.

Missing is never zero: an item that either side does not know raises nothing. How far a value lies from its peers is
measured on log(1 + value) among the cards of the session and kind that say more than zero there: distance =
(log(1 + value) - median) / (1.4826 · MAD), which a few extreme cards cannot shift.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from atlas.cards.contents import counted
from atlas.cards.line_texts import is_answered
from atlas.cards.package_rows import note_key
from atlas.definitions.answers import broken_rules, line_codes, message, value_on
from atlas.definitions.formula.indicators import Summed, Truth, check_pair_side, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from atlas.cards.form_lines import CardForm, Line
    from atlas.definitions.answers import Answers, Context
    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.checks import Words
    from atlas.definitions.models import Definitions, TemplateKind

CHANGED_TIMES = 3
"""A figure that is over so many times its former value, or under its part, asks for a look."""
CHANGED_FROM = 10
"""Where neither figure reaches this, a change of many times says little."""
FEWEST_PEERS = 10
FARTHEST = 3.5
"""The usual bound for distances measured by the median absolute deviation (Iglewicz and Hoaglin, 1993)."""
LEAST_SPREAD = 0.2
"""Where peers hardly differ, a distance is measured as if they lay so far apart: only a double or a half stands out."""
_TO_DEVIATION = 1.4826
_NUMBERS = frozenset({"whole", "money", "statistic"})


@dataclass(frozen=True)
class PeerFigures:
    """Of the cards that say more than zero at an item: how many, the median and the MAD of log(1 + value), and when
    they were counted, as ISO text in Warsaw.
    """

    cards: int
    middle: float
    spread: float
    as_of: str = ""


@dataclass(frozen=True)
class Raised:
    """A flag: `item` is a line's code or empty for the whole card, `subject` tells flags of a code at an item apart."""

    code: str
    item: str = ""
    subject: str = ""
    evidence: Mapping[str, object] = field(default_factory=dict)
    is_notice: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it apart on its card."""
        return self.code, self.item, self.subject


@dataclass(frozen=True)
class Asked:
    """A question at an item when the card was returned, and what came back: words, another value."""

    item: str
    is_answered: bool
    is_changed: bool


@dataclass(frozen=True)
class Filing:
    """How a submission came: its channel, and the days by which it should and did come, as ISO texts."""

    channel: str = "online"
    filed_on: str = ""
    due_on: str = ""
    is_on_behalf: bool = False


@dataclass(frozen=True)
class Sides:
    """The answers of the gmina's cards in the session: of its Karty NGO, and of its Karta IZUS (empty where none)."""

    ngo: Sequence[Answers] = ()
    izus: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Surroundings:
    """What a card is looked at beside; `peers` are by item."""

    context: Context
    peers: Mapping[str, PeerFigures] = field(default_factory=dict)
    sides: Sides = field(default_factory=Sides)
    asked: Sequence[Asked] = ()
    filing: Filing = field(default_factory=Filing)


@dataclass(frozen=True)
class Lookout:
    """Knows what cards of one kind are looked at by."""

    form: CardForm
    definitions: Definitions
    words: Words

    def flags(self, document: CardDocument, beside: Surroundings) -> list[Raised]:
        """Return what asks for a look on a card, in the form's order, what concerns the whole card first."""
        warned = list(self._warnings(document, beside.context))
        compared = {one.item for one in warned if one.subject in self._comparing}
        found = [
            *warned,
            *_changes(self._figures, document, before=beside.context.previous, without=compared),
            *_outliers(self._figures, document.answers, peers=beside.peers),
            *self._disagreements(document.answers, beside.sides),
            *(_came_back(one) for one in beside.asked),
            *_missing(self.form, document),
            *_channel(beside.filing),
        ]
        order = {code: place for place, code in enumerate(self.form.lines)}
        unique = {one.key: one for one in found}
        return sorted(unique.values(), key=lambda one: (order.get(one.item, -1), one.is_notice))

    @property
    def _figures(self) -> list[Line]:
        return [line for line in self.form.lines.values() if line.kind in _NUMBERS and not line.is_personal]

    @property
    def _comparing(self) -> set[str]:
        """The rules that compare with the former card themselves."""
        rules = self.definitions.templates[self.form.kind].rules
        return {rule.code for rule in rules if "previous(" in rule.violated_when}

    def _warnings(self, document: CardDocument, context: Context) -> Iterator[Raised]:
        template = self.definitions.templates[self.form.kind]
        rules = {rule.code: rule for rule in template.rules}
        for broken in broken_rules(template, document.answers, words=self.words, context=context):
            rule = rules[broken.code]
            if rule.severity != "warning":
                continue
            lines = [code for code in line_codes(rule, broken) if code in self.form.lines]
            evidence = {
                "pl": message(rule, broken, language="pl"),
                "en": message(rule, broken, language="en"),
                "explained_at": [code for code in (*lines, note_key(rule.code)) if document.explanations.get(code)],
            }
            yield Raised("warning", lines[0] if lines else "", rule.code, evidence)

    def _disagreements(self, answers: Answers, sides: Sides) -> Iterator[Raised]:
        """Compare the two sides of rule 7 in the gmina: on the institution's card the sums, on an organisation's what
        it says itself with what the institution knows of none.
        """
        if self.form.kind == "STATISTICS":
            return
        for pair in self.definitions.pairs:
            ngo = check_pair_side(pair.ngo, words=self.words.packages["NGO"])
            izus = check_pair_side(pair.izus, words=self.words.packages["IZUS"])
            if self.form.kind == "IZUS":
                known = [one for card in sides.ngo if (one := self._counted(ngo, card, kind="NGO")) is not None]
                theirs = self._counted(izus, answers, kind="IZUS")
                if known and theirs is not None and sum(known) != theirs:
                    evidence = {"ngo": sum(known), "izus": theirs, "cards": len(known)}
                    yield Raised("sides-differ", _item_of(izus), pair.code, evidence)
            elif (own := self._counted(ngo, answers, kind="NGO")) and (
                self._counted(izus, sides.izus, kind="IZUS") == 0
            ):
                yield Raised("institution-knows-none", _item_of(ngo), pair.code, {"ngo": own, "izus": 0})

    def _counted(self, side: Truth | Summed, answers: Answers, *, kind: TemplateKind) -> int | None:
        """Return what a card adds to its side of a pair; None where it is not known."""
        if isinstance(side, Truth):
            truth = value_on(side.condition, answers, kind=kind, words=self.words)
            return None if truth is None else int(bool(truth))
        value = answers.get(side.item)
        return value if isinstance(value, int) else None


def peer_figures(values: Iterable[float]) -> PeerFigures | None:
    """Return the figures of the values over zero, None where there are none.

    >>> peer_figures([0, 1, 1, 3])
    PeerFigures(cards=3, middle=0.6931471805599453, spread=0.0, as_of='')
    """
    logs = [math.log1p(one) for one in values if one > 0]
    if not logs:
        return None
    middle = median(logs)
    return PeerFigures(len(logs), middle, median(abs(one - middle) for one in logs))


def distance(value: float, peers: PeerFigures) -> float:
    """Return how far a value lies from its peers; over `FARTHEST` either way it stands out."""
    return (math.log1p(value) - peers.middle) / max(_TO_DEVIATION * peers.spread, LEAST_SPREAD)


def figures_of(form: CardForm, answers: Answers) -> dict[str, float]:
    """Return a card's known numbers by item, rows of tables aside."""
    found = ((code, _number(answers.get(code))) for code, line in form.lines.items() if line.kind in _NUMBERS)
    return {code: number for code, number in found if number is not None}


def _changes(
    lines: Sequence[Line], document: CardDocument, *, before: Answers, without: set[str]
) -> Iterator[Raised]:  # fmt: skip
    for line in lines:
        former, now = _number(before.get(line.code)), _number(document.answers.get(line.code))
        if former is None:
            continue
        if now is None:
            evidence = {"before": former, "reason": document.reasons.get(line.code, "")}
            yield Raised("answer-gone", line.code, evidence=evidence)
        elif line.code not in without and _is_leap(former, now):
            ratio = round(now / former, 2) if former else None
            yield Raised("changed", line.code, evidence={"before": former, "now": now, "ratio": ratio})


def _is_leap(former: float, now: float) -> bool:
    is_large = max(former, now) >= CHANGED_FROM
    return is_large and (now > CHANGED_TIMES * former or CHANGED_TIMES * now < former)


def _outliers(lines: Sequence[Line], answers: Answers, *, peers: Mapping[str, PeerFigures]) -> Iterator[Raised]:
    for line in lines:
        value, beside = _number(answers.get(line.code)), peers.get(line.code)
        if not value or beside is None or beside.cards < FEWEST_PEERS:
            continue
        far = distance(value, beside)
        if abs(far) > FARTHEST:
            evidence = {
                "value": value, "median": round(math.expm1(beside.middle), 1), "cards": beside.cards,
                "distance": round(far, 1), "as_of": beside.as_of,
            }  # fmt: skip
            yield Raised("outlier", line.code, evidence=evidence)


def _missing(form: CardForm, document: CardDocument) -> Iterator[Raised]:
    asked = [line for line in counted(form) if not line.is_personal]
    empty = sum(not is_answered(line, document) for line in asked)
    reasons = Counter(document.reasons[line.code] for line in asked if line.code in document.reasons)
    if reasons:
        yield Raised("reasons", evidence=dict(sorted(reasons.items())), is_notice=True)
    if empty:
        is_notice = 2 * empty <= len(asked)
        yield Raised("empty", evidence={"empty": empty, "asked": len(asked)}, is_notice=is_notice)


def _channel(filing: Filing) -> Iterator[Raised]:
    if filing.is_on_behalf:
        yield Raised("on-behalf", subject=filing.channel, evidence={"channel": filing.channel})
    if filing.due_on and filing.filed_on > filing.due_on:
        evidence = {"filed_on": filing.filed_on, "due_on": filing.due_on}
        yield Raised("after-deadline", evidence=evidence, is_notice=True)


def _came_back(asked: Asked) -> Raised:
    return Raised("came-back", asked.item, evidence={"answered": asked.is_answered, "changed": asked.is_changed})


def _item_of(side: Truth | Summed) -> str:
    return side.item if isinstance(side, Summed) else names_in(side.condition)[0]


def _number(value: object) -> float | int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | float) else None
