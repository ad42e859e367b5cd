"""`docs/reference/cards.md`: every item of the two cards and of the territory statistics, and the rules of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.markdown import NOTHING, bullets, code, codes, page, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.models import AnswerRule, CardTemplate, Definitions, Item, ItemTable, TemplateKind

ORDER: tuple[TemplateKind, ...] = ("NGO", "IZUS", "STATISTICS")
TIMES = {"flow": "flow", "stock": "stock", "in_force": "in force", None: ""}
HEAD = ("Number", "Code", "Mark", "Type", "Unit", "Time", "Package", "Polish label", "English label", "Also")
OPENING = """The card templates of version 1. One card is one respondent in one gmina in one session.

* **Mark**: A = an item of the Atlas's card, its Polish label is official; S = a supplementary item that an indicator
  cannot do without, added by us.
* **Time**: a *flow* counts what happened in the session's period; a *stock* is what stands on its last day; *in force*
  counts what was in force on any day of it.
* **Package**: whether the item stands in [session packages](session-package.md). Parts I and III never do.
* Numbers are whole and not negative; an empty one is missing, which is not zero. `choice` and `choices` name their
  [catalogue](catalogues.md); every multi-choice can also be answered `none`.
* Rules are broken when their [formula](formulas.md) is true. An *error* blocks submission, a *warning* asks for a word
  of explanation, an *information* asks for nothing. They are checked when a card is filed, not when packages are
  computed. Names in braces stand for values of the card."""


def cards_page(definitions: Definitions) -> str:
    """Return the page."""
    parts = [part for kind in ORDER for part in _template(definitions.templates[kind])]
    return page("Cards", OPENING, *parts)


def _template(template: CardTemplate) -> Iterator[str]:
    yield f"## {template.name.en} ({template.name.pl})"
    yield f"**{template.title.pl}** Template version {template.version}. Source: {template.source}."
    for section in template.sections:
        yield f"### {template.name.pl}: {section.label.pl}"
        yield section.label.en + ("" if section.note is None else f". {section.note.en}")
        yield table(HEAD, (_row(item, template) for item in section.items))
    for one in template.tables:
        yield from _table(one, template)
    if template.rules:
        yield f"### {template.name.pl}: rules"
        yield table(("Rule", "Severity", "Broken when", "Items"), map(_rule, template.rules))
        yield from map(_messages, template.rules)


def _table(one: ItemTable, template: CardTemplate) -> Iterator[str]:
    yield f"### {template.name.pl}: {one.label.pl}"
    yield f"{one.label.en}. Table {code(one.code)}, number {one.number}, one row for each {code(one.key)}."
    yield table(HEAD, (_row(column, template, packed=True) for column in one.columns))


def _row(item: Item, template: CardTemplate, *, packed: bool = False) -> tuple[str, ...]:
    in_package = packed or item in template.package_items
    polish, english = (
        f"{getattr(item.group, language)}: {getattr(item.label, language)}"
        if item.group
        else getattr(item.label, language)
        for language in ("pl", "en")
    )
    kind = f"{item.type} ([{item.options}](catalogues.md#{item.options}))" if item.options else item.type
    return (
        item.number, code(item.code), item.mark, kind, item.unit, TIMES[item.time], "yes" if in_package else "no",
        polish, english, _also(item),
    )  # fmt: skip


def _also(item: Item) -> str:
    return "; ".join(
        filter(None, (
            "required" if item.required else "",
            "with words of one's own" if item.other_text else "",
            "personal data" if item.personal else "",
            f"kinds of {code(item.kinds_of)}" if item.kinds_of else "",
            f"asked when {code(item.asked_when)}" if item.asked_when else "",
        ))
    )  # fmt: skip


def _rule(rule: AnswerRule) -> tuple[str, ...]:
    subjects = f"each: {code(rule.for_each)}" if rule.for_each else codes(rule.items) or NOTHING
    return (code(rule.code), rule.severity, code(rule.violated_when), subjects)


def _messages(rule: AnswerRule) -> str:
    return f"{code(rule.code)}\n\n" + bullets((rule.message.pl, rule.message.en))
