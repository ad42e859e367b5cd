"""The nine pairs, where two sides speak of the same thing (rule 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.kernel.polish_numbers import NBSP
from atlas.report.model import MISSING, Bullets, Cell, Column, Paragraph, Section, Table
from atlas.report.wording import n_

if TYPE_CHECKING:
    from atlas.definitions.models import Pair
    from atlas.report.case import Case
    from atlas.report.model import Block
    from atlas.report.records import PairRow

MOST_FINDINGS = 3
_COMPARED = n_("%(compared)s of %(n)s gmina", "%(compared)s of %(n)s gminas")
_FEWER = _("%(label)s: organisations report %(ngo)s, institutions %(izus)s. Organisations report %(gap)s fewer.")
_MORE = _("%(label)s: organisations report %(ngo)s, institutions %(izus)s. Organisations report %(gap)s more.")


def pairs(case: Case) -> Section:
    """Return the section."""
    say = case.voice.say
    known = [(pair, case.pairs[pair.code]) for pair in case.definitions.pairs if pair.code in case.pairs]
    intro = say(_(
        "Some questions stand on both cards. Here organisations and institutions are put side by side, only in gminas "
        "where both sides answered. The NGO figure counts cards: an organisation active in two gminas counts in each. "
        "For standards it adds up proposals."
    ))  # fmt: skip
    blocks: list[Block] = [Paragraph(intro)]
    blocks += [_findings(known, case), _table(known, case)]
    notes = tuple(f"{case.voice.text(pair.label)}: {case.voice.text(pair.note)}" for pair, _row in known if pair.note)
    if notes:
        blocks.append(Bullets(notes))
    return Section("pairs", say(_("Where the two perspectives differ")), tuple(blocks))


def _findings(known: list[tuple[Pair, PairRow]], case: Case) -> Block:
    compared = [(pair, row, row.difference) for pair, row in known if row.difference is not None]
    apart = [one for one in compared if one[2]]
    if not compared:
        return Paragraph(case.voice.say(_("No pair can be compared here.")))
    if not apart:
        return Paragraph(case.voice.say(_("The two sides agree wherever they can be compared.")))
    largest = sorted(apart, key=lambda one: -abs(one[2]))[:MOST_FINDINGS]
    return Bullets(tuple(_finding(pair, row, difference=gap, case=case) for pair, row, gap in largest))


def _finding(pair: Pair, row: PairRow, *, difference: int, case: Case) -> str:
    number = case.voice.number
    sides = {"ngo": number(row.ngo or 0), "izus": number(row.izus or 0)}
    words = _MORE if difference > 0 else _FEWER
    return case.voice.say(words, label=case.voice.text(pair.label), gap=number(abs(difference)), **sides)


def _table(known: list[tuple[Pair, PairRow]], case: Case) -> Table:
    say = case.voice.say
    columns = (
        Column(say(_("What is compared"))),
        Column(say(_("Organisations (NGO)")), numeric=True),
        Column(say(_("Institutions (IZUS)")), numeric=True),
        Column(say(_("Difference NGO \N{MINUS SIGN} IZUS")), numeric=True),
        Column(say(_("Gminas compared")), numeric=True),
    )
    return Table(
        "pairs-table", say(_("Both sides, pair by pair")), columns, tuple(_row(*one, case=case) for one in known)
    )


def _row(pair: Pair, row: PairRow, *, case: Case) -> tuple[Cell, ...]:
    voice = case.voice
    head = Cell(voice.text(pair.label), detail=" : ".join(pair.indicators).replace(" ", NBSP))
    compared = Cell(
        voice.count(_COMPARED, len(case.now.gminas), compared=voice.number(row.gminas_compared)),
        float(row.gminas_compared), numeric=True,
    )  # fmt: skip
    if row.ngo is None or row.izus is None or row.difference is None:
        why = _why_not(case)
        return (head, *(Cell(MISSING, None, why, numeric=True) for _side in range(3)), compared)
    figures = (Cell(voice.number(one), float(one), numeric=True) for one in (row.ngo, row.izus))
    gap = voice.number(row.difference, signed=True)
    return (head, *figures, Cell(gap, float(row.difference), _word(row.difference, case), numeric=True), compared)


def _word(difference: int, case: Case) -> str:
    if difference == 0:
        return case.voice.say(_("both sides agree"))
    return case.voice.say(_("NGO say more") if difference > 0 else _("IZUS say more"))


def _why_not(case: Case) -> str:
    if not case.now.cards["NGO"].total():
        return case.voice.say(_("no card: NGO"))
    if not case.now.cards["IZUS"].total():
        return case.voice.say(_("no card: IZUS"))
    return case.voice.say(_("nowhere did both sides answer"))
