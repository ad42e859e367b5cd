"""Judges a form by the rules of its template: errors block, explained warnings become notes, the others are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from atlas.definitions.answers import Context, broken_rules, line_codes, message
from atlas.kernel.errors import Problem
from atlas.kernel.teryt import identity_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from atlas.definitions.answers import Answers, BrokenRule
    from atlas.definitions.checks import Words
    from atlas.definitions.models import AnswerRule, CardTemplate, Definitions
    from atlas.kernel.errors import Place
    from atlas.kernel.language import Language
    from atlas.sheets.previous import PreviousCards
    from atlas.sheets.reading_form import Form

LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a form; `notes` hold the participant's explanation by rule."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Judge:
    """Knows what all forms of a folder are judged beside; `today` is the session's last day, never the clock."""

    definitions: Definitions
    words: Words
    today: date
    language: Language
    forms: Sequence[Form]
    previous: PreviousCards | None = None

    def verdict(self, form: Form) -> Verdict:
        """Return what the rules say of a form."""
        template = self.definitions.templates[form.kind]
        rules = {rule.code: rule for rule in template.rules}
        found = broken_rules(template, form.answers, words=self.words, context=self._context(form))
        verdict = Verdict(notes=notes_on(template, found, explanations=form.explanations))
        for broken in found:
            rule = rules[broken.code]
            problem = self._problem(form, rule, broken=broken)
            if broken.severity == "error":
                verdict.errors.append(problem)
            elif broken.severity == "warning" and not _words(rule, broken, explanations=form.explanations):
                verdict.warnings.append(problem)
        return verdict

    def _context(self, form: Form) -> Context:
        statistics, latest = (self._of_gmina.get((kind, form.gmina), {}) for kind in ("STATISTICS", "IZUS"))
        return Context(self.today, previous=self._previous(form), statistics=statistics, latest_izus=latest)

    @cached_property
    def _of_gmina(self) -> dict[tuple[str, str], Answers]:
        """What was said of a gmina as a whole, by kind of form."""
        return {(form.kind, form.gmina): form.answers for form in self.forms if form.kind != "NGO"}

    def _previous(self, form: Form) -> Answers:
        if self.previous is None:
            return {}
        gmina, who = identity_of(form.gmina), "" if form.kind == "STATISTICS" else form.respondent
        answers: dict[str, object] = dict(self.previous.cards.get((form.kind, gmina, who), {}))
        for table in self.definitions.templates[form.kind].tables:
            answers[table.code] = self._previous_rows.get((table.code, gmina, who), [])
        return answers

    @cached_property
    def _previous_rows(self) -> dict[tuple[str, str, str], list[object]]:
        """The last cards' table rows, by table, gmina and respondent."""
        rows: dict[tuple[str, str, str], list[object]] = {}
        for (table, gmina, who, _row), cells in (self.previous.rows if self.previous else {}).items():
            rows.setdefault((table, gmina, who), []).append(cells)
        return rows

    def _problem(self, form: Form, rule: AnswerRule, *, broken: BrokenRule) -> Problem:
        facts = {"message": message(rule, broken, language=self.language)}
        return Problem("filled-rule", _place(form, rule, broken=broken), facts)


def notes_on(
    template: CardTemplate, broken: Sequence[BrokenRule], *, explanations: Mapping[str, str]
) -> dict[str, str]:
    """Return the participant's words by the warning that they answer, as a package's `notes` have them.

    Args:
        template: The card's.
        broken: The rules that the card breaks.
        explanations: Words by line.
    """
    rules = {rule.code: rule for rule in template.rules}
    texts: dict[str, dict[str, None]] = {}
    for one in (one for one in broken if one.severity == "warning"):
        words = _words(rules[one.code], one, explanations=explanations)
        texts.setdefault(one.code, {}).update(dict.fromkeys(words))
    return {code: "; ".join(found)[:LONGEST_NOTE].rstrip() for code, found in texts.items() if found}


def _place(form: Form, rule: AnswerRule, *, broken: BrokenRule) -> Place:
    _table, dot, column = broken.item.partition(".")
    codes = line_codes(rule, broken)
    exact = [f"{codes[0]}.{column}"] if dot and codes else []
    return next((form.places[code] for code in (*exact, *codes) if code in form.places), form.place)


def _words(rule: AnswerRule, broken: BrokenRule, *, explanations: Mapping[str, str]) -> list[str]:
    return [explanations[code] for code in line_codes(rule, broken) if code in explanations]
