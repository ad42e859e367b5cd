"""A card and its receipts as files to take away: spreadsheet and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from atlas.accounts.requests import must_not_hurry
from atlas.accounts.selectors import names_of
from atlas.cards import access
from atlas.cards.files import card_pdf, card_sheet, receipt_file, receipt_stem, stem_of, submitted_pdf, submitted_stem
from atlas.workspace.card_page import reader_language

if TYPE_CHECKING:
    from atlas.accounts.requests import ActorRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


@require_safe
@login_required
def sheet(request: ActorRequest, card_id: int) -> HttpResponse:
    """Hand out a card as its spreadsheet form, filled; contact data for those who may see them."""
    _must_not_hurry(request)
    card = access.get_card(request.actor, card_id)
    with_contact = access.sees_contact(request.actor, card)
    content = card_sheet(card, with_contact=with_contact, language=reader_language())
    return _file(content, name=f"{stem_of(card)}.xlsx", kind=XLSX)


@require_safe
@login_required
def pdf(request: ActorRequest, card_id: int) -> HttpResponse:
    """Hand out a print-out of a card; contact data for those who may see them."""
    _must_not_hurry(request)
    card = access.get_card(request.actor, card_id)
    with_contact = access.sees_contact(request.actor, card)
    content = card_pdf(card, with_contact=with_contact, language=reader_language())
    return _file(content, name=f"{stem_of(card)}.pdf", kind=PDF)


@require_safe
@login_required
def receipt(request: ActorRequest, card_id: int, *, submission_id: int) -> HttpResponse:
    """Hand out a receipt."""
    _must_not_hurry(request)
    card = access.get_card(request.actor, card_id)
    submission = access.get_submission(card, submission_id)
    by = names_of([submission.filed_by]).get(submission.filed_by or 0, "")
    content = receipt_file(card, submission, by=by, language=reader_language())
    return _file(content, name=f"{receipt_stem(submission)}.pdf", kind=PDF)


@require_safe
@login_required
def submitted(request: ActorRequest, card_id: int, *, submission_id: int) -> HttpResponse:
    """Hand out a print-out of a card as it was submitted."""
    _must_not_hurry(request)
    card = access.get_card(request.actor, card_id)
    submission = access.get_submission(card, submission_id)
    content = submitted_pdf(card, submission, language=reader_language())
    return _file(content, name=f"{submitted_stem(submission)}.pdf", kind=PDF)


def _must_not_hurry(request: ActorRequest) -> None:
    """Let a whole office behind one address take its cards away, and stop a machine that asks without end."""
    must_not_hurry(request, action="card-file", most=300, seconds=600)


def _file(content: bytes, *, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
