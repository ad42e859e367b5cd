"""One card as files: its spreadsheet form, filled; print-outs of it; the receipt of a submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify

from atlas.cards.places import TerritoryPlaces
from atlas.cards.rules import EDITABLE, CardKind
from atlas.cards.selectors import (
    contents_of,
    form_for,
    identity_of_card,
    instruments_of,
    last_accepted,
    submitted_document,
)
from atlas.kernel import clock
from atlas.sheets.previous import former_values
from atlas.sheets.printed import Filed, Unnumbered, print_card
from atlas.sheets.receipt import Receipt, receipt_pdf
from atlas.sheets.upload import read_upload
from atlas.sheets.writing.form import write_card

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.cards.models import Card, Submission
    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.receipt import Channel as ReceiptChannel
    from atlas.sheets.upload import Upload

_BEGINNINGS = {CardKind.NGO: "karta-ngo", CardKind.IZUS: "karta-izus", CardKind.STATISTICS: "statystyka"}
_NOT_TAKEN_APART = str.maketrans("łŁ", "lL")
"""The one Polish letter that Unicode does not take apart into a Latin one and a mark."""


def card_sheet(card: Card, *, with_contact: bool, language: Language) -> bytes:
    """Return a card as its spreadsheet form, filled, with the last accepted values beside the answers (2 queries).

    Args:
        card: With its session, gmina, participant and contact.
        with_contact: Whether Part III is filled in too.
        language: Of labels, hints and drop-downs.
    """
    definitions, contents, previous = _definitions(card), contents_of(card), last_accepted(card)
    kind: TemplateKind = CardKind(card.kind).value
    return write_card(
        definitions, kind, identity=identity_of_card(card), filled=contents.document,
        previous=None if previous is None else former_values(previous, definitions, kind=kind),
        names=_names(card, contents.document), contact=contents.contact if with_contact else {}, language=language,
    )  # fmt: skip


def card_pdf(card: Card, *, with_contact: bool, language: Language) -> bytes:
    """Return a print-out of a card: a draft, or what the Centre has, with its receipt's number if it has one (1 query).

    A returned card that is being corrected is a draft again: what is typed is not what was submitted.
    """
    contents = contents_of(card)
    return print_card(
        _definitions(card), CardKind(card.kind).value, identity=identity_of_card(card), filled=contents.document,
        state=_state(card), names=_names(card, contents.document),
        contact=contents.contact if with_contact else {}, language=language,
    )  # fmt: skip


def submitted_pdf(card: Card, submission: Submission, *, language: Language) -> bytes:
    """Return a print-out of a card as it was submitted (1 query); contact data are no part of a submission."""
    document = submitted_document(card, submission)
    return print_card(
        _definitions(card), CardKind(card.kind).value, identity=identity_of_card(card), filled=document,
        state=_filed(submission), names=_names(card, document), language=language,
    )  # fmt: skip


def receipt_file(card: Card, submission: Submission, *, by: str, language: Language) -> bytes:
    """Return the receipt of a submission as a PDF of one page; `by` is the name of who submitted, empty if unknown."""
    channel: ReceiptChannel = submission.channel  # type: ignore[assignment]  # a text that the table has checked
    filed = Receipt(submission.receipt, submission.filed_at, channel, by, submission.sha256)
    return receipt_pdf(
        filed, _definitions(card), kind=CardKind(card.kind).value, identity=identity_of_card(card), language=language
    )


def read_card_file(card: Card, path: Path, *, language: Language) -> Upload:
    """Return what an uploaded file says, read in a process of its own; see `sheets.upload.read_upload`."""
    return read_upload(
        path, _definitions(card), kind=CardKind(card.kind).value, identity=identity_of_card(card), language=language
    )  # fmt: skip


def stem_of(card: Card) -> str:
    """Return what a card's files are called: 'karta-ngo-org-001-janow-lubelski-2026-1', ASCII alone."""
    who = card.participant.code if card.participant else ""
    parts = (_BEGINNINGS[CardKind(card.kind)], who, card.scope.name, card.session.code)
    return "-".join(slugify(part.translate(_NOT_TAKEN_APART)) for part in parts if part)


def receipt_stem(submission: Submission) -> str:
    """Return what a receipt's file is called: 'potwierdzenie-2026-1-NGO-0617'."""
    return f"potwierdzenie-{number_in_names(submission)}"


def submitted_stem(submission: Submission) -> str:
    """Return what a print-out of a card as it was submitted is called: 'karta-2026-1-NGO-0617'."""
    return f"karta-{number_in_names(submission)}"


def number_in_names(submission: Submission) -> str:
    """Return a receipt's number as the name of a file can have it: '2026-1-NGO-0617'."""
    return submission.receipt.replace("/", "-")


def _definitions(card: Card) -> Definitions:
    return instruments_of(card.session.instruments).definitions


def _state(card: Card) -> Filed | Unnumbered:
    if card.state in EDITABLE:
        return Unnumbered.DRAFT
    return Unnumbered.TAKEN_OVER if card.filed is None else _filed(card.filed)


def _filed(submission: Submission) -> Filed:
    return Filed(submission.receipt, submission.filed_at)


def _names(card: Card, document: CardDocument) -> dict[str, str]:
    """Return the labels of the territories that a card names."""
    places = TerritoryPlaces(on=clock.day_of(clock.now()))
    named = ((line.kind, document.answers.get(line.code)) for line in form_for(card).lines.values())
    codes = {code for kind, said in named if said for code in _codes(kind, said)}
    return {code: places.label(code) for code in sorted(codes)}


def _codes(kind: str, said: object) -> tuple[str, ...]:
    if kind == "place":
        return (str(said),)
    return tuple(map(str, said)) if kind == "places" and isinstance(said, tuple) else ()
