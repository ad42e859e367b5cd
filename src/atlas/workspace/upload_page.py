"""What an uploaded form would change, as its page shows it: all mistakes at once, and each line before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.differences import differences
from atlas.cards.uploaded import offered, shown_texts
from atlas.cards.wording import MISSING, line_label
from atlas.workspace.card_page import dom_of, problem_words, reader_language, section_title

if TYPE_CHECKING:
    from collections.abc import Collection

    from atlas.cards.contents import Contents
    from atlas.cards.differences import Difference, Said
    from atlas.cards.form_lines import CardForm, Line
    from atlas.cards.line_texts import Places
    from atlas.cards.uploaded import Offered
    from atlas.kernel.errors import Problem
    from atlas.sheets.upload import Upload


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong with a file: where, at which item, and what to do."""

    cell: str
    asked: str
    text: str

    @classmethod
    def of(cls, problem: Problem) -> Mistake:
        """Return a problem in the reader's language."""
        return cls(problem.place.cell, problem.place.asked, problem_words(problem))


@dataclass(frozen=True)
class OfferedLine:
    """A line that the file would change. `clears` where the draft has an answer and the file none."""

    code: str
    dom: str
    section: str
    number: str
    label: str
    before: Said
    after: Said
    is_conflict: bool

    @property
    def clears(self) -> bool:
        """Whether taking it over empties an answer."""
        return self.after.answer == MISSING != self.before.answer


@dataclass(frozen=True)
class UploadPage:
    """Knows a draft beside an uploaded form; `conflicts` are lines that somebody else changed meanwhile."""

    form: CardForm
    draft: Contents
    upload: Upload
    places: Places
    conflicts: Collection[str] = ()

    def offer(self) -> Offered:
        """Return the draft as it would be, and all problems."""
        return offered(self.form, self.draft, upload=self.upload, places=self.places, language=reader_language())

    def facts(self) -> dict[str, object]:
        """Return what the page's template shows: `mistakes`, `lines`, and `seen`, what the draft says in them."""
        offer = self.offer()
        found = [
            one
            for one in differences(
                self.form, before=self.draft, after=offer.contents, places=self.places, language=reader_language()
            )
            if not self.conflicts or one.line.code in self.conflicts
        ]
        return {
            "mistakes": [] if self.conflicts else [Mistake.of(one) for one in offer.problems],
            "lines": [self._line(one) for one in found],
            "seen": self._seen([one.line for one in found]),
            "has_conflicts": bool(self.conflicts),
        }

    def _line(self, one: Difference) -> OfferedLine:
        line = one.line
        return OfferedLine(
            code=line.code,
            dom=dom_of(line.code),
            section=section_title(one.section.label),
            number=line.number,
            label=line_label(line, reader_language()),
            before=one.before,
            after=one.after,
            is_conflict=line.code in self.conflicts,
        )

    def _seen(self, lines: list[Line]) -> str:
        texts = {line.code: shown_texts(line, self.draft, places=self.places) for line in lines}
        return json.dumps(texts, ensure_ascii=False)
