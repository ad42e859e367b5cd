"""What the page of errata and corrections shows: corrections line by line, and what a preview found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.contents import Contents
from atlas.cards.differences import said_in
from atlas.cards.selectors import document_of, form_for
from atlas.closing.working_copies import CODES
from atlas.report.figures import change_of
from atlas.report.records import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from atlas.archive.models import Correction
    from atlas.backoffice.result_rows import ResultRow, Wording
    from atlas.cards.form_lines import Line
    from atlas.cards.line_texts import Places
    from atlas.cards.models import Card
    from atlas.jobs.models import Job
    from atlas.kernel.language import Language


@dataclass(frozen=True)
class LineRow:
    """A correction of a line with its title, what the card says there, what it should say, and who corrected it.

    `replaced` are those of the same line that it took the place of.
    """

    correction: Correction
    title: str
    before: str
    after: str
    author: str
    replaced: Sequence[LineRow] = ()


@dataclass(frozen=True)
class ValueRow:
    """A value that a revision changes, with its coverage before and after."""

    before: ResultRow
    after: ResultRow
    difference: str


@dataclass(frozen=True)
class Wordings:
    """What lines are worded with: territories, the reader's language, names of people by id."""

    places: Places
    language: Language
    names: Mapping[int, str]

    def cards(
        self, corrections: Iterable[Correction], *, replaced: Sequence[Correction], before: Mapping[int, Any]
    ) -> list[tuple[Card, list[LineRow]]]:
        """Return corrections by card, in their order.

        Args:
            corrections: Each with its card, gmina, participant, session and instruments.
            replaced: Those that others took the place of.
            before: By correction's id what the card said before; what it says now where the id is missing.
        """
        found: dict[int, tuple[Card, list[LineRow]]] = {}
        for one in corrections:
            card = one.card
            former = [other for other in replaced if _same_place(other, one)]
            was = Contents(document_of(card, before.get(one.pk)))
            rows = tuple(self._row(other, card=card, was=was) for other in former)
            row = self._row(one, card=card, was=was, replaced=rows)
            found.setdefault(one.card_id, (card, []))[1].append(row)
        return list(found.values())

    def _row(
        self, one: Correction, *, card: Card, was: Contents, replaced: Sequence[LineRow] = ()
    ) -> LineRow:  # fmt: skip
        author, line = self.names.get(one.begun_by or 0, ""), form_for(card).lines.get(one.line)
        if line is None:
            return LineRow(one, "", "", "", author)
        now = Contents().having(line, one.texts, places=CODES)
        before, after = (said_in(line, had, places=self.places, language=self.language).answer for had in (was, now))
        return LineRow(one, title_of(line, self.language), before, after, author, replaced)


def _same_place(former: Correction, later: Correction) -> bool:
    return (former.card_id, former.line, former.seal_id) == (later.card_id, later.line, later.seal_id)


def title_of(line: Line, language: Language) -> str:
    """Return a line's number and label."""
    return f"{line.number} {getattr(line.label, language)}".strip()


def territories_in(job: Job) -> list[str]:
    """Return the codes of the territories whose values a preview found to change."""
    return sorted({row["territory"] for row in job.facts.get("rows", ())})


def changed_values(job: Job, *, wording: Wording) -> list[ValueRow]:
    """Return what a preview found, value by value, worded as the results are."""
    return [_value_row(row, wording) for row in job.facts.get("rows", ())]


def _value_row(row: Mapping[str, Any], wording: Wording) -> ValueRow:
    before, after = (_record(row, row[side]) for side in ("before", "after"))
    difference = ""
    if before.value is not None and after.value is not None:
        indicator = wording.definitions.indicator(after.indicator)
        moved = after.value - before.value
        difference = change_of(moved, indicator, voice=wording.voice, of="", panel=False).cell.text
    return ValueRow(wording.row(before), wording.row(after), difference)


def _record(row: Mapping[str, Any], found: Mapping[str, Any]) -> Row:
    """Return a record of `indicators` with what a preview keeps of it; the rest is not shown."""
    return Row(
        session="", indicator=row["indicator"], breakdown=row["breakdown"] or "", level=row["level"],
        territory=row["territory"], value=found["value"], numerator=found["numerator"],
        denominator=found["denominator"], cards=found["cards"] or 0, respondents=0, invited=found["invited"] or 0,
        coverage=found["coverage"], gminas_used=found["gminas_used"] or 0,
        gminas_in_scope=found["gminas_in_scope"] or 0, definition_version=0, baseline_session=None,
        baseline_value=None, baseline_gminas_used=None, baseline_definition_version=None, change=None,
        relative_change=None, panel_n=None, panel_value=None, panel_baseline=None, panel_change=None,
    )  # fmt: skip
