"""Adds to the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.audit.models import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model


def record(action: str, *, about: Model, by: int | None, at: datetime, **facts: object) -> Entry:
    """Write down a change, in the transaction that makes it: both are kept or neither.

    Args:
        action: A verb, e.g. 'invite-member'.
        about: The row that was changed; saved already.
        by: Id of the user; None for the machine itself.
        at: The operation's moment.
        facts: What a reader needs besides; ids and codes, never contact data.

    Raises:
        RuntimeError: outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        reason = f"{action} is recorded outside the transaction that makes the change"
        raise RuntimeError(reason)
    return Entry.objects.create(
        at=at, by=by, action=action, subject=about._meta.label_lower, subject_id=str(about.pk), facts=facts
    )
