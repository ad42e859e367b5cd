"""The protocol of a closed session as a PDF to print: what was sealed, by whom, and how anybody can check it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from atlas.documents.typesetting import typeset
from atlas.kernel.clock import day_of
from atlas.kernel.language import _, translate, translations
from atlas.kernel.polish_numbers import format_number
from atlas.sheets.wording import EN_DASH, PERIOD, SESSION, day, named, polish_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from atlas.kernel.language import Language

TEMPLATE: Final = Path(__file__).with_name("protocol.typ")
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
MOST_REASONS: Final = 20
"""Reasons for setting cards aside that are printed; the rest are counted together."""
_TITLE: Final = _("Protocol of closing session %(session)s")
_FOOT: Final = _("Atlas MP · protocol of a sealed session package")
_FACTS: Final = {
    "session": SESSION,
    "kind": _("Kind of session"),
    "days": _("Cards came in"),
    "period": PERIOD,
    "gminas": _("Gminas in scope"),
    "sealed": _("Sealed on"),
    "by": _("Sealed by"),
}
_TRIAL: Final = _("trial: it is never a baseline and is not published")
_IN_SEQUENCE: Final = _("number %(number)s in the sequence")
_WORDS: Final = {
    "sha256": _("SHA-256 of the package (of its datapackage.json)"),
    "cards": _("Cards"),
    "reasons": _("Why cards were set aside"),
    "baseline": _("Baseline values"),
    "check": _("How to check the package"),
}
_CARDS_HEAD: Final = (_("Kind of card"), _("Expected"), _("Accepted"), _("Set aside"))
_KINDS: Final = {"NGO": _("Karta NGO"), "IZUS": _("Karta IZUS"), "STATISTICS": _("Territory statistics")}
_REASONS_HEAD: Final = (_("Reason"), _("Cards"))
_OTHER_REASONS: Final = _("other reasons")
_NEW: Final = _(
    "The values of these gminas in this session are their baseline. They stay as they are: neither the program nor the"
    " database lets anybody change them."
)
_NONE_NEW: Final = _(
    "No gmina gets its baseline in this session: those that sent cards are compared with an earlier one."
)
_NO_TRIAL: Final = _("A trial session is nobody's baseline.")
_CHECK: Final = (
    _("Take the package's folder from the archive; its name is the SHA-256 above."),
    _("Run: atlas verify FOLDER. It reads every table, compares every hash and prints the package's SHA-256."),
    _("Compare the two. If they are the same, not a single figure has changed since the session was sealed."),
    _(
        "Keep this print-out apart from the machine. Should somebody rewrite both the archive and the database, only a"
        " copy that lies elsewhere tells."
    ),
)
_SIGNATURES: Final = (_("Place and date"), _("Signature for the Monitoring Centre"))


@dataclass(frozen=True)
class SealedSession:
    """Whose protocol it is; `sequence` None for a trial; `by` the name of who asked, empty if not known.

    `facts` are those of `models.ClosingProtocol`.
    """

    code: str
    name: str
    sequence: int | None
    window: tuple[date, date]
    period: tuple[date, date]
    sha256: str
    sealed_at: datetime
    by: str
    facts: Mapping[str, Any]


def protocol_pdf(sealed: SealedSession, *, language: Language) -> bytes:
    """Print the protocol of a closed session.

    Returns:
        A tagged PDF (PDF/A-2a, PDF/UA-1); the same facts give the same bytes.
    """
    said = _Said(language)
    title = said(_TITLE, session=sealed.code)
    data = {
        "title": title,
        "foot": said(_FOOT),
        "facts": _facts(sealed, said),
        "sha256": sealed.sha256,
        "words": {name: said(text) for name, text in _WORDS.items()},
        "cards": {"head": [said(one) for one in _CARDS_HEAD], "rows": _cards(sealed.facts, said)},
        "reasons_head": [said(one) for one in _REASONS_HEAD],
        "reasons": _reasons(sealed.facts["set_aside_reasons"], said),
        "baseline_words": said(_baseline_words(sealed)),
        "baseline": [
            (said(_KINDS[kind]), said.gminas(len(found)), _gminas(found))
            for kind, found in sealed.facts["baseline"].items()
            if found
        ],
        "check": [said(one) for one in _CHECK],
        "signatures": [said(one) for one in _SIGNATURES],
    }
    return typeset(TEMPLATE, data=data, language=language, dated=day_of(sealed.sealed_at))


@dataclass(frozen=True)
class _Said:
    """Says words and numbers in one language."""

    language: Language

    def __call__(self, text: str, **facts: object) -> str:
        return translate(text, self.language) % facts if facts else translate(text, self.language)

    def number(self, one: int) -> str:
        return format_number(one, language=self.language)

    def gminas(self, number: int) -> str:
        form = translations(self.language).ngettext("%(count)s gmina", "%(count)s gminas", number)
        return (form % {"count": self.number(number)}).replace(" ", NO_BREAK)

    def days(self, both: tuple[date, date]) -> str:
        return EN_DASH.join(day(one, self.language) for one in both)


def _facts(sealed: SealedSession, said: _Said) -> list[tuple[str, str]]:
    values = {
        "session": named(sealed.code, sealed.name),
        "kind": said(_TRIAL) if sealed.sequence is None else said(_IN_SEQUENCE, number=sealed.sequence),
        "days": said.days(sealed.window),
        "period": said.days(sealed.period),
        "gminas": said.number(sealed.facts["gminas"]),
        "sealed": polish_moment(sealed.sealed_at, said.language),
        "by": sealed.by,
    }
    return [(said(_FACTS[name]), value) for name, value in values.items() if value]


def _cards(facts: Mapping[str, Any], said: _Said) -> list[list[str]]:
    """Return a row for each kind of card; statistics are asked of gminas, not of participants."""
    columns = (facts["invited"] | {"STATISTICS": facts["gminas"]}, facts["accepted"], facts["set_aside"])
    return [[said(title), *(said.number(one.get(kind, 0)) for one in columns)] for kind, title in _KINDS.items()]


def _reasons(found: Sequence[tuple[str, int]], said: _Said) -> list[tuple[str, str]]:
    rows = [(words, said.number(count)) for words, count in found[:MOST_REASONS]]
    rest = sum(count for _words, count in found[MOST_REASONS:])
    return [*rows, (said(_OTHER_REASONS), said.number(rest))] if rest else rows


def _baseline_words(sealed: SealedSession) -> str:
    if sealed.sequence is None:
        return _NO_TRIAL
    return _NEW if any(sealed.facts["baseline"].values()) else _NONE_NEW


def _gminas(found: Sequence[tuple[str, str]]) -> str:
    """Return the gminas one after the other; none is cut by the end of a line."""
    return ", ".join(named(code, name).replace(" ", NO_BREAK) for code, name in found)
