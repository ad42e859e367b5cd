"""What a sentence stands on, in figures: '36,4 % · 4 z 11 · 9 z 12 kart · 3 z 4 gmin'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report import figures
from atlas.report.model import MISSING, Cell
from atlas.report.wording import n_

if TYPE_CHECKING:
    from atlas.definitions.models import CardKind
    from atlas.report.case import Case
    from atlas.report.records import Row
    from atlas.report.rows import Reading

DOT = " \N{MIDDLE DOT} "
PANEL_CARDS = n_("panel: %(n)s card", "panel: %(n)s cards")
_CARDS = n_("%(cards)s of %(n)s card", "%(cards)s of %(n)s cards")


def joined(*parts: str) -> str:
    """Return parts with a dot between them, without the empty ones."""
    return DOT.join(part for part in parts if part)


def coverage_of(row: Row, case: Case) -> str:
    """Return cards of invited cards and, of several, gminas used of gminas in scope."""
    cell = figures.coverage_cell(row, case.voice)
    return joined(cell.text, cell.detail) if cell.raw is not None else cell.detail


def figures_of(reading: Reading) -> str:
    """Return a known value with its fraction and coverage."""
    row, voice = reading.row, reading.case.voice
    value = figures.value_text(row.value or 0.0, kind=reading.indicator.kind, voice=voice)
    fraction = figures.fraction_text(row, reading.indicator, voice=voice)
    return joined(value, fraction, coverage_of(row, reading.case))


def cards_text(kind: CardKind, case: Case) -> str:
    """Return how many cards were accepted of those invited, with the share: 24 z 31 kart (77,4 %)."""
    accepted, invited = case.now.cards[kind].total(), case.now.invited[kind].total()
    if not invited:
        return case.voice.say(_("nobody invited"))
    cards = case.voice.count(_CARDS, invited, cards=case.voice.number(accepted))
    return f"{cards} ({case.voice.percent(100.0 * accepted / invited)})"


def coverage_share(kind: CardKind, case: Case) -> float | None:
    """Return accepted cards of invited cards, 0-1, or None where nobody is invited."""
    invited = case.now.invited[kind].total()
    return case.now.cards[kind].total() / invited if invited else None


def card_name(kind: CardKind, case: Case) -> str:
    """Return what a kind of card is called."""
    return case.voice.text(case.definitions.templates[kind].name)


def cards_of(kind: CardKind, gminas: tuple[str, ...], *, case: Case) -> Cell:
    """Return how many cards were accepted from some gminas, of those invited."""
    accepted = sum(case.now.cards[kind][gmina] for gmina in gminas)
    invited = sum(case.now.invited[kind][gmina] for gmina in gminas)
    if not invited:
        return Cell(MISSING, None, case.voice.say(_("nobody invited")), numeric=True)
    number = case.voice.number
    text = case.voice.say(_("%(part)s of %(whole)s"), part=number(accepted), whole=number(invited))
    return Cell(text, float(accepted), numeric=True)
