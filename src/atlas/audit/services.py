"""Adds to the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.audit.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
    _must_be_within_a_transaction(action)
    entry = _entry(action, about, by=by, at=at, facts=facts)
    entry.save(force_insert=True)
    return entry


def record_each(
    action: str, *, about: Iterable[tuple[Model, Mapping[str, object]]], by: int | None, at: datetime
) -> None:  # fmt: skip
    """Write down the same change of many rows, an entry with its facts for each; see `record`."""
    _must_be_within_a_transaction(action)
    Entry.objects.bulk_create([_entry(action, one, by=by, at=at, facts=facts) for one, facts in about], batch_size=1000)


def _entry(action: str, about: Model, *, by: int | None, at: datetime, facts: Mapping[str, object]) -> Entry:
    return Entry(
        at=at, by=by, action=action, subject=about._meta.label_lower, subject_id=str(about.pk), facts=dict(facts)
    )


def _must_be_within_a_transaction(action: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        reason = f"{action} is recorded outside the transaction that makes the change"
        raise RuntimeError(reason)
