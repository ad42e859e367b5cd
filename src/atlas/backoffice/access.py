"""The only door from a request to what the Centre's pages show. For anybody else these pages are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.archive.selectors import waiting_corrections
from atlas.cards.access import get_card
from atlas.jobs.selectors import newest_jobs
from atlas.kernel.errors import NotFound
from atlas.monitoring.access import visible_invitations, visible_sessions

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor
    from atlas.archive.models import Correction
    from atlas.cards.models import Card
    from atlas.jobs.models import Job
    from atlas.monitoring.models import Invitation, PointOfReceipt, Session, TerritoryChange


def must_be_of_centre(actor: Actor) -> None:
    """Show these pages to nobody else.

    Raises:
        NotFound: 'centre-page-not-found'.
    """
    if not actor.in_centre:
        raise NotFound("centre-page-not-found")


def get_session(actor: Actor, session_code: str) -> Session:
    """Return a session by its code, for the Centre (1 query).

    Raises:
        NotFound: 'centre-page-not-found', 'session-not-found'.
    """
    must_be_of_centre(actor)
    visible = visible_sessions(actor).select_related("instruments").defer("instruments__content")
    found = visible.filter(code=session_code).first()
    if found is None:
        raise NotFound("session-not-found", session=session_code)
    return found


def get_point(actor: Actor, session_code: str, *, point_id: int) -> PointOfReceipt:
    """Return a point of receipt of a session, with the session (2 queries).

    Raises:
        NotFound: 'centre-page-not-found', 'session-not-found', 'point-not-found'.
    """
    session = get_session(actor, session_code)
    found = session.points.filter(pk=point_id).first()
    if found is None:
        raise NotFound("point-not-found")
    found.session = session
    return found


def get_territory_change(actor: Actor, session_code: str, *, change_id: int) -> TerritoryChange:
    """Return a renumbering that a session tells, with the session (2 queries).

    Raises:
        NotFound: 'centre-page-not-found', 'session-not-found', 'territory-change-not-found'.
    """
    session = get_session(actor, session_code)
    found = session.territory_changes.filter(pk=change_id).first()
    if found is None:
        raise NotFound("territory-change-not-found")
    found.session = session
    return found


def get_session_card(actor: Actor, session_code: str, *, card_id: int) -> tuple[Session, Card]:
    """Return a session and one of its cards, as `cards.access.get_card` does, for the Centre (2 queries).

    Raises:
        NotFound: 'centre-page-not-found', 'session-not-found', 'card-not-found'.
    """
    session = get_session(actor, session_code)
    return session, get_card_in(actor, session, card_id=card_id)


def invitations_in(actor: Actor, session: Session) -> QuerySet[Invitation]:
    """Return whom a session asks for which card, for the Centre.

    Raises:
        NotFound: 'centre-page-not-found'.
    """
    must_be_of_centre(actor)
    return visible_invitations(actor).filter(session=session)


def get_invitation(actor: Actor, session: Session, *, asked_id: int) -> Invitation:
    """Return one invitation of a session with its gmina, participant and extension (1 query).

    Raises:
        NotFound: 'centre-page-not-found', 'asked-not-found'.
    """
    related = invitations_in(actor, session).select_related("session", "scope", "participant", "extension")
    found = related.filter(pk=asked_id).first()
    if found is None:
        raise NotFound("asked-not-found", session=session.code)
    return found


def get_card_in(actor: Actor, session: Session, *, card_id: int) -> Card:
    """Return a card of a session, for the Centre (1 query).

    Raises:
        NotFound: 'centre-page-not-found', 'card-not-found'.
    """
    must_be_of_centre(actor)
    card = get_card(actor, card_id)
    if card.session_id != session.pk:
        raise NotFound("card-not-found")
    return card


def get_correction(actor: Actor, session: Session, *, correction_id: int) -> Correction:
    """Return a correction of a session's card that waits for a revision (1 query).

    Raises:
        NotFound: 'centre-page-not-found', 'correction-not-found'.
    """
    must_be_of_centre(actor)
    found = waiting_corrections(session).filter(pk=correction_id).first()
    if found is None:
        raise NotFound("correction-not-found")
    return found


def visible_jobs(actor: Actor) -> QuerySet[Job]:
    """Return all work, newest first, for the Centre.

    Raises:
        NotFound: 'centre-page-not-found'.
    """
    must_be_of_centre(actor)
    return newest_jobs()


def get_job(actor: Actor, job_id: int) -> Job:
    """Return one piece of work (1 query).

    Raises:
        NotFound: 'centre-page-not-found', 'job-not-found'.
    """
    found = visible_jobs(actor).filter(pk=job_id).first()
    if found is None:
        raise NotFound("job-not-found")
    return found
