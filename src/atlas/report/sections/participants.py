"""Who was invited, and whether a card was accepted: names from the registers, no figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.packages.contract import CARD_KINDS, REGISTERS
from atlas.kernel.language import _
from atlas.report import ground
from atlas.report.below import below_of
from atlas.report.model import Cell, Column, Paragraph, Section, Table
from atlas.report.wording import polish_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.models import CardKind
    from atlas.report.below import Below
    from atlas.report.case import Case
    from atlas.report.model import Block

MOST_PARTICIPANTS = 400
"""Longer lists are of no use in one report; the reports of the territories below hold them."""
MANY_PARTICIPANTS = 30


def participants(case: Case) -> Section:
    """Return the section."""
    say = case.voice.say
    intro = Paragraph(say(_(
        "Everybody who was invited stands here, with or without a card. Names are those of the session's registers."
    )))  # fmt: skip
    return Section("participants", say(_("Participants")), (intro, *_lists(case)), folded=True)


def _lists(case: Case) -> Iterator[Block]:
    below = below_of(case)
    if below is not None and sum(len(case.now.asked[kind]) for kind in CARD_KINDS) > MOST_PARTICIPANTS:
        yield Paragraph(case.voice.say(_("The list would be too long here. The reports of the gminas hold the names.")))
        yield _counts(below, case)
        return
    for kind in CARD_KINDS:
        if case.now.asked[kind]:
            yield _names(kind, case)
        else:
            text = _("%(card)s: nobody was invited.")
            yield Paragraph(case.voice.say(text, card=ground.card_name(kind, case)))


def _names(kind: CardKind, case: Case) -> Table:
    say = case.voice.say
    register, filed = case.sources.books[case.now.session].register(REGISTERS[kind]), set(case.now.filed[kind])
    names = {who: polish_order(register[who]) for _gmina, who in case.now.asked[kind]}
    ordered = sorted(case.now.asked[kind], key=lambda one: (names[one[1]], one[1], polish_order(case.name_of(one[0]))))
    lang = "" if case.language == "pl" else "pl"
    rows = tuple(
        (
            Cell(register[who], lang=lang),
            Cell(case.name_of(gmina)),
            Cell(say(_("card accepted")) if (gmina, who) in filed else say(_("no card"))),
        )
        for gmina, who in ordered
    )
    side = (
        _("Organisations invited to file Karta NGO") if kind == "NGO" else _("Institutions invited to file Karta IZUS")
    )
    columns = (Column(say(_("Name"))), Column(say(_("Gmina"))), Column(say(_("Card"))))
    return Table(
        f"participants-{kind.lower()}", say(side), columns, rows, folded=len(rows) > MANY_PARTICIPANTS,
        note=f"{ground.card_name(kind, case)}: {ground.cards_text(kind, case)}.",
    )  # fmt: skip


def _counts(below: Below, case: Case) -> Table:
    say = case.voice.say
    rows = tuple(
        (
            Cell(case.name_of(code), detail=code),
            *(ground.cards_of(kind, below.gminas[code], case=case) for kind in CARD_KINDS),
        )
        for code in below.codes
    )
    heads = tuple(
        Column(say(_("%(card)s: accepted of invited"), card=ground.card_name(kind, case)), numeric=True)
        for kind in CARD_KINDS
    )
    return Table(
        "participants-counts", say(_("Cards accepted of those invited")), (Column(say(_("Territory"))), *heads), rows
    )
