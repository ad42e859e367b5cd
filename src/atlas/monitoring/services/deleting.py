"""Deleting a trial session, or one that is only planned, with everything that belongs to it, in whatever app.

Which rows belong to it is read from the models: all that point to it, and what points to those. So a table added later
is not forgotten. The databases' guards let a trial's rows go and no others (`cards.guards`, `archive.guards`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, router, transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState, must_not_be_closing
from atlas.monitoring.services.sequence import must_be_last

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.accounts.actor import Actor

    Found = dict[type[models.Model], set[object]]

_BATCH = 900


def delete_session(session: Session, *, typed_code: str, actor: Actor) -> dict[str, int]:
    """Delete a trial, or a session that is still planned; return how many rows of each table went with it.

    Args:
        session: The session.
        typed_code: Its code as the person typed it, to confirm.
        actor: Who does it.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-stays' for a real one that is no longer planned, 'session-not-last' or 'sequence-went-on'
            for one that others follow in the sequence, 'deletion-not-confirmed', 'session-being-closed'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        if not found.is_trial and found.state != SessionState.PLANNED:
            raise DomainError("session-stays", session=found.code)
        must_be_last(found)
        must_not_be_closing(found.code, since=found.closing_since)
        if typed_code.strip() != found.code:
            raise DomainError("deletion-not-confirmed", session=found.code)
        belonging = _belonging_to(found)
        counts = {model._meta.label_lower: len(keys) for model, keys in belonging.items()}
        facts = {"code": found.code, "state": found.state, "is_trial": found.is_trial, "rows": counts}
        record("delete-session", about=found, by=actor.user_id, at=at, **facts)
        _delete(belonging)
        found.delete()
    return counts


def _belonging_to(session: Session) -> Found:
    """Return the keys of all rows that point to a session, directly or through others, by model."""
    found: Found = {}
    newest: Found = {Session: {session.pk}}
    while newest:
        reached: Found = {}
        for model, keys in newest.items():
            for relation in _pointing_to(model):
                name = f"{relation.field.name}__in"
                rows = {
                    key for part in _parts(keys)
                    for key in relation.related_model._base_manager.filter(**{name: part}).values_list("pk", flat=True)
                }  # fmt: skip
                reached.setdefault(relation.related_model, set()).update(rows)
        newest = {model: new for model, keys in reached.items() if (new := keys - found.get(model, set()))}
        for model, keys in newest.items():
            found.setdefault(model, set()).update(keys)
    return found


def _pointing_to(model: type[models.Model]) -> Iterator[models.ForeignObjectRel]:
    """Give the relations by which rows belong to those of a model; a link that may be cut is none."""
    for relation in model._meta.related_objects:
        if relation.on_delete in {models.CASCADE, models.PROTECT, models.RESTRICT}:
            yield relation


def _delete(belonging: Found) -> None:
    """Delete rows, those found last first: a guard looks at the row above. What is left behind stops the transaction.

    `QuerySet.delete` would refuse for protected rows, though all of them go.
    """
    using = router.db_for_write(Session)
    for model, keys in reversed(belonging.items()):
        for part in _parts(keys):
            model._base_manager.filter(pk__in=part)._raw_delete(using)


def _parts(keys: set[object]) -> Iterator[list[object]]:
    ordered = list(keys)
    return (ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH))
