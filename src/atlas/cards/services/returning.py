"""Returning a card with questions at its items, and answering them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from atlas.accounts.access import must_work_in_centre
from atlas.accounts.models import User
from atlas.audit.services import record
from atlas.cards.access import must_edit
from atlas.cards.contents import Words, merged_words
from atlas.cards.models import Card, Question
from atlas.cards.rules import CardKind, Event
from atlas.cards.selectors import form_for
from atlas.cards.services.keeping import locked, must_be_editable
from atlas.cards.services.submitting import form_title
from atlas.cards.services.verifying import decide, filed_of, locked_to_decide
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.mail.services import queue_message
from atlas.monitoring.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor

LONGEST = 1000
"""Characters of a question and of an answer."""


def return_card(card: Card, *, questions: Mapping[str, str], seen_version: int, actor: Actor) -> Card:
    """Return a submitted card to its participant with questions at items; their people get a letter.

    The letter says how many questions there are and where they stand, not their words: those may be about persons.

    Args:
        card: Fetched through `access.get_card`.
        questions: What is asked, by code of a line of the form; empty ones are none.
        seen_version: The card's version that was looked at.
        actor: A verifier of the Centre.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'question-needed', 'question-not-at-item', 'text-too-long', 'session-being-closed',
            'session-not-verified-now', 'card-transition', 'card-changed-meanwhile', 'review-taken'.
    """
    must_work_in_centre(actor)
    asked = _asked(card, questions)
    with transaction.atomic():
        held, at = locked_to_decide(card, action="return", seen_version=seen_version, actor=actor)
        decide(held, "return", event=Event.RETURNED, actor=actor, at=at)
        last = Question.objects.filter(card=held).order_by("-round").values_list("round", flat=True).first()
        Question.objects.bulk_create([
            Question(
                card=held, submission=filed_of(held), round=(last or 0) + 1, item=item, text=text, asked_at=at,
                asked_by=actor.user_id,
            )
            for item, text in asked.items()
        ])  # fmt: skip
        facts = {"version": held.version, "submission": held.filed_id, "items": list(asked)}
        record("return-card", about=held, by=actor.user_id, at=at, **facts)
        _write_letters(held, count=len(asked), at=at)
    return held


def answer_questions(card: Card, answers: Mapping[int, Words], *, actor: Actor) -> int:
    """Keep what the participant answers to questions at items of a returned card; return how many answers changed.

    Args:
        card: Fetched through `access.get_card`.
        answers: By the question's id, as the page showed them and as they stand there now; an emptied one is taken
            away, where two people wrote at once both words are kept, of another card's questions none is.
        actor: Who answers.

    Raises:
        NotAllowed: 'card-not-yours'.
        DomainError: 'card-is-filed', 'text-too-long'.
    """
    must_edit(actor, card)
    words = {number: Words(_fitting(one.seen), _fitting(one.now)) for number, one in answers.items()}
    with transaction.atomic():
        held = locked(card)
        at = clock.now()
        must_be_editable(held)
        found = {one.pk: one for one in Question.objects.filter(card=held, pk__in=words, submission=held.filed_id)}
        kept = merged_words({pk: one.answer for pk, one in found.items()}, {pk: words[pk] for pk in found})
        changed = [found[pk] for pk in kept]
        for one in changed:
            one.answer, one.answered_at, one.answered_by = kept[one.pk], at, actor.user_id
        Question.objects.bulk_update(changed, ["answer", "answered_at", "answered_by"])
        if changed:
            items = [one.item for one in changed]
            record("answer-questions", about=held, by=actor.user_id, at=at, items=items)
    return len(changed)


def _asked(card: Card, questions: Mapping[str, str]) -> dict[str, str]:
    asked = {item: words for item, text in questions.items() if (words := _fitting(text))}
    if not asked:
        raise DomainError("question-needed")
    lines = form_for(card).lines
    for item in asked:
        if item not in lines or lines[item].is_personal:
            raise DomainError("question-not-at-item", item=item)
    return {code: asked[code] for code in lines if code in asked}


def _fitting(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(words) > LONGEST:
        raise DomainError("text-too-long", found=len(words), most=LONGEST)
    return words


def _people_of(card: Card) -> QuerySet[User]:
    """Return who speaks for a card's participant; for statistics for the institutions that were asked in the gmina."""
    if card.kind == CardKind.STATISTICS:
        asked = Invitation.objects.filter(scope=card.scope_id, card_kind=CardKind.IZUS).values("participant")
        held = User.objects.filter(memberships__participant__in=asked, memberships__ended_at=None)
    else:
        held = User.objects.filter(memberships__participant=card.participant_id, memberships__ended_at=None)
    return held.filter(is_active=True).distinct().order_by("pk")


def _write_letters(card: Card, *, count: int, at: datetime) -> None:
    address = settings.ATLAS_BASE_URL + reverse("workspace:check-card", args=[card.pk])
    facts = {
        "card": form_title(card), "gmina": card.scope.name, "session": card.session.name, "address": address,
        "count": count,
    }  # fmt: skip
    for user in _people_of(card):
        with override(user.letter_language):
            subject = gettext("The Centre asks about a card: %(card)s, %(gmina)s") % facts
            body = ngettext(
                "The Centre read the card %(card)s of the gmina %(gmina)s in the session “%(session)s” and returned it"
                " with %(count)s question.\n\nRead it at the item on the card: %(address)s\n\n"
                "Answer there, correct the figure where it is wrong, and submit the card again.",
                "The Centre read the card %(card)s of the gmina %(gmina)s in the session “%(session)s” and returned it"
                " with %(count)s questions.\n\nRead them at the items on the card: %(address)s\n\n"
                "Answer there, correct the figures where they are wrong, and submit the card again.",
                count,
            )
            queue_message(to=user.email, subject=subject, body=body % facts, at=at)
