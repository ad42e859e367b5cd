"""What one question or row of a filled card says, in words: for the printed card and for comparing two versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.sheets.filled import AS_OF, EXPLANATION, REASON, SOURCE, VALUE, typed_words
from atlas.sheets.wording import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.sheets.filled import Filled
    from atlas.sheets.layout import Line


@dataclass(frozen=True)
class Statement:
    """What a line says, everything empty where it says nothing.

    `answers` hold one text, for a multi-choice one for each ticked option; `figures` a row's texts in the order of its
    columns, empty where missing. `is_unread`: what stands there is no answer yet.
    """

    answers: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    other: str = ""
    reason: str = ""
    source: str = ""
    as_of: str = ""
    explanation: str = ""
    is_unread: bool = False

    @property
    def says_anything(self) -> bool:
        """Whether there is an answer, a figure or a word."""
        return bool(self.answers or any(self.figures) or self.other or self.explanation)


def statement_of(line: Line, below: Sequence[Line], *, filled: Filled) -> Statement:
    """Return what a line says together with the options and words below it.

    Args:
        line: A question or a row of a table, no head and no option.
        below: Its options and the words beside 'other', empty for others.
        filled: The card's answers.
    """

    def words(part: str) -> str:
        return typed_words(filled.typed(line, part), filled.language)

    answer = words(VALUE) if line.kind not in {"row", "question"} else ""
    return Statement(
        answers=_ticked(line, below, filled=filled) if line.kind == "question" else (answer,) if answer else (),
        figures=tuple(words(column.code) for column in line.columns),
        other="\n".join(str(filled.typed(one) or "") for one in below if one.kind == "words"),
        reason=words(REASON) if line.reason_column is not None else "",
        source=words(SOURCE) if line.kind == "statistic" else "",
        as_of=words(AS_OF) if line.kind == "statistic" else "",
        explanation=words(EXPLANATION),
        is_unread=filled.is_unread(line),
    )


def _ticked(line: Line, below: Sequence[Line], *, filled: Filled) -> tuple[str, ...]:
    labels = {one.option: said(one.label, filled.language) for one in below if one.kind == "tick"}
    return tuple(labels.get(option, option) for option in filled.ticked(line) if option)
