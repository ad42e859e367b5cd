"""Builds Raport MP as data: `build_report` decides all figures and sentences once; renderers only draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.case import case_of
from atlas.report.model import Audience, ReportData
from atlas.report.sections.data_notes import data_notes
from atlas.report.sections.definitions import definitions
from atlas.report.sections.efficiency import efficiency
from atlas.report.sections.identity import identity, seal_of
from atlas.report.sections.opening import facts_of, notice_of, opening, subtitle_of, territory_of
from atlas.report.sections.pairs import pairs
from atlas.report.sections.profile import profile
from atlas.report.sections.spheres import spheres

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.engine.model import Package, Results
    from atlas.kernel.language import Language

SECTIONS = (opening, profile, spheres, pairs, efficiency, data_notes, definitions, identity)
NO_NAMES: Mapping[str, str] = {}


def build_report(
    packages: Sequence[Package], results: Results, *, territory: str, audience: Audience, language: Language,
    names: Mapping[str, str] = NO_NAMES,
) -> ReportData:  # fmt: skip
    """Build the report on a territory's latest session.

    Args:
        packages: The packages that the results were computed from, still open for reading.
        results: What `engine.run.compute` returned for them.
        territory: A gmina (7 digits; 6 will do), powiat (4), voivodeship (2) or `PL`.
        audience: `public` withholds sums of people and money that would tell a single respondent's figures; `centre`
            shows everything and says so.
        language: Of all sentences; official names of the Atlas are given in both languages in the definitions.
        names: Territory code to name, for those that the session's scope does not name.

    Returns:
        Sections 1–8 with tables, charts and sentences; each figure raw and as it is shown.

    Raises:
        DomainError: 'territory-not-in-scope'.

    Source: the Atlas, part III (Raport MP); indicators.md, rules 1–12.
    """
    case = case_of(packages, results, territory=territory, audience=audience, language=language, names=names)
    title = case.voice.say(_("Raport MP: %(territory)s"), territory=territory_of(case))
    return ReportData(
        language=language,
        audience=audience,
        territory=case.now.territory,
        level=case.level,
        title=title,
        subtitle=subtitle_of(case),
        facts=facts_of(case),
        notice=notice_of(case),
        sections=tuple(section(case) for section in SECTIONS),
        seal=seal_of(case),
    )
