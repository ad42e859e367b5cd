"""The shapes of the definitions: texts, catalogues, card templates, indicators, pairs. What the YAML files may hold.

Source: the Atlas, parts IV and V; `cards.md`, `indicators.md`. Frozen: a published definition never changes.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

CardKind = Literal["NGO", "IZUS"]
TemplateKind = Literal["NGO", "IZUS", "STATISTICS"]
Perspective = Literal["NGO", "IZUS", "EFF"]
ItemType = Literal[
    "whole", "money", "yes_no", "choice", "choices", "text", "date", "teryt", "teryt_list", "phone", "email"
]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
EACH_FACTS = ("value", "previous", "number", "label")
"""What a rule that runs over many items knows of each one."""
BRACES = re.compile(r"\{([^{}]*)\}")
"""A fact in a rule's message."""
NONE_OF_THESE = "none"
"""The option 'żadne z powyższych' that every multi-choice has."""


class Frozen(BaseModel):
    """Unchangeable; an unknown key is a mistake, not a wish."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """A text in both languages, never empty."""

    pl: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Option(Frozen):
    """One entry of a catalogue; `basis` is the legal provision it rests on."""

    code: str = Field(pattern=r"^[A-Za-z0-9_]+$")
    label: Text
    description: Text | None = None
    basis: str = ""


class Catalogue(Frozen):
    """A closed list of options, in the order in which packages write them."""

    catalogue: Code
    label: Text
    source: str
    options: tuple[Option, ...] = Field(min_length=1)

    @property
    def codes(self) -> tuple[str, ...]:
        """The option codes in order."""
        return tuple(option.code for option in self.options)


class Item(Frozen):
    """One question of a card. Mark A = the Atlas's own, S = our supplement; `time` tells flow from stock (rule 12)."""

    code: Code
    number: str
    mark: Literal["A", "S"]
    type: ItemType
    label: Text
    help: Text
    group: Text | None = None
    unit: str = ""
    time: Literal["flow", "stock", "in_force"] | None = None
    options: str = ""
    sphere: int | None = Field(default=None, ge=1, le=6)
    required: bool = False
    other_text: bool = False
    personal: bool = False
    kinds_of: str = ""
    asked_when: str = ""


class Section(Frozen):
    """A part of the card as a person sees it: Part I, one sphere of Part II, the supplement, Part III."""

    id: str
    part: Literal["I", "II", "III"]
    label: Text
    items: tuple[Item, ...] = Field(min_length=1)
    sphere: int | None = Field(default=None, ge=1, le=6)
    supplementary: bool = False
    note: Text | None = None


class ItemTable(Frozen):
    """A table within a card: one row for each value of `key`."""

    code: Code
    number: str
    mark: Literal["A", "S"]
    label: Text
    help: Text
    key: str
    columns: tuple[Item, ...] = Field(min_length=2)


class AnswerRule(Frozen):
    """What a card is checked against: broken when the formula is true. An error blocks, a warning asks for a word."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    severity: Literal["error", "warning", "information"]
    violated_when: str
    message: Text
    items: tuple[str, ...] = ()
    for_each: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """What the message may name in braces: the rule's items; where it runs over many, each one's own facts."""
        return (*self.items, *(EACH_FACTS if self.for_each else ()))


class CardTemplate(Frozen):
    """One version of a card: everything that its forms, packages and codebook are generated from."""

    template: TemplateKind
    version: int = Field(ge=1)
    name: Text
    title: Text
    source: str
    sections: tuple[Section, ...] = Field(min_length=1)
    tables: tuple[ItemTable, ...] = ()
    rules: tuple[AnswerRule, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """All items outside tables, in the card's order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def package_items(self) -> tuple[Item, ...]:
        """The items that stand in session packages: Part II, with the supplement, in the card's order."""
        return tuple(
            item for section in self.sections if section.part == "II" for item in section.items if not _part_one(item)
        )


def _part_one(item: Item) -> bool:
    # A supplementary item about Part I (medical activity) stands among the supplement, but is no statistic.
    return item.number.startswith(("S.I", "I."))


class Indicator(Frozen):
    """One version of an indicator: a name, a source and a formula that the Centre may change, never code."""

    id: str = Field(pattern=r"^[A-Z]+-[0-9]+(\.[0-9]+)?$")
    version: int = Field(ge=1)
    name: Text
    perspective: Perspective
    kind: Literal["count", "total", "share", "ratio"]
    unit: str
    direction: Literal["more", "less", "neutral"]
    formula: str
    source: str
    sphere: int | None = Field(default=None, ge=1, le=6)
    symbol: str = ""
    breakdown: str = ""
    rows: str = ""
    note: Text | None = None

    @property
    def card_kind(self) -> CardKind:
        """The card that the indicator is computed from; efficiency stands on the Karta NGO."""
        return "IZUS" if self.perspective == "IZUS" else "NGO"


class Pair(Frozen):
    """Two fields that speak of the same thing from two sides (rule 7)."""

    code: Code
    sphere: int = Field(ge=1, le=6)
    label: Text
    ngo: str
    izus: str
    indicators: tuple[str, str]
    note: Text | None = None


class Lead(Frozen):
    """The indicators that stand for a sphere in the profile on a report's first page, one from each side."""

    sphere: int = Field(ge=1, le=6)
    ngo: str
    izus: str
    label: Text


class Definitions(Frozen):
    """Everything that a session is run and computed by: templates, indicators in official order, pairs, catalogues."""

    templates: dict[TemplateKind, CardTemplate]
    indicators: tuple[Indicator, ...]
    pairs: tuple[Pair, ...]
    profile: tuple[Lead, ...]
    catalogues: dict[str, Catalogue]

    def indicator(self, identifier: str) -> Indicator:
        """Return an indicator by its id (KeyError where there is none)."""
        for one in self.indicators:
            if one.id == identifier:
                return one
        raise KeyError(identifier)
