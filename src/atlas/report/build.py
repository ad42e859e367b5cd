"""Builds Raport MP as data: all figures and sentences are decided here once; renderers only draw them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.case import case_of
from atlas.report.model import Audience, ReportData
from atlas.report.sections.below import below
from atlas.report.sections.change import change
from atlas.report.sections.data_notes import data_notes
from atlas.report.sections.definitions import definitions
from atlas.report.sections.efficiency import efficiency
from atlas.report.sections.glance import glance
from atlas.report.sections.glossary import glossary
from atlas.report.sections.identity import identity, seal_of
from atlas.report.sections.methodology import methodology
from atlas.report.sections.opening import facts_of, notice_of, opening, subtitle_of, territory_of
from atlas.report.sections.pairs import pairs
from atlas.report.sections.participants import participants
from atlas.report.sections.signals import signals
from atlas.report.sections.spheres import spheres
from atlas.report.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from atlas.engine.model import Package, Results
    from atlas.kernel.language import Language
    from atlas.report.case import Case
    from atlas.report.model import Section

Writer = Callable[["Case"], "Section | None"]
SECTIONS: tuple[Writer, ...] = (
    glance, opening, change, signals, below, spheres, pairs, efficiency, data_notes, participants, methodology,
    definitions, glossary, identity,
)  # fmt: skip
"""What is read first stands first; what is looked up stands last."""
NO_NAMES: Mapping[str, str] = {}


class Reports:
    """Builds many reports on the same packages: what they share is read and put in order once.

    `Reports(packages, results, names=names).build("0605", audience="public", language="pl", mapped=outlines)`
    """

    def __init__(self, packages: Sequence[Package], results: Results, *, names: Mapping[str, str] = NO_NAMES) -> None:
        """Keep the packages and their results.

        Args:
            packages: The packages that the results were computed from, still open for reading.
            results: What `engine.run.compute` returned for them.
            names: Territory code to name, for those that a session's scope does not name.
        """
        self._sources = Sources(packages, results)
        self._names = names

    def build(
        self, territory: str, *, audience: Audience, language: Language, mapped: Collection[str] = ()
    ) -> ReportData:
        """Build the report on a territory's latest session.

        Args:
            territory: A gmina (7 digits; 6 will do), powiat (4), voivodeship (2) or `PL`.
            audience: `public` withholds sums of people and money that would tell a single respondent's figures, alone
                or by subtraction; `centre` shows everything and says so.
            language: Of all sentences; official names of the Atlas are given in both languages in the definitions.
            mapped: Territory codes that the renderer has outlines for; a map is made only where it can be drawn.

        Returns:
            Sections with tables, charts and sentences; each figure raw and as it is shown.

        Raises:
            DomainError: 'territory-not-in-scope'.

        Source: the Atlas, part III (Raport MP); indicators.md, rules 1-12.
        """
        case = case_of(
            self._sources, territory=territory, audience=audience, language=language, names=self._names, mapped=mapped
        )
        return ReportData(
            language=language,
            audience=audience,
            territory=case.now.territory,
            level=case.level,
            title=case.voice.say(_("Raport MP: %(territory)s"), territory=territory_of(case)),
            subtitle=subtitle_of(case),
            facts=facts_of(case),
            notice=notice_of(case),
            sections=tuple(section for write in SECTIONS if (section := write(case)) is not None),
            seal=seal_of(case),
        )


def build_report(
    packages: Sequence[Package], results: Results, *, territory: str, audience: Audience, language: Language,
    names: Mapping[str, str] = NO_NAMES, mapped: Collection[str] = (),
) -> ReportData:  # fmt: skip
    """Build a single report; for many on the same packages use `Reports`, whose arguments these are."""
    reports = Reports(packages, results, names=names)
    return reports.build(territory, audience=audience, language=language, mapped=mapped)
