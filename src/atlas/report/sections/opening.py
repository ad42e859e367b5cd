"""The report's head, and what the report covers, on how many cards it stands, how its marks are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.packages.contract import CARD_KINDS
from atlas.kernel.language import _
from atlas.kernel.teryt import COUNTRY, powiat_of, voivodeship_of
from atlas.report.model import MISSING, Bullets, Cell, Column, Legend, Paragraph, Section, Table
from atlas.report.wording import n_

if TYPE_CHECKING:
    from atlas.definitions.models import CardKind
    from atlas.report.case import Case
    from atlas.report.excerpt import Gmina
    from atlas.report.model import Block

MANY_GMINAS = 30
_GMINAS = n_("The report covers %(n)s gmina.", "The report covers %(n)s gminas.")
_ACCEPTED = _("%(card)s: %(accepted)s accepted of %(invited)s invited (%(share)s)")


def territory_of(case: Case) -> str:
    """Return the territory's level and name."""
    texts = {"gmina": _("gmina %(name)s"), "powiat": _("powiat %(name)s"), "voivodeship": _("voivodeship %(name)s")}
    name = case.name_of(case.now.territory)
    return case.voice.say(texts[case.level], name=name) if case.level in texts else name


def subtitle_of(case: Case) -> str:
    """Return where the territory lies."""
    say, code = case.voice.say, case.now.territory
    parts = []
    if case.level == "gmina":
        parts.append(say(_("powiat %(name)s"), name=case.name_of(powiat_of(code))))
    if case.level in {"gmina", "powiat"}:
        parts.append(say(_("voivodeship %(name)s"), name=case.name_of(voivodeship_of(code))))
    if case.level == "voivodeship":
        parts.append(case.name_of(COUNTRY))
    return ", ".join(parts) or say(_("whole country"))


def facts_of(case: Case) -> tuple[tuple[str, str], ...]:
    """Return the lines of the report's head."""
    session, say = case.now.package.session, case.voice.say
    return (
        (say(_("Session")), f"{session.code} \N{EN DASH} {session.name}"),
        (say(_("Period of the data")), case.voice.span(session.period_from, session.period_to)),
        (say(_("Cards were filed")), case.voice.span(session.opens_on, session.closes_on)),
        (say(_("TERYT code")), case.now.territory),
    )


def notice_of(case: Case) -> Paragraph:
    """Return what the audience has to know first."""
    if case.audience == "centre":
        text = _(
            "For the Monitoring Centre only. This report shows figures that must not be published, because they would "
            "tell what a single organisation or institution reported. Do not pass it on."
        )
        return Paragraph(case.voice.say(text), warning=True)
    text = _(
        "This report is public. Sums of people or money are not published where fewer than 3 entities stand behind "
        "them, or one has more than 3/4 of the sum (art. 38 of the act of 29 June 1995 on official statistics)."
    )
    return Paragraph(case.voice.say(text))


def opening(case: Case) -> Section:
    """Return the section."""
    voice = case.voice
    covered = voice.count(_GMINAS, len(case.now.gminas))
    if len(case.now.gminas) == 1:
        covered = voice.say(_("The report covers one gmina: %(name)s."), name=case.now.gminas[0].name)
    blocks: list[Block] = [
        Paragraph(f"{covered} {_coverage(case)}"),
        _gminas(case),
        Bullets(tuple(baseline_sentence(kind, case) for kind in CARD_KINDS)),
    ]
    title = voice.say(_("What the report covers and how to read it"))
    return Section("coverage", title, tuple(blocks), (_reading(case),))


def _coverage(case: Case) -> str:
    parts = []
    for kind in CARD_KINDS:
        accepted, invited = case.now.cards[kind].total(), case.now.invited[kind].total()
        share = case.voice.percent(100.0 * accepted / invited) if invited else case.voice.say(_("nobody invited"))
        facts = {"accepted": case.voice.number(accepted), "invited": case.voice.number(invited), "share": share}
        parts.append(case.voice.say(_ACCEPTED, card=_card(kind, case), **facts))
    return case.voice.say(_("It stands on these cards. %(cards)s."), cards="; ".join(parts))


