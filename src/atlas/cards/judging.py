"""What is to be said of a card before it is submitted: errors, warnings that ask for a word, and informations. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from atlas.cards.line_texts import problems_in
from atlas.cards.package_rows import note_key
from atlas.definitions.answers import broken_rules, line_codes, message
from atlas.kernel.errors import DomainError, Problem
from atlas.sheets.answers import parse_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from atlas.cards.form_lines import CardForm, Line
    from atlas.cards.line_texts import Places
    from atlas.definitions.answers import Context
    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.checks import Words
    from atlas.definitions.models import Definitions
    from atlas.kernel.language import Language

Severity = Literal["error", "warning", "information"]
_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"[+()\d\s/-]{7,}")


@dataclass(frozen=True)
class Remark:
    """Something to say of a line. `rule` is the broken rule's code, empty for the form's own checks.

    `explained_at` are the lines whose explanation answers a warning, the first of them `line`.
    """

    line: str
    severity: Severity
    problem: Problem
    rule: str = ""
    explained_at: tuple[str, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Whether it only says that something required is still empty."""
        return self.problem.code == "answer-needed"


@dataclass(frozen=True)
class Judge:
    """Knows what cards of one kind are judged by."""

    form: CardForm
    definitions: Definitions
    words: Words
    places: Places
    language: Language

    def remarks(
        self, document: CardDocument, contact: Mapping[str, str], *, context: Context
    ) -> list[Remark]:  # fmt: skip
        """Return what is to be said of a card, in the form's order, errors before warnings at a line.

        Args:
            document: The card's answers.
            contact: Contact data by item code, as typed.
            context: The day and what else the rules look at.
        """
        found = [
            *(
                remark
                for line in self.form.lines.values()
                for remark in self._own(line, document, contact=contact, today=context.today)
            ),
            *self._rules(document, context=context),
        ]
        order = {code: place for place, code in enumerate(self.form.lines)}
        severities: tuple[Severity, ...] = ("error", "warning", "information")
        return sorted(found, key=lambda one: (order.get(one.line, -1), severities.index(one.severity)))

    def _own(
        self, line: Line, document: CardDocument, *, contact: Mapping[str, str], today: date
    ) -> Iterator[Remark]:  # fmt: skip
        unread = document.unread.get(line.code)
        if unread is not None:
            error = problems_in(line, unread, places=self.places) or DomainError("look-again")
            yield _error(line, error)
        elif line.is_personal:
            yield from (
                _error(line, error) for error in _contact_errors(line, contact.get(line.code, "").strip(), today=today)
            )
        elif line.is_required and document.answers.get(line.code) is None:
            yield _error(line, DomainError("answer-needed"))
        elif line.sources:
            yield from (_error(line, error) for error in _source_errors(line, document))

    def _rules(self, document: CardDocument, *, context: Context) -> Iterator[Remark]:
        template = self.definitions.templates[self.form.kind]
        rules = {rule.code: rule for rule in template.rules}
        for broken in broken_rules(template, document.answers, words=self.words, context=context):
            rule = rules[broken.code]
            lines = tuple(code for code in line_codes(rule, broken) if code in self.form.lines)
            text = message(rule, broken, language=self.language)
            problem = Problem(rule.code, facts={"message": text})
            yield Remark(lines[0] if lines else "", broken.severity, problem, rule.code, lines)


@dataclass(frozen=True)
class Verdict:
    """Remarks sorted by what they ask for: `open_warnings` have no word of explanation yet."""

    errors: Sequence[Remark] = field(default_factory=list)
    warnings: Sequence[Remark] = field(default_factory=list)
    open_warnings: Sequence[Remark] = field(default_factory=list)
    informations: Sequence[Remark] = field(default_factory=list)


def verdict_of(remarks: Sequence[Remark], explanations: Mapping[str, str]) -> Verdict:
    """Return the remarks by severity; a warning is answered by a word at any of its lines."""
    warnings = [one for one in remarks if one.severity == "warning"]
    return Verdict(
        errors=[one for one in remarks if one.severity == "error"],
        warnings=warnings,
        open_warnings=[one for one in warnings if not is_explained(one, explanations)],
        informations=[one for one in remarks if one.severity == "information"],
    )


def is_explained(remark: Remark, explanations: Mapping[str, str]) -> bool:
    """Whether a word of explanation stands at one of the lines that a warning speaks of, or at its rule."""
    return any(explanations.get(code, "").strip() for code in (*remark.explained_at, note_key(remark.rule)))


def _error(line: Line, error: DomainError) -> Remark:
    return Remark(line.code, "error", error.problems[0])


def _contact_errors(line: Line, text: str, *, today: date) -> Iterator[DomainError]:
    if not text:
        if line.is_required:
            yield DomainError("answer-needed")
    elif line.kind == "email" and not _ADDRESS.fullmatch(text):
        yield DomainError("not-an-address")
    elif line.kind == "phone" and not PHONE.fullmatch(text):
        yield DomainError("not-a-phone")
    elif line.kind == "date":
        try:
            if parse_day(text) > today:
                yield DomainError("day-to-come")
        except DomainError:
            yield DomainError("not-a-day")


def _source_errors(line: Line, document: CardDocument) -> Iterator[DomainError]:
    known, source = document.answers.get(line.code) is not None, document.sources.get(line.code)
    if known and source is None:
        yield DomainError("source-and-day-needed")
    elif known and source is not None and not source.source:
        yield DomainError("source-needed")
    elif known and source is not None and source.as_of is None:
        yield DomainError("as-of-needed")
    if not known and source is not None:
        yield DomainError("source-alone")
