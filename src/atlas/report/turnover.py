"""Who stayed, who joined and who left between the baseline session and this one: cards, respondents, gminas.

Source: indicators.md, rules 5, 6 and 11.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.kernel.teryt import identity_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.definitions.models import CardKind
    from atlas.engine.lineage import Note
    from atlas.report.case import Case
    from atlas.report.excerpt import Excerpt


@dataclass(frozen=True)
class Flow:
    """How many there were at the baseline, how many there are now, and how many are in both."""

    then: int
    now: int
    stayed: int

    @property
    def joined(self) -> int:
        """Those who are there only now."""
        return self.now - self.stayed

    @property
    def left(self) -> int:
        """Those who were there only at the baseline."""
        return self.then - self.stayed

    @property
    def same(self) -> bool:
        """Whether all are in both."""
        return not self.joined and not self.left


@dataclass(frozen=True)
class Turnover:
    """The flows of one kind of card since its baseline session; a card is a respondent in a gmina."""

    kind: CardKind
    session: str
    cards: Flow
    respondents: Flow
    gminas: Flow


def turnover_of(kind: CardKind, case: Case) -> Turnover | None:
    """Return who stayed, joined and left, or None where there is no earlier baseline."""
    session = case.baseline_of(kind)
    then = case.excerpts.get(session or "")
    if session is None or then is None or session == case.now.session:
        return None
    carried = _Carried(case.notes, then=then, now=case.now)
    before = {(carried.to_now(gmina), who) for gmina, who in then.filed[kind]}
    after = {(identity_of(gmina), who) for gmina, who in case.now.filed[kind]}
    return Turnover(
        kind, session, _flow(before, after),
        respondents=_flow({who for _g, who in before}, {who for _g, who in after}),
        gminas=_flow({gmina for gmina, _w in before}, {gmina for gmina, _w in after}),
    )  # fmt: skip


def _flow(before: set[object] | set[str] | set[tuple[str, str]], after: Iterable[object]) -> Flow:
    later = set(after)
    return Flow(len(before), len(later), len(later.intersection(before)))


class _Carried:
    """Follows a gmina's number from one session to another; a merged or divided one becomes something else."""

    def __init__(self, notes: Iterable[Note], *, then: Excerpt, now: Excerpt) -> None:
        since, until = then.package.session.sequence, now.package.session.sequence
        self._steps: dict[int, dict[str, str]] = {}
        for note in sorted((one for one in notes if since < one.sequence <= until), key=lambda one: one.sequence):
            step = self._steps.setdefault(note.sequence, {})
            if note.kind == "renumbered":
                step[note.old] = note.new
            else:
                step.setdefault(note.old, f"{note.old} until {note.sequence}")
                step.setdefault(note.new, f"{note.new} until {note.sequence}")

    def to_now(self, gmina: str) -> str:
        code = identity_of(gmina)
        for step in self._steps.values():
            code = step.get(code, code)
        return code
