"""What the page of errata and corrections shows: corrections with what they change, a preview, a card's lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.contents import Contents
from atlas.cards.differences import differences
from atlas.cards.selectors import document_of, form_for, submitted_document
from atlas.cards.wording import MISSING
from atlas.kernel.polish_numbers import format_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.archive.models import Correction
    from atlas.cards.form_lines import Line
    from atlas.cards.line_texts import Places
    from atlas.jobs.models import Job
    from atlas.kernel.language import Language


@dataclass(frozen=True)
class ChangedLine:
    """A line of a card, by its number and label, with what it says and what it should say."""

    number: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedValue:
    """A value that a revision changes."""

    indicator: str
    breakdown: str
    territory: str
    name: str
    before: str
    after: str
    difference: str


def title_of(line: Line, language: Language) -> str:
    """Return a line's number and label."""
    return f"{line.number} {getattr(line.label, language)}".strip()


def changed_lines(correction: Correction, *, places: Places, language: Language) -> list[ChangedLine]:
    """Return the lines that a correction changes; of an applied one, beside what was submitted."""
    card = correction.card
    was = submitted_document(card, card.filed) if correction.seal_id and card.filed else document_of(card)
    before, after = Contents(was), Contents(document_of(card, correction.content))
    found = differences(form_for(card), before=before, after=after, places=places, language=language)
    return [
        ChangedLine(one.line.number, getattr(one.line.label, language), one.before.answer, one.after.answer)
        for one in found
    ]


def changed_values(job: Job, *, names: Mapping[str, str], language: Language) -> Sequence[ChangedValue]:
    """Return what a preview found, value by value; whole numbers whole, others with one decimal."""
    return [
        ChangedValue(
            row["indicator"], row["breakdown"] or "", row["territory"], names.get(row["territory"], ""),
            _number(row["before"]["value"], language), _number(row["after"]["value"], language),
            _difference(row["before"]["value"], row["after"]["value"], language=language),
        )
        for row in job.facts.get("rows", ())
    ]  # fmt: skip


def _number(value: float | None, language: Language, *, signed: bool = False) -> str:
    if value is None:
        return MISSING
    return format_number(value, decimals=0 if value == int(value) else 1, language=language, signed=signed)


def _difference(before: float | None, after: float | None, *, language: Language) -> str:
    if before is None or after is None:
        return MISSING
    return _number(after - before, language, signed=True)
