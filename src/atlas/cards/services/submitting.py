"""Submitting a card with a receipt, and withdrawing it. The deadline is judged after the session's row is locked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from atlas.accounts.models import User
from atlas.audit.services import record
from atlas.cards.access import must_edit
from atlas.cards.files import receipt_file, receipt_stem
from atlas.cards.judging import Judge, verdict_of
from atlas.cards.models import Card, Submission
from atlas.cards.places import TerritoryPlaces
from atlas.cards.rules import ON_BEHALF, CardKind, CardState, Channel, Event, must_take_cards, next_state
from atlas.cards.selectors import contents_of, context_of, form_for, instruments_of, last_accepted, people_of
from atlas.cards.services.entries import end_entries, must_have_source
from atlas.cards.services.keeping import channel_of, keep_contents, keep_version, locked, must_be_editable
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

    The same key again, in whatever number of parallel requests, gives the same submission. Uploads are thrown away.

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
            'card-changed-meanwhile', 'card-not-ready'; 'source-needed-first' where the Centre submits it without what
            it was entered from.
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
        came = channel_of(held, actor=actor, channel=channel)
        must_be_editable(held)
        _must_come_in(held, CardState(held.state), session=session, at=at)
        must_have_source(held, actor=actor)
        contents = contents_of(held).explained(explainable(form_for(held), explanations))
        _must_be_ready(held, contents, seen_version=seen_version, today=clock.day_of(at))
        filed = _filed(held, contents, key=key, channel=came, actor=actor, at=at)
        end_entries(held, submission=filed, at=at)
        return filed


def _must_come_in(held: Card, state: CardState, *, session: Session, at: datetime) -> None:
    """Refuse while the session is being closed, before it opens and after the card's own last day."""
    must_not_be_closing(session.code, since=session.closing_since)
    must_take_cards(
        SessionState(session.state), session.window, card=state, on=clock.day_of(at), extended=held.extended_until
    )


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
        state = next_state(CardState(held.state), "withdraw")
        _must_come_in(held, state, session=session, at=at)
        submission = held.filed_id
        _move(held, state, filed=None, at=at, actor=actor)
        keep_version(held, event=Event.WITHDRAWN, channel=Channel.ONLINE, actor=actor, at=at)
        record("withdraw-card", about=held, by=actor.user_id, at=at, submission=submission)
    return held


def _must_be_ready(card: Card, contents: Contents, *, seen_version: int, today: date) -> None:
    if card.version != seen_version:
        raise DomainError("card-changed-meanwhile")
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
    """Put the receipt into the outbox, to the address of who submitted, or of all who represent the participant where
    the Centre did; nothing of the answers stands in it.

    Typesetting its one page takes some 30 ms for each language, while the session's row is locked.
    """
    user = None if actor.user_id is None else User.objects.filter(pk=actor.user_id).first()
    if user is None:
        return
    card, files = submission.card, dict[str, File]()
    for reader in people_of(card) if submission.channel in ON_BEHALF else [user]:
        language = reader.letter_language
        if language not in files:
            pdf = receipt_file(card, submission, by=user.name, language=language)
            files[language] = File(f"{receipt_stem(submission)}.pdf", "application/pdf", pdf)
        subject, body = _receipt_letter(submission, language=language)
        queue_message(to=reader.email, subject=subject, body=body, at=at, files=[files[language]])


def _receipt_letter(submission: Submission, *, language: Language) -> tuple[str, str]:
    card = submission.card
    address = settings.ATLAS_BASE_URL + reverse("workspace:receipt", args=[card.pk, submission.pk])
    facts = {
        "card": form_title(card), "number": submission.receipt,
        "gmina": card.scope.name, "session": card.session.name, "sha256": submission.sha256, "address": address,
    }  # fmt: skip
    with override(language):
        facts["day"] = date_format(card.last_day, "j E Y")
        subject = gettext("The card was submitted: %(number)s") % facts
        paragraphs = [
            gettext("The card %(card)s of the gmina %(gmina)s in the session “%(session)s” was submitted."),
            gettext("The Monitoring Centre entered it on your behalf. Read it and write to us if something is wrong.")
            if submission.channel in ON_BEHALF else "",
            gettext(
                "Number of the receipt: %(number)s\nSHA-256 of the answers, without contact data: %(sha256)s"
            ),
            gettext(
                "The receipt is attached to this letter as a PDF. It stands here too, with the answers: %(address)s"
            ),
            gettext("Until %(day)s you can withdraw the card, correct it and submit it again."),
        ]  # fmt: skip
        return subject, "\n\n".join(one for one in paragraphs if one) % facts


def form_title(card: Card) -> str:
    """Return a card's name: 'Karta NGO'."""
    definitions = instruments_of(card.session.instruments).definitions
    return definitions.templates[CardKind(card.kind).value].name.pl
