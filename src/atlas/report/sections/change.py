"""What has changed since the baseline, and what only looks like it: who answered, and the leading indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.packages.contract import CARD_KINDS
from atlas.kernel.language import _
from atlas.report import ground
from atlas.report.leading import leading, reading_of
from atlas.report.model import MISSING, Bullets, Cell, Column, Paragraph, Section, Table
from atlas.report.rows import indicator_row
from atlas.report.sections.opening import baseline_sentence
from atlas.report.sections.profile import profile_summary
from atlas.report.turnover import turnover_of

if TYPE_CHECKING:
    from atlas.report.case import Case
    from atlas.report.model import Block, Change
    from atlas.report.rows import Reading
    from atlas.report.turnover import Flow, Turnover


def change(case: Case) -> Section:
    """Return the section; in a baseline session it says only that there is nothing to compare yet."""
    say = case.voice.say
    flows = [one for kind in CARD_KINDS if (one := turnover_of(kind, case)) is not None]
    title = say(_("What has changed since the baseline"))
    if not flows:
        nothing = Paragraph(say(_("There is nothing to compare with yet.")))
        return Section("change", title, (nothing, Bullets(tuple(baseline_sentence(kind, case) for kind in CARD_KINDS))))
    intro = Paragraph(say(_(
        "A figure may change because somebody does more or less, or because others answered. The panel tells the two "
        "apart: it compares only the cards that the same respondents filed for the same gminas in both sessions."
    )))  # fmt: skip
    blocks: tuple[Block, ...] = (intro, profile_summary(case))
    return Section("change", title, blocks, (
        Section("who", say(_("Who answered")), (
            _who(flows, case), Bullets(tuple(_meaning(one, case) for one in flows)),
        )),
        Section("leading", say(_("Leading indicators")), _leading(case)),
    ))  # fmt: skip


def _who(flows: list[Turnover], case: Case) -> Table:
    say = case.voice.say
    heads = (
        _("At the baseline"), _("Now"), _("Stayed (in both)"), _("Joined (only now)"), _("Left (only at the baseline)"),
    )  # fmt: skip
    rows = []
    for one in flows:
        card = ground.card_name(one.kind, case)
        side = _("organisations") if one.kind == "NGO" else _("institutions")
        for what, flow in ((_("cards"), one.cards), (side, one.respondents), (_("gminas"), one.gminas)):
            head = Cell(f"{card}: {say(what)}", detail=say(_("baseline: session %(session)s"), session=one.session))
            rows.append((head, *_numbers(flow, case)))
    columns = (Column(say(_("What is counted"))), *(Column(say(head), numeric=True) for head in heads))
    return Table("who-table", say(_("Cards, respondents and gminas: then, now, and in both")), columns, tuple(rows))


def _numbers(flow: Flow, case: Case) -> tuple[Cell, ...]:
    numbers = (flow.then, flow.now, flow.stayed, flow.joined, flow.left)
    return tuple(Cell(case.voice.number(one), float(one), numeric=True) for one in numbers)


def _meaning(turnover: Turnover, case: Case) -> str:
    flow, card = turnover.cards, ground.card_name(turnover.kind, case)
    if flow.same:
        text = _("%(card)s: the same respondents filed for the same gminas. Panel and change over all cards agree.")
    elif not flow.stayed:
        text = _("%(card)s: nobody filed in both sessions. There is no panel, and no change can be told.")
    else:
        text = _(
            "%(card)s: %(stayed)s of %(now)s cards have a match in the baseline session. The change over all cards "
            "mixes what changed with who answered, so read the panel."
        )
    number = case.voice.number
    return case.voice.say(text, card=card, stayed=number(flow.stayed), now=number(flow.now))


def _leading(case: Case) -> tuple[Block, ...]:
    say = case.voice.say
    heads = (_("Baseline"), _("Value"), _("Change in the panel"), _("Change over all cards"))
    columns = (
        Column(say(_("Indicator"))), *(Column(say(head), numeric=True) for head in heads), Column(say(_("Together"))),
    )  # fmt: skip
    rows = tuple(_row(reading_of(one, case), case) for one in leading(case))
    note = say(_(
        "Of a share over a statistic only the panel's change is to be read, not its level. Why a figure is missing "
        "stands beside the indicator, sphere by sphere."
    ))  # fmt: skip
    return (Table("leading-table", say(_("Leading indicators: panel and all cards")), columns, rows, note=note),)


def _row(reading: Reading, case: Case) -> tuple[Cell, ...]:
    row = indicator_row(reading.row, reading.indicator, case=case)
    panel = next((one for one in row.changes if one.panel), None)
    plain = next((one for one in row.changes if not one.panel), None)
    head = Cell(row.indicator, detail=row.name)
    return (head, row.baseline, row.value, _cell(panel), _cell(plain), Cell(_together(reading, panel, plain=plain)))


def _cell(change: Change | None) -> Cell:
    if change is None:
        return Cell(MISSING, None, "", numeric=True)
    detail = ground.joined(f"{change.arrow} {change.word}".strip(), change.of if change.panel else "", change.mark)
    return Cell(change.cell.text, change.cell.raw, change.cell.detail or detail, numeric=True)


def _together(reading: Reading, panel: Change | None, *, plain: Change | None) -> str:
    """What the two changes say when they are read together."""
    say = reading.case.voice.say
    if plain is None or plain.cell.raw is None:
        return say(_("nothing to compare"))
    if panel is None or panel.cell.raw is None:
        if reading.panel_withheld:
            return say(_("the panel is not published: do not read it as a change"))
        return say(_("no panel: do not read it as a change"))
    if not reading.others_answered and not reading.gminas_differ:
        return say(_("the same cards"))
    signs = _sign(panel), _sign(plain)
    if signs[0] == signs[1]:
        return say(_("both point the same way"))
    if 0 in signs:
        return say(_("one stands still, the other does not: read the panel"))
    return say(_("they point in opposite directions: read the panel"))


def _sign(change: Change) -> int:
    """The direction as it is shown: a change that is rounded to 0 points nowhere."""
    if change.verdict == "same" or not change.cell.raw:
        return 0
    return 1 if change.cell.raw > 0 else -1
