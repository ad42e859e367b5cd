"""A process that submits a card and stops at a chosen point for ever, to be killed there.

`python -m tests.trust.killed POINT CARD USER KEY`; with POINT `bare-…` the transaction and its locks are taken away.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from unittest.mock import patch
from uuid import UUID

import django

django.setup()

import time_machine  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from tests.trust.conftest import DURING  # noqa: E402

from atlas.accounts.models import User  # noqa: E402
from atlas.cards.access import get_card  # noqa: E402
from atlas.cards.services import submitting  # noqa: E402
from atlas.registry.selectors import actor_of  # noqa: E402


def stop(*_arguments, **_names):
    """Say that the point is reached and wait."""
    sys.stdout.write("there\n")
    sys.stdout.flush()
    while True:
        signal.pause()


def afterwards(function):
    """The same, and then stop."""

    def both(*arguments, **names):
        function(*arguments, **names)
        stop()

    return both


POINTS = {
    "filed": ("keep_version", stop), "version": ("record", stop), "entry": ("queue_message", stop),
    "letter": ("_write_receipt", afterwards(submitting._write_receipt)),
    "committed": ("submit_card", afterwards(submitting.submit_card)),
}  # fmt: skip


def main(point, card_id, *, user_id, key):
    """Submit as far as the point."""
    bare, point = point.startswith("bare-"), point.removeprefix("bare-")
    with contextlib.ExitStack() as guards:
        if bare:
            guards.enter_context(patch.object(submitting.transaction, "atomic", contextlib.nullcontext))
            guards.enter_context(patch.object(QuerySet, "select_for_update", lambda rows, **_how: rows))
        guards.enter_context(patch.object(submitting, *POINTS[point]))
        guards.enter_context(time_machine.travel(DURING, tick=True))
        actor = actor_of(User.objects.get(pk=user_id))
        card = get_card(actor, card_id)
        submitting.submit_card(card, key=key, seen_version=card.version, explanations={}, actor=actor)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), user_id=int(sys.argv[3]), key=UUID(sys.argv[4]))
