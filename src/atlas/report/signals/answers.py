"""Signals on who did not answer, and what was not known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from atlas.engine.packages.contract import CARD_KINDS
from atlas.kernel.language import _
from atlas.report import ground
from atlas.report.excerpt import asked_items
from atlas.report.model import Signal
from atlas.report.sections.profile import sphere_name
from atlas.report.thresholds import LOW_COVERAGE, NOT_COLLECTED_LEAST, NOT_COLLECTED_SHARE
from atlas.report.wording import n_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.models import CardKind
    from atlas.report.case import Case

NOT_COLLECTED = "not_collected"
_TIMES = n_(
    "%(card)s, sphere %(sphere)s: said %(n)s time, of %(all)s answers asked for (%(share)s)",
    "%(card)s, sphere %(sphere)s: said %(n)s times, of %(all)s answers asked for (%(share)s)",
)
_SILENT = n_("%(n)s gmina of %(all)s: %(names)s", "%(n)s gminas of %(all)s: %(names)s")


def low_coverage(case: Case) -> Signal | None:
    """Fewer than half of the invited cards of a kind were accepted."""
    say = case.voice.say
    low = tuple(
        f"{ground.card_name(kind, case)}: {ground.cards_text(kind, case)}"
        for kind in CARD_KINDS
        if (share := ground.coverage_share(kind, case)) is not None and share < LOW_COVERAGE
    )
    if not low:
        return None
    return Signal(say(_("Fewer than half of those invited have filed")), low, (
        say(_("Who has not filed, and why: time, the form, no interest, wrong address?")),
        say(_("Would another way of sending the card help (phone, paper, a visit)?")),
    ))  # fmt: skip


def silent_gminas(case: Case) -> Signal | None:
    """Gminas from which no card at all was accepted, though somebody was invited."""
    cards, invited = case.now.cards, case.now.invited
    silent = [
        one.name
        for one in case.now.gminas
        if any(invited[kind][one.code] for kind in CARD_KINDS) and not any(cards[kind][one.code] for kind in CARD_KINDS)
    ]
    if not silent:
        return None
    say = case.voice.say
    return Signal(say(_("From some gminas no card has come")), (_gminas(silent, case),), (
        say(_("Did the invitation reach anybody there?")),
        say(_("Who in the gmina could be a contact for the next session?")),
    ))  # fmt: skip


def silent_institutions(case: Case) -> Signal | None:
    """Institutions that were invited and have not filed: their gmina lacks a whole perspective."""
    filed = set(case.now.filed["IZUS"])
    register = case.sources.books[case.now.session].register("institutions")
    silent = [
        f"{register[who]} ({case.name_of(gmina)})" for gmina, who in case.now.asked["IZUS"] if (gmina, who) not in filed
    ]
    if not silent:
        return None
    say = case.voice.say
    return Signal(
        say(_("An institution was invited and has not filed")), (case.voice.listed(silent),),
        (
            say(_("What does the institution need to be able to answer: time, data, somebody to do it?")),
            say(_("Does it know that without its card the two perspectives cannot be compared there?")),
        ),
    )  # fmt: skip


def no_statistics(case: Case) -> Signal | None:
    """Gminas whose statistics are all unknown: no share over a statistic can be computed there."""
    lacking = [one.name for one in case.now.gminas if not case.now.statistics.get(one.code)]
    if not lacking:
        return None
    say = case.voice.say
    return Signal(say(_("A gmina has given no statistics")), (_gminas(lacking, case),), (
        say(_("Who in the municipal office keeps these figures (organisations, providers, users)?")),
        say(_("Can they be taken from a register instead?")),
    ))  # fmt: skip


def not_collected(case: Case) -> Signal | None:
    """In a sphere a quarter of all answers asked for, and at least three, are 'we do not collect such data'."""
    evidence = tuple(one for kind in CARD_KINDS for one in _spheres(kind, case))
    if not evidence:
        return None
    say = case.voice.say
    return Signal(say(_("Much of what a sphere asks for is not collected")), evidence, (
        say(_("Could it be counted from now on, with little effort?")),
        say(_("Is the question itself at fault? Then the card should change.")),
    ))  # fmt: skip


def _spheres(kind: CardKind, case: Case) -> Iterator[str]:
    cards = case.now.cards[kind].total()
    spheres = _sphere_of_items(kind, case)
    said: Counter[int | None] = Counter()
    for (of, item, reason), count in case.now.reasons.items():
        if of == kind and reason == NOT_COLLECTED and item in spheres:
            said[spheres[item]] += count
    for sphere, count in sorted((one for one in said.items() if one[0]), key=lambda one: (-one[1], one[0] or 0)):
        asked = cards * sum(of == sphere for of in spheres.values())
        if sphere and count >= NOT_COLLECTED_LEAST and count >= NOT_COLLECTED_SHARE * asked:
            yield case.voice.count(
                _TIMES, count, card=ground.card_name(kind, case), sphere=sphere_name(sphere, case),
                all=case.voice.number(asked), share=case.voice.percent(100.0 * count / asked),
            )  # fmt: skip


def _sphere_of_items(kind: CardKind, case: Case) -> dict[str, int | None]:
    """The sphere of each item that a gap is counted for: its section's, or of a supplementary item its own."""
    asked = {item.code for item in asked_items(case.now.package, kind)}
    sections = case.definitions.templates[kind].sections
    return {
        item.code: section.sphere or item.sphere for section in sections for item in section.items if item.code in asked
    }


def _gminas(names: list[str], case: Case) -> str:
    facts = {"all": case.voice.number(len(case.now.gminas)), "names": case.voice.names(names)}
    return case.voice.count(_SILENT, len(names), **facts)
