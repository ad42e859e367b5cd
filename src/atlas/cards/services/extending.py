"""Giving one participant more time for one card, with the reason; their people get a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from atlas.accounts.access import must_work_in_centre
from atlas.accounts.models import User
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.mail.services import queue_message
from atlas.monitoring.models import Extension, Invitation, Session
from atlas.monitoring.rules import SessionState, must_allow_extension, must_not_be_closing

if TYPE_CHECKING:
    from datetime import date, datetime

    from atlas.accounts.actor import Actor


def extend(invitation: Invitation, *, until: date, reason: str, actor: Actor) -> Extension:
    """Give a participant until a day of their own for the card of an invitation; a second time replaces the first.

    A Karta IZUS takes the statistics of its gmina along.

    Args:
        invitation: Fetched through `monitoring.access.get_invitation`.
        until: The last day, after the deadline of all and not after the end of verification.
        reason: Read by who verifies the card.
        actor: Somebody of the Centre.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'extension-reason-needed', 'session-being-closed' and those of
            `monitoring.rules.must_allow_extension`.
    """
    must_work_in_centre(actor)
    if not reason.strip():
        raise DomainError("extension-reason-needed")
    with transaction.atomic():
        Session.objects.select_for_update(no_key=True).get(pk=invitation.session_id)
        at = clock.now()
        return give_more_time(invitation, until=until, reason=reason, actor=actor, at=at)


def give_more_time(invitation: Invitation, *, until: date, reason: str, actor: Actor, at: datetime) -> Extension:
    """Do what `extend` does, for a caller who has locked the session's row and read the clock.

    Raises:
        DomainError: 'session-being-closed' and those of `monitoring.rules.must_allow_extension`.
    """
    judged_by = ("code", "state", "closes_on", "verify_until", "closing_since")
    session = Session.objects.only(*judged_by).get(pk=invitation.session_id)
    must_not_be_closing(session.code, since=session.closing_since)
    must_allow_extension(
        until, session=SessionState(session.state), closes_on=session.closes_on, verify_until=session.verify_until,
        on=clock.day_of(at),
    )  # fmt: skip
    facts = {"until": until, "reason": reason.strip(), "given_at": at, "given_by": actor.user_id}
    extension, _ = Extension.objects.update_or_create(invitation=invitation, defaults=facts)
    record("extend-invitation", about=invitation, by=actor.user_id, at=at, until=until.isoformat())
    _tell_people(extension, at=at)
    return extension


def _tell_people(extension: Extension, *, at: datetime) -> None:
    invitation = extension.invitation
    facts = {
        "gmina": invitation.scope.name, "session": invitation.session.name, "card": invitation.card_kind,
        "participant": invitation.participant.name, "address": settings.ATLAS_BASE_URL + reverse("workspace:home"),
    }  # fmt: skip
    held = {"memberships__participant": invitation.participant_id, "memberships__ended_at": None}
    for user in User.objects.filter(is_active=True, **held).order_by("pk"):
        with override(user.letter_language):
            facts["day"] = date_format(extension.until, "j E Y")
            subject = gettext("You have until %(day)s for the card of the gmina %(gmina)s") % facts
            body = (
                gettext(
                    "The Monitoring Centre gave you more time for a card.\n\n"
                    "Karta %(card)s\nParticipant: %(participant)s\nGmina: %(gmina)s\nSession: %(session)s\n"
                    "Last day: %(day)s, until midnight\n\n"
                    "Your cards: %(address)s\n"
                )
                % facts
            )
        queue_message(to=user.email, subject=subject, body=body, at=at)
