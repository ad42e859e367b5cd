"""The Centre's answer to an obstacle: another channel, more time if that is needed, and in the end what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from atlas.accounts.access import must_work_in_centre
from atlas.accounts.models import User
from atlas.accounts.selectors import language_of_address
from atlas.audit.services import record
from atlas.cards.services.extending import give_more_time
from atlas.fieldwork.channel_words import AGREED
from atlas.fieldwork.models import Obstacle, ObstacleContact
from atlas.fieldwork.rules import AgreedChannel, ObstacleState, must_be_answerable
from atlas.fieldwork.selectors import invitation_about
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.mail.services import queue_message
from atlas.monitoring.models import Session

if TYPE_CHECKING:
    from datetime import date, datetime

    from atlas.accounts.actor import Actor

_LONGEST_REASON = 500


@dataclass(frozen=True)
class Answer:
    """What was agreed: the channel, words for who reported, and a last day of their own where they need more time."""

    channel: AgreedChannel
    words: str
    until: date | None = None


def answer_obstacle(obstacle: Obstacle, answer: Answer, *, actor: Actor) -> Obstacle:
    """Agree another channel with who reported an obstacle, who gets a letter; a later answer replaces the first.

    A day makes the extension of the card, with the obstacle's words as its reason.

    Args:
        obstacle: Fetched through `access.get_obstacle`.
        answer: What was agreed.
        actor: Somebody of the Centre.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'obstacle-answer-needed', 'obstacle-closed', 'obstacle-without-card', where it gives more time
            'session-being-closed' and those of `monitoring.rules.must_allow_extension`.
    """
    must_work_in_centre(actor)
    if not answer.words.strip():
        raise DomainError("obstacle-answer-needed")
    with transaction.atomic():
        if obstacle.session_id is not None:
            Session.objects.select_for_update(no_key=True).get(pk=obstacle.session_id)
        held = _locked(obstacle)
        at = clock.now()
        must_be_answerable(ObstacleState(held.state))
        if answer.until is not None:
            _give_more_time(held, answer.until, actor=actor, at=at)
        held.state, held.agreed_channel, held.agreed_until = ObstacleState.AGREED, answer.channel, answer.until
        held.answer, held.answered_at, held.answered_by = answer.words.strip(), at, actor.user_id
        held.save()
        facts = {"channel": answer.channel, "until": answer.until.isoformat() if answer.until else None}
        record("answer-obstacle", about=held, by=actor.user_id, at=at, **facts)
        _tell_reporter(held, at=at)
    return held


def close_obstacle(obstacle: Obstacle, *, outcome: str, actor: Actor) -> Obstacle:
    """Note what came of an obstacle; it is over then.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'obstacle-outcome-needed', 'obstacle-closed'.
    """
    must_work_in_centre(actor)
    if not outcome.strip():
        raise DomainError("obstacle-outcome-needed")
    with transaction.atomic():
        held = _locked(obstacle)
        at = clock.now()
        must_be_answerable(ObstacleState(held.state))
        held.state, held.outcome = ObstacleState.CLOSED, outcome.strip()
        held.closed_at, held.closed_by = at, actor.user_id
        held.save()
        record("close-obstacle", about=held, by=actor.user_id, at=at)
    return held


def address_of(obstacle: Obstacle) -> str:
    """Return where to write to who reported an obstacle, '' where only a telephone is known (2 queries)."""
    given = ObstacleContact.objects.filter(obstacle=obstacle).values_list("email", flat=True).first()
    if given:
        return given
    user = User.objects.filter(pk=obstacle.reported_by, is_active=True).first() if obstacle.reported_by else None
    return user.email if user else ""


def _locked(obstacle: Obstacle) -> Obstacle:
    return Obstacle.objects.select_for_update(no_key=True).get(pk=obstacle.pk)


def _give_more_time(obstacle: Obstacle, until: date, *, actor: Actor, at: datetime) -> None:
    invitation = invitation_about(obstacle)
    if invitation is None:
        raise DomainError("obstacle-without-card")
    give_more_time(invitation, until=until, reason=obstacle.what[:_LONGEST_REASON], actor=actor, at=at)


def _tell_reporter(obstacle: Obstacle, *, at: datetime) -> None:
    """Write the answer to who reported; the report's own words do not stand in the letter."""
    address = address_of(obstacle)
    if not address:
        return
    with override(language_of_address(address)):
        facts = {
            "gmina": obstacle.scope.name if obstacle.scope else "\N{EN DASH}",
            "channel": gettext(AGREED[AgreedChannel(obstacle.agreed_channel)]),
            "answer": obstacle.answer,
            "day": date_format(obstacle.agreed_until, "j E Y") if obstacle.agreed_until else "",
        }
        subject = gettext("The Monitoring Centre answers your report: %(gmina)s") % facts
        paragraphs = [
            gettext("You told us that you cannot hand over a card. This is what we agreed."),
            gettext("Gmina: %(gmina)s\nHow the card comes: %(channel)s"),
            gettext("Last day: %(day)s, until midnight") if facts["day"] else "",
            "%(answer)s",
        ]
        body = "\n\n".join(one for one in paragraphs if one) % facts
    queue_message(to=address, subject=subject, body=body, at=at)
