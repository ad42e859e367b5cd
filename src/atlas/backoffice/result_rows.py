"""Rows of results as the Centre's page shows them: names, rounded figures, coverage, baseline, change, panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from atlas.kernel.teryt import COUNTRY, identity_of
from atlas.report import figures
from atlas.report.rules import leads_with_panel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from atlas.archive.models import Erratum
    from atlas.definitions.models import Definitions, Indicator, Item
    from atlas.report.model import Cell, Change
    from atlas.report.records import Row
    from atlas.report.wording import Voice


@dataclass(frozen=True)
class ResultRow:
    """One value of one territory with what stands beside it. None: there is none, and the page says 'no data'."""

    row: Row
    name: str
    option: str
    unit: str
    territory: str
    value: Cell | None
    coverage: Cell
    baseline: Cell | None
    change: Change | None
    panel: Change | None
    errata: Sequence[Erratum] = ()
    baseline_errata: Sequence[Erratum] = ()

    @property
    def is_baseline(self) -> bool:
        """Whether this session is the baseline of this very row."""
        return self.row.baseline_session == self.row.session

    @property
    def other_gminas(self) -> bool:
        """Whether the baseline was counted over other gminas, so that the panel is to be read first (rule 5)."""
        gminas, then = self.row.gminas_used, self.row.baseline_gminas_used
        return not self.is_baseline and leads_with_panel(gminas=gminas, baseline_gminas=then)

    @property
    def other_definition(self) -> bool:
        """Whether the baseline was computed by another version of the definition (rule 9)."""
        return self.row.baseline_definition_version not in {None, self.row.definition_version}


@dataclass(frozen=True)
class Wording:
    """What rows are worded with: the session's definitions, the reader's language, names of territories by code, and
    the errata of all sessions whose values are shown, which stand beside them. `changes` are the notes of the run: what
    became of gminas between sessions.
    """

    definitions: Definitions
    voice: Voice
    territories: Mapping[str, str]
    errata: Sequence[Erratum] = ()
    changes: Sequence[Mapping[str, Any]] = ()

    def row(self, row: Row) -> ResultRow:
        """Return a row as it is shown."""
        indicator, voice = self.definitions.indicator(row.indicator), self.voice
        fraction = figures.fraction_text(row, indicator, voice=voice)
        return ResultRow(
            row=row,
            name=voice.text(indicator.name),
            option=self._label(indicator, row.breakdown) if row.breakdown else "",
            unit=self._options("units").get(indicator.unit, indicator.unit),
            territory=self.territory(row),
            value=_cell(row.value, indicator, voice=voice, detail=fraction),
            coverage=figures.coverage_cell(row, voice),
            baseline=_cell(row.baseline_value, indicator, voice=voice, detail=row.baseline_session or ""),
            change=_change(row.change, indicator, voice=voice),
            panel=_change(row.panel_change, indicator, voice=voice),
            errata=[one for one in self.errata if self.is_about(one, row, session=row.session)],
            baseline_errata=[
                one for one in self.errata
                if row.baseline_session != row.session and self.is_about(one, row, session=row.baseline_session)
            ],
        )  # fmt: skip

    def is_about(self, erratum: Erratum, row: Row, *, session: str | None) -> bool:
        """Whether an erratum is to be read with the value that a row gives for a session: it is about the indicator
        there, or about all of the territory, which may have borne another code then.
        """
        if erratum.session.code != session or erratum.indicator not in {"", row.indicator}:
            return False
        code = identity_of(row.territory)
        for change in reversed(self.changes):
            is_later = change["sequence"] > (erratum.session.sequence or 0)
            if is_later and change["kind"] == "renumbered" and change["new"] == code:
                code = change["old"]
        return identity_of(erratum.territory) == code

    def territory(self, row: Row) -> str:
        """Return a territory's name with its level; the code alone where the scope has no name."""
        name = self.territories.get(row.territory, "")
        if row.territory == COUNTRY:
            return gettext("the whole scope of the session")
        if row.level == "powiat":
            return gettext("powiat %(name)s") % {"name": name or row.territory}
        if row.level == "voivodeship":
            return gettext("voivodeship %(name)s") % {"name": name or row.territory}
        return name or row.territory

    def _label(self, indicator: Indicator, option: str) -> str:
        by_code = {one.code: one for one in self._asked(indicator)}
        return self._options(by_code[indicator.breakdown].options).get(option, option)

    def _asked(self, indicator: Indicator) -> list[Item]:
        template = self.definitions.templates[indicator.card_kind]
        return [*template.items, *(column for table in template.tables for column in table.columns)]

    def _options(self, catalogue: str) -> dict[str, str]:
        return {one.code: self.voice.text(one.label) for one in self.definitions.catalogues[catalogue].options}


def _cell(value: float | None, indicator: Indicator, *, voice: Voice, detail: str) -> Cell | None:
    return None if value is None else figures.value_cell(value, indicator, voice=voice, fraction=detail)


def _change(change: float | None, indicator: Indicator, *, voice: Voice) -> Change | None:
    return None if change is None else figures.change_of(change, indicator, voice=voice, of="", panel=False)
