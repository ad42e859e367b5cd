"""Submitting a card with a receipt, and withdrawing it. The deadline is judged after the session's row is locked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext, override

from atlas.accounts.models import User
from atlas.audit.services import record
from atlas.cards.access import must_edit
from atlas.cards.files import receipt_file, receipt_stem
from atlas.cards.judging import Judge, verdict_of
from atlas.cards.models import Card, Submission
from atlas.cards.places import TerritoryPlaces
from atlas.cards.rules import CardKind, CardState, Channel, Event, must_take_cards, next_state
from atlas.cards.selectors import contents_of, context_of, form_for, instruments_of, last_accepted
from atlas.cards.services.keeping import keep_contents, keep_version, locked, must_be_editable
from atlas.cards.services.saving import explainable
from atlas.cards.services.uploads import forget_uploads
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.mail.services import File, queue_message
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState, must_not_be_closing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from atlas.accounts.actor import Actor
    from atlas.cards.contents import Contents
    from atlas.cards.judging import Remark
    from atlas.cards.line_texts import Places
    from atlas.definitions.card_document import CardDocument
    from atlas.kernel.language import Language


def remarks_on(
    card: Card, contents: Contents, *, previous: CardDocument | None, places: Places, today: date, language: Language
) -> list[Remark]:  # fmt: skip
    """Return what is to be said of a card before it is submitted, beside its predecessor (1 query, places aside)."""
    instruments = instruments_of(card.session.instruments)
    judge = Judge(form_for(card), instruments.definitions, instruments.words, places, language)
    context = context_of(card, previous=previous, today=today)
    return judge.remarks(contents.document, contents.contact, context=context)


def submit_card(
    card: Card, *, key: UUID, seen_version: int, explanations: Mapping[str, str], actor: Actor,
    channel: Channel = Channel.ONLINE,
) -> Submission:  # fmt: skip
    """Submit a card as it was checked, with words about its warnings, and write its receipt.

    The same key again, in whatever number of parallel requests, gives the same submission. Files that the actor
    uploaded for the card are thrown away.

    Args:
        card: Fetched through `access.get_card`.
        key: Of this submitting, made with the page that asks for it.
        seen_version: The card's version that was checked.
        explanations: Words about warnings, by line.
        actor: Who submits.
        channel: How the answers came.

    Raises:
        NotAllowed: 'card-not-yours'.
        DomainError: 'card-is-filed', 'session-being-closed', 'session-not-open-yet', 'session-over',
            'card-changed-meanwhile', 'card-not-ready'.
    """
    must_edit(actor, card)
    with transaction.atomic():
        transaction.on_commit(partial(forget_uploads, card, actor=actor))
        session = Session.objects.select_for_update(no_key=True).get(pk=card.session_id)
        held = locked(card)
        at = clock.now()
        known = Submission.objects.select_related("session").filter(key=key, card=held).first()
        if known is not None:
            return known
        must_not_be_closing(session.code, since=session.closing_since)
        must_be_editable(held)
        must_take_cards(
            SessionState(session.state), session.window, card=CardState(held.state), on=clock.day_of(at)
        )  # fmt: skip
        if held.version != seen_version:
            raise DomainError("card-changed-meanwhile")
        contents = contents_of(held).explained(explainable(form_for(held), explanations))
        _must_be_ready(held, contents, today=clock.day_of(at))
        return _filed(held, contents, key=key, channel=channel, actor=actor, at=at)


def withdraw_card(card: Card, *, actor: Actor) -> Card:
    """Take a submitted card back until the deadline, to correct it and submit it again.

    Raises:
        NotAllowed: 'card-not-yours'.
        DomainError: 'session-being-closed', 'card-transition', 'session-over'.
    """
    must_edit(actor, card)
    with transaction.atomic():
        session = Session.objects.select_for_update(no_key=True).get(pk=card.session_id)
        held = locked(card)
        at = clock.now()
        must_not_be_closing(session.code, since=session.closing_since)
        state = next_state(CardState(held.state), "withdraw")
        must_take_cards(SessionState(session.state), session.window, card=state, on=clock.day_of(at))
        submission = held.filed_id
        _move(held, state, filed=None, at=at, actor=actor)
        keep_version(held, event=Event.WITHDRAWN, channel=Channel.ONLINE, actor=actor, at=at)
        record("withdraw-card", about=held, by=actor.user_id, at=at, submission=submission)
    return held


def _must_be_ready(card: Card, contents: Contents, *, today: date) -> None:
    places, previous = TerritoryPlaces(on=today), last_accepted(card)
    remarks = remarks_on(card, contents, previous=previous, places=places, today=today, language="pl")
    verdict = verdict_of(remarks, contents.document.explanations)
    count = len(verdict.errors) + len(verdict.open_warnings)
    if count:
        raise DomainError("card-not-ready", count=count)


def _filed(
    card: Card, contents: Contents, *, key: UUID, channel: Channel, actor: Actor, at: datetime
) -> Submission:  # fmt: skip
    if contents != contents_of(card):
        keep_contents(card, contents, event=Event.SAVED, channel=channel, actor=actor, at=at)
    state = next_state(CardState(card.state), "submit")
    last = Submission.objects.filter(session=card.session_id, kind=card.kind).aggregate(last=Max("number"))["last"]
    submission = Submission.objects.create(
        card=card, key=key, session=card.session, kind=card.kind, number=(last or 0) + 1, version=card.version + 1,
        content=contents.document.canonical().decode(), sha256=contents.document.sha256, channel=channel,
        filed_at=at, filed_by=actor.user_id,
    )  # fmt: skip
    _move(card, state, filed=submission, at=at, actor=actor)
    keep_version(card, event=Event.SUBMITTED, channel=channel, actor=actor, at=at, note=submission.receipt)
    facts = {"receipt": submission.receipt, "sha256": submission.sha256, "channel": channel}
    record("submit-card", about=card, by=actor.user_id, at=at, **facts)
    _write_receipt(submission, actor=actor, at=at)
    return submission


def _move(card: Card, state: CardState, *, filed: Submission | None, at: datetime, actor: Actor) -> None:
    card.state, card.filed, card.version = state, filed, card.version + 1
    card.changed_at, card.changed_by = at, actor.user_id
    card.save(update_fields=["state", "filed", "version", "changed_at", "changed_by"])


def _write_receipt(submission: Submission, *, actor: Actor, at: datetime) -> None:
    """Put the receipt into the outbox, to the address of who submitted; nothing of the answers stands in it.

    Typesetting its one page takes some 30 ms, while the session's row is locked.
    """
    user = None if actor.user_id is None else User.objects.filter(pk=actor.user_id).first()
    if user is None:
        return
    card = submission.card
    address = settings.ATLAS_BASE_URL + reverse("workspace:receipt", args=[card.pk, submission.pk])
    facts = {
        "card": form_title(card), "number": submission.receipt,
        "gmina": card.scope.name, "session": card.session.name, "sha256": submission.sha256, "address": address,
    }  # fmt: skip
    with override(user.letter_language):
        subject = gettext("The card was submitted: %(number)s") % facts
        body = (
            gettext(
                "The card %(card)s of the gmina %(gmina)s in the session “%(session)s” was submitted.\n\n"
                "Number of the receipt: %(number)s\n"
                "SHA-256 of the answers, without contact data: %(sha256)s\n\n"
                "The receipt is attached to this letter as a PDF. It stands here too, with the answers: %(address)s\n\n"
                "Until the deadline you can withdraw the card, correct it and submit it again."
            )
            % facts
        )
    pdf = receipt_file(card, submission, by=user.name, language=user.letter_language)
    attached = File(f"{receipt_stem(submission)}.pdf", "application/pdf", pdf)
    queue_message(to=user.email, subject=subject, body=body, at=at, files=[attached])


def form_title(card: Card) -> str:
    """Return a card's name: 'Karta NGO'."""
    definitions = instruments_of(card.session.instruments).definitions
    return definitions.templates[CardKind(card.kind).value].name.pl
