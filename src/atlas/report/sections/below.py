"""The territories one level below compared: tables, a heat map, rankings of shares, a map where outlines are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.packages.contract import CARD_KINDS
from atlas.kernel.language import _
from atlas.report.below import Below, below_of
from atlas.report.comparison import heat_of, map_of, ranking_of, ranking_table
from atlas.report.figures import value_cell
from atlas.report.ground import card_name, cards_of
from atlas.report.leading import profile_indicators, shares
from atlas.report.model import MISSING, Cell, Column, Paragraph, Section, Table
from atlas.report.sections.profile import sphere_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.models import CardKind, Indicator
    from atlas.kernel.teryt import Level
    from atlas.report.case import Case
    from atlas.report.model import Block

LEAST_BELOW = 2
_TITLES: dict[Level, str] = {
    "voivodeship": _("Voivodeships compared"),
    "powiat": _("Powiats compared"),
    "gmina": _("Gminas compared"),
}


def below(case: Case) -> Section | None:
    """Return the section, or None for a gmina."""
    found = below_of(case)
    if found is None:
        return None
    title = case.voice.say(_TITLES[found.level])
    if len(found.codes) < LEAST_BELOW:
        text = _("The session covers only one territory here, %(name)s, so there is nothing to compare.")
        only = Paragraph(case.voice.say(text, name=case.name_of(found.codes[0])))
        return Section("below", title, (only, *_maps(found, case)))
    return Section("below", title, tuple(_intro(found, case)), (
        Section("below-shares", case.voice.say(_("Shares")), tuple(_shares(found, case))),
        Section("below-counts", case.voice.say(_("Counts")), tuple(_counts(found, case))),
    ))  # fmt: skip


def _intro(found: Below, case: Case) -> Iterator[Block]:
    say = case.voice.say
    yield Paragraph(say(_(
        "A share compares territories of unlike size; a count tells mostly how large a territory is. Look at the "
        "coverage first: a territory with few cards looks poor only because it is silent."
    )))  # fmt: skip
    if case.audience == "public" and _hides(found, case):
        yield Paragraph(say(_(
            "Some figures are not published. Where one of them could be worked out from the sum above, the smallest "
            "other one is not published either."
        )))  # fmt: skip


def _hides(found: Below, case: Case) -> bool:
    rows = (found.row(one.id, code) for one in (*shares(case), *profile_indicators(case)) for code in found.codes)
    return any(row is not None and case.is_withheld(row) for row in rows)


def _shares(found: Below, case: Case) -> Iterator[Block]:
    for indicator in shares(case):
        ranking = ranking_of(indicator, found)
        if ranking is None:
            text = _("%(name)s: no territory here has a figure that can be shown.")
            yield Paragraph(case.voice.say(text, name=f"{indicator.id} {case.voice.text(indicator.name)}"))
        else:
            yield ranking
        yield ranking_table(indicator, found)
    yield from _maps(found, case)


def _maps(found: Below, case: Case) -> Iterator[Block]:
    known = shares(case)
    drawn = map_of(known[0], found) if known else None
    if drawn is not None:
        yield drawn
        if len(found.codes) < LEAST_BELOW:
            yield ranking_table(known[0], found)


def _counts(found: Below, case: Case) -> Iterator[Block]:
    indicators = profile_indicators(case)
    yield heat_of(indicators, found, table="below-ngo")
    for kind in CARD_KINDS:
        yield _table(kind, [one for one in indicators if one.card_kind == kind], found=found)


def _table(kind: CardKind, indicators: list[Indicator], *, found: Below) -> Table:
    case = found.case
    columns = (
        Column(case.voice.say(_("Territory"))),
        Column(case.voice.say(_("Cards")), numeric=True),
        *(Column(one.id, numeric=True) for one in indicators),
    )
    rows = tuple(
        (
            Cell(case.name_of(code), detail=code),
            cards_of(kind, found.gminas[code], case=case),
            *(_value(one, code, found=found) for one in indicators),
        )
        for code in found.codes
    )
    names = "; ".join(f"{one.id}: {_short(one, case)}" for one in indicators)
    caption = case.voice.say(_("%(card)s: leading indicators in figures"), card=card_name(kind, case))
    return Table(f"below-{kind.lower()}", caption, columns, rows, note=f"{names}.")


def _short(indicator: Indicator, case: Case) -> str:
    """What an indicator of the profile is about, in the profile's few words."""
    leads = (one for one in case.definitions.profile if indicator.id in {one.ngo, one.izus})
    return next(f"{case.voice.text(one.label)} ({sphere_name(one.sphere, case)})" for one in leads)


def _value(indicator: Indicator, code: str, *, found: Below) -> Cell:
    row = found.row(indicator.id, code)
    value = found.value(row)
    if value is None:
        return Cell(MISSING, None, found.gap(row, indicator), numeric=True)
    return value_cell(value, indicator, voice=found.case.voice)
