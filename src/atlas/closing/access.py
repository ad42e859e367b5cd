"""The only door from a request to a protocol. It is the Centre's alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.closing.models import ClosingProtocol
from atlas.kernel.errors import NotFound

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor
    from atlas.monitoring.models import Session


def find_protocol(actor: Actor, session: Session) -> ClosingProtocol | None:
    """Return the protocol of a session's first seal, with the seal and the session, if there is one (1 query)."""
    if not actor.in_centre:
        return None
    found = ClosingProtocol.objects.filter(seal__session=session, seal__revision=1).select_related("seal__session")
    return found.first()


def get_protocol(actor: Actor, session: Session) -> ClosingProtocol:
    """Return the protocol of a session's first seal.

    Raises:
        NotFound: 'protocol-not-found'.
    """
    found = find_protocol(actor, session)
    if found is None:
        raise NotFound("protocol-not-found", session=session.code)
    return found
