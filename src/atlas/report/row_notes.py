"""The notes under an indicator's figures: why something is missing, what to know before comparing, errata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.definitions.formula.indicators import Statistic
from atlas.kernel.language import _
from atlas.kernel.teryt import identity_of, level_of
from atlas.report.model import Paragraph
from atlas.report.reasons import statistic_name
from atlas.report.rules import same_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.report.case import Case
    from atlas.report.excerpt import Erratum
    from atlas.report.rows import Reading

WHOLE_PERCENT = 100


def notes_of(reading: Reading) -> tuple[Paragraph, ...]:
    """Return the notes of a row, in the order in which its figures stand; the same sentence never twice."""
    said = (*_gaps(reading), *_value_notes(reading), *_comparison_notes(reading), *_panel_notes(reading))
    notes = [Paragraph(text) for text in said]
    return tuple(dict.fromkeys([*notes, *_errata(reading)]))


def _gaps(reading: Reading) -> Iterator[str]:
    for gap in (reading.value_gap, reading.baseline_gap):
        if gap is not None and gap.full:
            yield gap.full


def _panel_notes(reading: Reading) -> Iterator[str]:
    """Why the panel alone is withheld; said at the whole, not again at every part."""
    if reading.panel_withheld and not reading.withheld and not reading.is_baseline and not reading.row.breakdown:
        yield reading.case.voice.say(
            _("The panel of people or money is not published: it could tell what a single respondent reported.")
        )


def _value_notes(reading: Reading) -> Iterator[str]:
    row, indicator, case = reading.row, reading.indicator, reading.case
    if row.value is None or reading.withheld:
        return
    if indicator.kind == "share" and row.value > WHOLE_PERCENT:
        why = f" {case.voice.text(indicator.note)}" if indicator.note else ""
        yield case.voice.say(_("The value is over 100 percent. It is shown as it came out.")) + why
    below = case.formula(indicator).denominator
    if isinstance(below, Statistic) and (lacking := case.now.without(below.code)):
        yield case.voice.say(
            _("Left out, because the territory statistic %(name)s is not known there: %(gminas)s."),
            name=statistic_name(below.code, case), gminas=case.voice.names([one.name for one in lacking]),
        )  # fmt: skip


def _comparison_notes(reading: Reading) -> Iterator[str]:
    row, say = reading.row, reading.case.voice.say
    if reading.is_baseline or row.change is None or reading.baseline_withheld:
        return
    if row.baseline_definition_version != row.definition_version:
        yield say(
            _("The definition has changed since the baseline: version %(then)s then, version %(now)s now."),
            then=row.baseline_definition_version, now=row.definition_version,
        )  # fmt: skip
    if periods_differ(reading):
        yield say(_("The periods of the two sessions differ in length. This indicator counts what happened in them."))


def periods_differ(reading: Reading) -> bool:
    """Whether an indicator counts what happened in periods that were not of one length (rule 12)."""
    flows = any(item.time == "flow" for item in reading.case.items(reading.indicator))
    return flows and not _periods_alike(reading)


def _periods_alike(reading: Reading) -> bool:
    now = reading.case.now.package.session
    then = reading.case.excerpts.get(reading.row.baseline_session or "")
    if then is None:
        return True
    base = then.package.session
    return same_length((now.period_from, now.period_to), (base.period_from, base.period_to))


def _errata(reading: Reading) -> list[Paragraph]:
    if reading.row.breakdown:
        return []
    ours = [one for one in errata_of(reading.case) if one.indicator == reading.row.indicator]
    return [paragraph for one in ours for paragraph in erratum_paragraphs(one, reading.case)]


def errata_of(case: Case) -> list[Erratum]:
    """Return the errata of all sessions so far that concern the territory or its gminas."""
    return [one for excerpt in case.excerpts.values() for one in excerpt.errata]


def erratum_paragraphs(erratum: Erratum, case: Case) -> tuple[Paragraph, Paragraph]:
    """Return an erratum's session, number and date, and its text; what the audience may not see is left out."""
    about = f", {erratum.indicator}" if erratum.indicator else ""
    head = case.voice.say(
        _("Erratum %(number)s to session %(session)s, %(day)s, %(territory)s%(about)s:"), about=about,
        number=erratum.number, session=erratum.session, day=case.voice.day(erratum.dated_on),
        territory=_place(erratum.territory, case),
    )  # fmt: skip
    if (erratum.session, erratum.number) in case.hidden_errata:
        return Paragraph(head), Paragraph(case.voice.say(_("Its text has figures that are not published.")))
    return Paragraph(head), Paragraph(erratum.text, lang="" if case.language == "pl" else "pl")


def _place(code: str, case: Case) -> str:
    if level_of(code) == "gmina":
        return next((one.name for one in case.now.gminas if identity_of(one.code) == identity_of(code)), code)
    return case.name_of(code)