def _card(kind: CardKind, case: Case) -> str:
    return case.voice.text(case.definitions.templates[kind].name)


def _gminas(case: Case) -> Table:
    say = case.voice.say
    heads = [
        Column(say(_("Gmina"))), Column(say(_("Powiat"))), Column(say(_("Institution"))),
        *(Column(say(_("%(card)s: accepted of invited"), card=_card(kind, case)), numeric=True) for kind in CARD_KINDS),
    ]  # fmt: skip
    return Table(
        "gminas",
        say(_("Gminas in the session's scope and the cards accepted from them")),
        tuple(heads),
        tuple(_gmina(one, case) for one in case.now.gminas),
        folded=len(case.now.gminas) > MANY_GMINAS,
    )


def _gmina(gmina: Gmina, case: Case) -> tuple[Cell, ...]:
    kinds = {one.code: case.voice.text(one.label) for one in case.definitions.catalogues["institution_types"].options}
    return (
        Cell(gmina.name, detail=gmina.code),
        Cell(gmina.powiat_name or case.name_of(powiat_of(gmina.code))),
        Cell(gmina.institution_type, detail=_without(kinds.get(gmina.institution_type, ""), gmina.institution_type)),
        *(_accepted(kind, gmina, case=case) for kind in CARD_KINDS),
    )


def _without(label: str, code: str) -> str:
    return "" if label == code else label


def _accepted(kind: CardKind, gmina: Gmina, *, case: Case) -> Cell:
    accepted, invited = case.now.cards[kind][gmina.code], case.now.invited[kind][gmina.code]
    if not invited:
        return Cell(MISSING, None, case.voice.say(_("nobody invited")), numeric=True)
    text = case.voice.say(
        _("%(part)s of %(whole)s"), part=case.voice.number(accepted), whole=case.voice.number(invited)
    )
    return Cell(text, float(accepted), numeric=True)


def baseline_sentence(kind: CardKind, case: Case) -> str:
    """Return which session is the baseline of a kind of card, or why there is none."""
    say, card = case.voice.say, _card(kind, case)
    code = case.baseline_of(kind)
    if code is None:
        given = _("%(card)s: there is no baseline, because packages of earlier sessions were not given.")
        none = _("%(card)s: there is no baseline, because no card has been accepted from here yet.")
        return say(given if case.now.cards[kind].total() else none, card=card)
    if code == case.now.session:
        return say(_("%(card)s: this session is the baseline, so there is no change to show yet."), card=card)
    base = case.excerpts[code].package.session
    period = case.voice.span(base.period_from, base.period_to)
    text = _("%(card)s: the baseline is session %(session)s, %(name)s, period %(period)s.")
    return say(text, card=card, session=code, name=case.voice.quoted(base.name), period=period)


def _reading(case: Case) -> Section:
    say = case.voice.say
    legend = Legend((
        ("ngo", say(_("Organisations (NGO): filled circle"))),
        ("izus", say(_("Institutions that manage social services (IZUS): striped square"))),
        ("baseline", say(_("Baseline: the same shape, hollow"))),
        ("panel", say(_("Panel: a thin arrow that starts at the baseline"))),
        ("missing", say(_("No data: a dash, with the reason beside it"))),
    ))  # fmt: skip
    return Section("reading", say(_("How to read the figures")), (
        legend,
        Bullets((
            say(_("Missing is not zero. A zero means that somebody counted and there was nothing.")),
            say(_("A dash means that the figure is not known or must not be published. The reason stands beside it.")),
            say(_("A share stands with the numbers it was computed from. Its change is in percentage points (pp).")),
            say(_("Each value says on how many cards it stands, and of how many invited.")),
            say(_("Where other gminas or cards stand behind the baseline, the panel comes first. Read it first.")),
            say(_("“Better” and “worse” follow the direction in the definition. They do not assess anybody's work.")),
        )),
        Paragraph(say(_(
            "The panel compares only those who answered in both sessions. It tells a real change from a change in who "
            "answered."
        ))),
    ))  # fmt: skip
