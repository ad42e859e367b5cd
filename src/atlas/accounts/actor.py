"""On whose behalf something is done: a user's id and rights, built once a request. Services take an Actor only."""

from __future__ import annotations

from dataclasses import dataclass, field

from atlas.accounts.rules import CentreRole


@dataclass(frozen=True)
class Actor:
    """Who acts: nobody (`user_id` None), or a user with a place in the Centre, a territory to read, participants.

    `represents` holds the ids of participants the user speaks for, `manages` those whose people they may change.
    """

    user_id: int | None = None
    centre_role: CentreRole = CentreRole.NONE
    reads_territory: str = ""
    represents: frozenset[int] = field(default_factory=frozenset)
    manages: frozenset[int] = field(default_factory=frozenset)

    @property
    def in_centre(self) -> bool:
        """Whether the actor works in the Monitoring Centre."""
        return self.centre_role != CentreRole.NONE

    @property
    def is_administrator(self) -> bool:
        """Whether the actor is an administrator of the Centre."""
        return self.centre_role == CentreRole.ADMINISTRATOR


ANONYMOUS = Actor()
MACHINE = Actor(centre_role=CentreRole.ADMINISTRATOR)
"""Who runs `atlas-web` on the machine itself acts with the rights of an administrator and is no user."""
