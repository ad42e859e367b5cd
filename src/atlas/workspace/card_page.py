"""A card's page as its template shows it: sections with their progress, lines with fields, remarks and last values."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from atlas.cards.contents import Conflict, Contents, Typed
from atlas.cards.rules import CardState, must_take_cards
from atlas.cards.texts import TEXTS as OF_CARDS
from atlas.cards.wording import MISSING, answer_words
from atlas.definitions.models import NONE_OF_THESE
from atlas.kernel.errors import DomainError
from atlas.kernel.language import as_language
from atlas.kernel.texts import TEXTS as OF_NUMBERS
from atlas.kernel.wording import problem_text
from atlas.monitoring.rules import SessionState
from atlas.sheets.filled import JOINED
from atlas.sheets.layout import NONE_LABEL
from atlas.sheets.texts import TEXTS as OF_SHEETS
from atlas.sheets.wording import said, time_of, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from django.http import QueryDict

    from atlas.cards.form_lines import CardForm, FormSection, Line
    from atlas.cards.judging import Remark
    from atlas.cards.line_texts import Places
    from atlas.cards.models import Card
    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Definitions, Text
    from atlas.kernel.errors import Problem
    from atlas.kernel.language import Language
    from atlas.sheets.identity import Identity
    from atlas.workspace.asked import AskedHere

_TEXTS = OF_NUMBERS | OF_SHEETS | OF_CARDS


@dataclass(frozen=True)
class Step:
    """A section in the card's list of sections: how many of its lines are answered."""

    id: str
    title: str
    sphere: int | None
    answered: int
    total: int
    has_errors: bool
    is_open: bool


@dataclass(frozen=True)
class Choice:
    """One thing to choose."""

    code: str
    label: str
    description: str
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """One field of a line; `name` is what it is called in the form."""

    name: str
    dom: str
    label: str
    text: str
    unit: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Said:
    """A remark in the reader's language."""

    severity: str
    text: str


@dataclass(frozen=True)
class BothTexts:
    """A conflict in words, and what the form sends back about it."""

    mine: str
    theirs: str
    theirs_json: str


@dataclass(frozen=True)
class LineView:
    """One line as the page shows it; `group` stands before the first line of its group only."""

    code: str
    dom: str
    kind: str
    number: str
    label: str
    help: str
    group: str
    group_help: str
    time: str
    is_required: bool
    fields: dict[str, Field]
    previous: str
    said: tuple[Said, ...]
    conflict: BothTexts | None = None
    asked: AskedHere | None = None

    @property
    def errors(self) -> tuple[Said, ...]:
        """What is to be mended."""
        return tuple(one for one in self.said if one.severity == "error")

    @property
    def anchor(self) -> str:
        """The id of the line's first field, for links from the summary of errors."""
        return next(iter(self.fields.values())).dom

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields of a table's row."""
        return tuple(self.fields.values())


def reader_language() -> Language:
    """Return the language of the page."""
    return as_language(get_language())


@dataclass(frozen=True)
class CardPage:
    """Knows one card and makes what its pages show."""

    form: CardForm
    definitions: Definitions
    contents: Contents
    identity: Identity
    places: Places
    remarks: Sequence[Remark] = ()
    previous: CardDocument | None = None
    asked: Mapping[str, AskedHere] = field(default_factory=dict)

    def steps(self, *, opened: str = "") -> list[Step]:
        """Return the list of sections."""
        wrong = {one.line for one in self.remarks if one.severity == "error" and not one.is_waiting}
        return [self._step(section, wrong=wrong, opened=opened) for section in self.form.sections]

    def lines(self, section: FormSection, *, conflicts: Mapping[str, Conflict]) -> list[LineView]:
        """Return the lines of a section; those in conflict show what this person typed."""
        views, group = [], None
        for line in section.lines:
            heads = line.group is not None and line.group != group
            group = line.group
            views.append(self.line(line, heads=heads, conflict=conflicts.get(line.code)))
        return views

    def line(self, line: Line, *, heads: bool, conflict: Conflict | None = None) -> LineView:
        """Return one line; `heads` says whether its group's name stands before it."""
        language = reader_language()
        texts = conflict.mine if conflict else self.contents.texts(line, places=self.places)
        item = line.item or line.columns[0]
        return LineView(
            code=line.code,
            dom=dom_of(line.code),
            kind=line.kind,
            number=line.number,
            label=said(line.label, language),
            help=said(line.help, language) if line.help else "",
            group=said(line.group, language) if heads and line.group else "",
            group_help=said(line.group_help, language) if heads and line.group_help else "",
            time=time_of(item, self.identity, language=language) if heads or not line.columns else "",
            is_required=line.is_required,
            fields={part: self._field(line, part, text=texts.get(part, "")) for part in line.parts},
            previous=self._previous(line),
            said=tuple(spoken(one) for one in self.remarks if one.line == line.code and _is_said_here(one)),
            conflict=self._both(line, conflict) if conflict else None,
            asked=self.asked.get(line.code),
        )

    def seen(self, section: FormSection, *, kept: Mapping[str, Mapping[str, str]] | None = None) -> str:
        """Return, as JSON, what the section's lines say now; for lines in `kept` what the page was opened with."""
        now = {line.code: self.contents.texts(line, places=self.places) for line in section.lines}
        return json.dumps({**now, **(kept or {})}, ensure_ascii=False)

    def words(self, line: Line, document: CardDocument) -> str:
        """Return an answer as a person reads it."""
        return answer_words(line, document, places=self.places, language=reader_language())

    def _step(self, section: FormSection, *, wrong: set[str], opened: str) -> Step:
        lines = [line for line in section.lines if not line.columns]
        return Step(
            id=section.id,
            title=short_title(section),
            sphere=section.sphere,
            answered=sum(self.contents.has_answer(line) for line in lines),
            total=len(lines),
            has_errors=any(line.code in wrong for line in section.lines),
            is_open=section.id == opened,
        )

    def _field(self, line: Line, part: str, *, text: str) -> Field:
        language = reader_language()
        column = next((one for one in line.columns if one.code == part), None)
        counted = column or (line.item if part == "value" else None)
        return Field(
            name=f"{line.code}.{part}",
            dom=f"{dom_of(line.code)}-{part}",
            label=said(column.label, language) if column else "",
            text=text,
            unit=unit_of(counted, self.definitions, language=language) if counted else "",
            choices=tuple(self._choices(line, part, text=text)),
        )

    @staticmethod
    def _choices(line: Line, part: str, *, text: str) -> Iterator[Choice]:
        language, chosen = reader_language(), set(text.split(JOINED))
        for option in {"value": line.options, "reason": line.reasons, "source": line.sources}.get(part, ()):
            description = said(option.description, language) if option.description else ""
            yield Choice(option.code, said(option.label, language), description, option.code in chosen)
        if part == "value" and line.kind == "choices":
            yield Choice(NONE_OF_THESE, said(NONE_LABEL, language), "", NONE_OF_THESE in chosen)

    def _previous(self, line: Line) -> str:
        if self.previous is None or line.is_personal:
            return ""
        words = self.words(line, self.previous)
        return "" if words == MISSING else words

    def _both(self, line: Line, conflict: Conflict) -> BothTexts:
        mine, theirs = (
            self.words(line, Contents().having(line, texts, places=self.places).document)
            if not line.is_personal
            else texts.get("value", "")
            for texts in (conflict.mine, conflict.theirs)
        )
        return BothTexts(mine, theirs, json.dumps(dict(conflict.theirs), ensure_ascii=False))


