"""The protocol of a later revision of a package as a PDF to print: what was corrected, why, by whom, and its hash."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from atlas.closing.protocol import CHECK, FOOT, SIGNATURES, WORDS
from atlas.documents.typesetting import typeset
from atlas.kernel.clock import day_of
from atlas.kernel.language import _, translate
from atlas.kernel.polish_numbers import format_number
from atlas.sheets.wording import SESSION, named, polish_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from atlas.kernel.language import Language

TEMPLATE: Final = Path(__file__).with_name("revision_protocol.typ")
_TITLE: Final = _("Protocol of revision %(revision)s of the package of session %(session)s")
_SEALED, _SUPERSEDES = _("Sealed on"), _("SHA-256 of the revision before")
_CORRECTIONS: Final = _("Corrections")
_HEAD: Final = (_("Card"), _("What was corrected"), _("Before"), _("After"), _("Reason, author and time"))
_BASELINES: Final = _("Baselines were not corrected: their rows are the same as in the revision before.")


@dataclass(frozen=True)
class PrintedCorrection:
    """A corrected line in words: whose card, which line, what it said and says, and why, by whom and when."""

    card: str
    line: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class SealedRevision:
    """Which revision is printed, with its corrections in the order in which they were applied."""

    code: str
    name: str
    revision: int
    sha256: str
    supersedes: str
    sealed_at: datetime
    corrections: Sequence[PrintedCorrection]


def revision_pdf(sealed: SealedRevision, *, language: Language) -> bytes:
    """Print the protocol of a later revision.

    Returns:
        A tagged PDF (PDF/A-2a, PDF/UA-1); the same facts give the same bytes.
    """
    number = format_number(sealed.revision, language=language)
    title = translate(_TITLE, language) % {"revision": number, "session": sealed.code}
    data = {
        "title": title,
        "foot": translate(FOOT, language),
        "facts": [
            (translate(SESSION, language), named(sealed.code, sealed.name)),
            (translate(_SEALED, language), polish_moment(sealed.sealed_at, language)),
        ],
        "sha256": sealed.sha256,
        "former": sealed.supersedes.rpartition(":")[2],
        "words": {
            "sha256": translate(WORDS["sha256"], language), "supersedes": translate(_SUPERSEDES, language),
            "corrections": translate(_CORRECTIONS, language), "baselines": translate(_BASELINES, language),
            "check": translate(WORDS["check"], language),
        },
        "head": [translate(one, language) for one in _HEAD],
        "rows": [[one.card, one.line, one.before, one.after, one.why] for one in sealed.corrections],
        "check": [translate(one, language) for one in CHECK],
        "signatures": [translate(one, language) for one in SIGNATURES],
    }  # fmt: skip
    return typeset(TEMPLATE, data=data, language=language, dated=day_of(sealed.sealed_at))
