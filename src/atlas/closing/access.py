"""The only door from a request to seals and protocols. They are the Centre's alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.archive.models import SealedPackage
from atlas.closing.models import ClosingProtocol
from atlas.kernel.errors import NotFound

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor
    from atlas.monitoring.models import Session


def find_seal(actor: Actor, session: Session) -> SealedPackage | None:
    """Return a session's first seal with its protocol, which an imported session does not have (1 query)."""
    if not actor.in_centre:
        return None
    return SealedPackage.objects.filter(session=session).select_related("protocol").order_by("revision").first()


def get_later_seal(actor: Actor, session: Session, *, revision: int) -> SealedPackage:
    """Return the seal of a revision that was made of corrections (1 query).

    Raises:
        NotFound: 'protocol-not-found'.
    """
    later = SealedPackage.objects.filter(session=session, revision=revision, corrections__isnull=False)
    found = later.select_related("session").first()
    if found is None or not actor.in_centre:
        raise NotFound("protocol-not-found", session=session.code)
    return found


def get_protocol(actor: Actor, session: Session) -> ClosingProtocol:
    """Return the protocol of a session's first seal.

    Raises:
        NotFound: 'protocol-not-found'.
    """
    found = ClosingProtocol.objects.filter(seal__session=session).select_related("seal__session").first()
    if found is None or not actor.in_centre:
        raise NotFound("protocol-not-found", session=session.code)
    return found
