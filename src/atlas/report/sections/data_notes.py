"""What is known about the data themselves – gaps, reasons, explanations, statistics, errata, rule 11."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.packages.contract import CARD_KINDS
from atlas.kernel.language import _
from atlas.kernel.teryt import COUNTRY, identity_of
from atlas.report.model import Bullets, Cell, Column, Paragraph, Section, Table
from atlas.report.row_notes import errata_of, erratum_paragraphs
from atlas.report.wording import n_

if TYPE_CHECKING:
    from atlas.definitions.models import CardKind
    from atlas.engine.lineage import Note
    from atlas.report.case import Case

_EXPLAINED = n_(
    "%(card)s: %(n)s explanation of an unusual figure was given and accepted.",
    "%(card)s: %(n)s explanations of unusual figures were given and accepted.",
)


def data_notes(case: Case) -> Section:
    """Return the section."""
    say = case.voice.say
    return Section("data", say(_("Notes on the data")), (), (
        Section("gaps", say(_("Items left empty")), (_reasons(case),)),
        Section("explanations", say(_("Explanations")), (Bullets(_explanations(case)),)),
        Section("statistics", say(_("Territory statistics that are missing")), _statistics(case)),
        Section("errata", say(_("Errata")), _errata(case)),
        Section("changes", say(_("Changes of gminas between sessions")), _changes(case)),
    ))  # fmt: skip


def _reasons(case: Case) -> Table:
    say, voice = case.voice.say, case.voice
    options = case.definitions.catalogues["missing_reasons"].options
    cards = [voice.text(case.definitions.templates[kind].name) for kind in CARD_KINDS]
    rows = [
        (Cell(voice.text(option.label)), *(_count(_given(kind, option.code, case=case), case) for kind in CARD_KINDS))
        for option in options
    ]
    rows.append((Cell(say(_("without a word"))), *(_count(case.now.unanswered[kind], case) for kind in CARD_KINDS)))
    return Table(
        "reasons-table",
        say(_("Empty items on the accepted cards, by the reason given")),
        (Column(say(_("Reason"))), *(Column(card, numeric=True) for card in cards)),
        tuple(rows),
        note=say(_("All empty items are missing in every computation. None is read as zero.")),
    )


def _given(kind: CardKind, reason: str, *, case: Case) -> int:
    return sum(count for (of, _item, why), count in case.now.reasons.items() if (of, why) == (kind, reason))


def _count(number: int, case: Case) -> Cell:
    return Cell(case.voice.number(number), float(number), numeric=True)


def _explanations(case: Case) -> tuple[str, ...]:
    voice = case.voice
    return tuple(
        voice.count(_EXPLAINED, count, card=card)
        if (count := case.now.explanations[kind])
        else voice.say(_("%(card)s: no explanations."), card=card)
        for kind in CARD_KINDS
        for card in (voice.text(case.definitions.templates[kind].name),)
    )


def _statistics(case: Case) -> tuple[Paragraph | Table, ...]:
    say = case.voice.say
    nothing = [one.name for one in case.now.gminas if not case.now.statistics.get(one.code)]
    blocks: list[Paragraph | Table] = []
    if nothing:
        blocks.append(Paragraph(say(_("Gminas without any statistics: %(gminas)s."), gminas=case.voice.names(nothing))))
    gaps = [(item, case.now.without(item.code)) for item in case.definitions.templates["STATISTICS"].package_items]
    rows = tuple(
        (
            Cell(f"{item.number} {case.voice.text(item.label)}"),
            Cell(case.voice.number(len(lacking)), float(len(lacking)), numeric=True),
            Cell(case.voice.names([one.name for one in lacking])),
        )
        for item, lacking in gaps
        if lacking
    )
    if not rows:
        return (Paragraph(say(_("All statistics are known in all gminas."))),)
    heads = (Column(say(_("Statistic"))), Column(say(_("Gminas without it")), numeric=True), Column(say(_("Which"))))
    note = say(_("A share over a statistic is computed only from gminas where it is known."))
    blocks.append(Table("statistics-table", say(_("Statistics that are not known somewhere")), heads, rows, note=note))
    return tuple(blocks)


def _errata(case: Case) -> tuple[Paragraph, ...]:
    intro = Paragraph(case.voice.say(_(
        "A baseline is never changed. A mistake found later is noted here and beside the value, which stays."
    )))  # fmt: skip
    errata = errata_of(case)
    if not errata:
        return (intro, Paragraph(case.voice.say(_("No errata concern this territory."))))
    return (intro, *(paragraph for one in errata for paragraph in erratum_paragraphs(one, case)))


def _changes(case: Case) -> tuple[Paragraph | Bullets, ...]:
    ours = [note for note in case.notes if _concerns(note, case)]
    if not ours:
        return (Paragraph(case.voice.say(_("No gmina here was renumbered, merged or divided between the sessions."))),)
    return (Bullets(tuple(_change(note, case) for note in ours)),)


def _concerns(note: Note, case: Case) -> bool:
    if note.sequence > case.now.package.session.sequence:
        return False
    code = case.now.territory
    start = "" if code == COUNTRY else identity_of(code)
    return note.old.startswith(start) or note.new.startswith(start)


def _change(note: Note, case: Case) -> str:
    texts = {
        "renumbered": _("Since session %(session)s the gmina %(old)s has the number %(new)s. It is the same gmina."),
        "merged-or-divided": _(
            "In session %(session)s the gmina %(old)s became %(new)s by merger or division. A new baseline begins."
        ),
    }
    codes = {one.session.sequence: one.session.code for one in case.packages}
    facts = {"old": note.old, "new": note.new, "session": codes.get(note.sequence, str(note.sequence))}
    return case.voice.say(texts[note.kind], **facts)
