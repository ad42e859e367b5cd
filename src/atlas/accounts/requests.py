"""What a view is handed: a request that knows on whose behalf it acts; and how often something may be tried."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from atlas.accounts.services.tries import count_try
from atlas.kernel import clock
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor


class TooOften(DomainError):
    """Something was tried more often than is allowed for a while."""


class ActorRequest(HttpRequest):
    """A request after the middleware has said who acts."""

    actor: Actor
    upload_stopped: bool
    """There, and true, where a file was too large to be read at all."""


def must_not_hurry(request: HttpRequest, *, action: str, most: int, seconds: int) -> None:
    """Count a try of an action from the request's address, before anything dear is done for it.

    Raises:
        TooOften: 'too-often' after `most` tries within a window of `seconds`.
    """
    address = get_adapter().get_client_ip(request)
    key = hashlib.sha256(f"{action}|{address}".encode()).hexdigest()
    if count_try(key, window=timedelta(seconds=seconds), at=clock.now()) > most:
        raise TooOften("too-often", minutes=seconds // 60)