def not_taken(card: Card, *, on: date) -> str:
    """Return why a card cannot be filed or taken back today, '' where it can."""
    session = card.session
    try:
        must_take_cards(
            SessionState(session.state), session.window, card=CardState(card.state), on=on, extended=card.extended_until
        )
    except DomainError as error:
        return said_of(error)
    return ""


def small_number(text: str) -> int | None:
    """Return a number that somebody sent, as large as the database's, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None  # noqa: PLR2004


def said_of(error: DomainError) -> str:
    """Return a refusal in the reader's language."""
    return " ".join(problem_words(one) for one in error.problems)


def problem_words(problem: Problem) -> str:
    """Return a problem's words in the reader's language."""
    return problem_text(problem, _TEXTS, language=reader_language())


def spoken(remark: Remark) -> Said:
    """Return a remark in the reader's language; a rule's words are the template's own, made when it was judged."""
    words = str(remark.problem.facts["message"]) if remark.rule else problem_words(remark.problem)
    return Said(remark.severity, words)


def _is_said_here(remark: Remark) -> bool:
    """Whether a remark is said while one types: what is still empty is asked for when the card is checked."""
    return remark.severity != "information" and not remark.is_waiting


def short_title(section: FormSection) -> str:
    """Return a section's title without the words that all of its kind begin with: a sphere has its number beside it."""
    title = section_title(section.label)
    return title.partition(" \N{EN DASH} ")[2] or title if section.sphere else title


def section_title(label: Text) -> str:
    """Return a section's title in the reader's language."""
    return said(label, reader_language())


def dom_of(code: str) -> str:
    """Return a line's code as an id on the page."""
    return "l-" + code.replace(":", "-")


def typed_in(post: QueryDict, section: FormSection) -> dict[str, Typed]:
    """Return what a section's form sent: for each of its lines that the page had, its texts then and now.

    A button `keep` or `take` decides a conflict: keeping one's own means that one has seen the other's.
    """
    seen = texts_by_line(post.get("seen", ""))
    typed = {}
    for line in section.lines:
        if line.code in seen:
            now = {part: _text_in(post, line, part=part) for part in line.parts}
            typed[line.code] = Typed(seen[line.code], now)
    keep, take = post.get("keep", ""), post.get("take", "")
    if keep in typed:
        typed[keep] = Typed(_texts(_json(post.get(f"{keep}.theirs", ""))), typed[keep].now)
    if take in typed:
        typed[take] = Typed(typed[take].now, typed[take].now)
    return typed


def typed_contents(contents: Contents, section: FormSection, *, typed: Mapping[str, Typed]) -> Contents:
    """Return a card as it would be with what was typed, whoever else changed it: to show it, not to keep it."""
    for line in section.lines:
        if line.code in typed:
            contents = contents.having(line, typed[line.code].now, places=NoPlaces())
    return contents


class NoPlaces:
    """Knows no territory: what is typed of one stays as it was typed."""

    def label(self, code: str) -> str:
        """Return the code."""
        return code

    def code(self, text: str) -> str:
        """Refuse: DomainError 'place-unknown'."""
        raise DomainError("place-unknown", found=text)


def _text_in(post: QueryDict, line: Line, *, part: str) -> str:
    name = f"{line.code}.{part}"
    if line.kind == "choices" and part == "value":
        return JOINED.join(post.getlist(name))
    return post.get(name, "")


def texts_by_line(text: str) -> dict[str, dict[str, str]]:
    """Return texts by line and part from the page's JSON; whatever else somebody sends is nothing seen."""
    found = _json(text)
    return {str(code): _texts(parts) for code, parts in found.items()} if isinstance(found, dict) else {}


def _texts(found: object) -> dict[str, str]:
    return {str(part): str(one) for part, one in found.items()} if isinstance(found, dict) else {}


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
