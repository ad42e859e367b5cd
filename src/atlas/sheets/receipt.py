"""The receipt of a submitted card: one page that says what was filed, by whom, when, and how anybody can check it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from atlas.documents.typesetting import typeset
from atlas.kernel.clock import day_of
from atlas.kernel.language import _, translate
from atlas.sheets.printed import Filed
from atlas.sheets.wording import EN_DASH, PERIOD, SESSION, VERSION, WHERE, day, named, polish_moment, said

if TYPE_CHECKING:
    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.identity import Identity

Channel = Literal["online", "xlsx", "email", "phone", "paper", "api"]
TEMPLATE: Final = Path(__file__).with_name("receipt.typ")
_CHANNELS: Final[dict[Channel, str]] = {
    "online": _("the online form"),
    "xlsx": _("the spreadsheet form, uploaded to the card's page"),
    "email": _("e-mail; the Centre entered the card"),
    "phone": _("phone; the Centre entered the card"),
    "paper": _("paper; the Centre entered the card"),
    "api": _("another program (API)"),
}
_TITLE: Final = _("Receipt of a submitted card")
_CARD: Final = _("Card")
_OFFICIAL: Final = _("Official title")
_PARTICIPANT: Final = _("Participant")
_WHEN: Final = _("Submitted on")
_THROUGH: Final = _("Submitted through")
_BY: Final = _("Submitted by")
_WORDS: Final = {
    "number": _("Number"),
    "sha256": _("SHA-256 of the answers"),
    "check_title": _("How to check this receipt"),
    "next_title": _("What happens next"),
    "until_title": _("What you can do until the deadline"),
}
_CHECK: Final = (
    _("On the card's page download the submitted answers as a JSON file. Contact details are not in it."),
    _("Compute the SHA-256 of that file, for example with the command sha256sum."),
    _("Compare the result with the characters above. If they are the same, not a single answer has changed."),
)
_NEXT: Final = (
    _("The Monitoring Centre checks the card. If something is unclear, it returns the card with questions."),
    _("You will get an e-mail when the card is accepted or returned. Keep this receipt until then."),
)
_UNTIL: Final = (
    _(
        "Until the end of %(day)s you can withdraw the card, correct it and submit it again. You will "
        "get a new receipt."
    ),
    _("After that day only cards that the Centre returned can be corrected."),
)
_UNTIL_CLOSE: Final = (
    _(
        "Until the session closes you can withdraw the card, correct it and submit it again. You will "
        "get a new receipt."
    ),
    _("After that only cards that the Centre returned can be corrected."),
)


@dataclass(frozen=True)
class Receipt(Filed):
    """What is known of a submission: number and moment, the channel, the user's name (may be empty), and the SHA-256 of
    the document's canonical bytes in hexadecimal.
    """

    channel: Channel
    by: str
    sha256: str


def receipt_pdf(
    receipt: Receipt, definitions: Definitions, *, kind: TemplateKind, identity: Identity, language: Language = "pl"
) -> bytes:
    """Print the receipt of a submitted card.

    Args:
        receipt: Of the submission.
        definitions: The session's.
        kind: Of the card.
        identity: Whose card it is; `closes_on` is the last day on which it can be withdrawn.
        language: Of the words; the card's title is the official one in that language.

    Returns:
        A tagged PDF of one A4 page (PDF/A-2a, PDF/UA-1); the same facts give the same bytes.
    """
    template = definitions.templates[kind]
    title, version = translate(_TITLE, language), translate(VERSION, language) % {"version": template.version}
    data = {
        "title": f"{title} {receipt.number}",
        "heading": title,
        "number": receipt.number,
        "foot": f"{said(template.name, language)} · {version}",
        "facts": _facts(receipt, definitions, kind=kind, identity=identity, language=language),
        "sha256": receipt.sha256,
        "words": {name: translate(text, language) for name, text in _WORDS.items()},
        "check": [translate(text, language) for text in _CHECK],
        "next": [translate(text, language) for text in _NEXT],
        "until": _until(identity, language),
    }
    return typeset(TEMPLATE, data=data, language=language, dated=day_of(receipt.at))


def _facts(
    receipt: Receipt, definitions: Definitions, *, kind: TemplateKind, identity: Identity, language: Language
) -> list[tuple[str, str]]:
    template = definitions.templates[kind]
    period = identity.period and EN_DASH.join(day(one, language) for one in identity.period)
    facts = [
        (_CARD, said(template.name, language)),
        (_OFFICIAL, said(template.title, language)),
        (SESSION, named(identity.session, identity.session_name)),
        (PERIOD, period),
        (_PARTICIPANT, named(identity.respondent, identity.respondent_name)),
        (WHERE, named(identity.gmina, identity.gmina_name)),
        (_WHEN, polish_moment(receipt.at, language)),
        (_THROUGH, translate(_CHANNELS[receipt.channel], language)),
        (_BY, receipt.by),
    ]
    return [(translate(what, language), value) for what, value in facts if value]


def _until(identity: Identity, language: Language) -> list[str]:
    if identity.closes_on is None:
        return [translate(text, language) for text in _UNTIL_CLOSE]
    closes = day(identity.closes_on, language)
    return [translate(text, language) % {"day": closes} for text in _UNTIL]
