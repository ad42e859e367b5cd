"""Takes a TERC file over: what is new is opened, what is gone or renamed is closed; no row is rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.registry.models import Territory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.accounts.actor import Actor
    from atlas.kernel.terc import Territory as Unit


@dataclass(frozen=True)
class Taken:
    """What a TERC file changed: the day it speaks of, and how many rows were opened, closed and left."""

    as_of: date
    opened: int
    closed: int
    unchanged: int


def take_over_territories(units: Sequence[Unit], *, actor: Actor) -> Taken:
    """Take over the units of one TERC file, which all speak of one day.

    The same file again changes nothing; a newer one closes and opens rows on its day.

    Raises:
        NotAllowed: 'administrator-needed'.
        DomainError: 'terc-empty', 'terc-day' (no day, or more than one), 'terc-twice', 'terc-older'.
    """
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")
    wanted = {unit.code: unit for unit in units}
    as_of = _day_of(units, codes=len(wanted))
    with transaction.atomic():
        open_rows = {row.code: row for row in Territory.objects.select_for_update().filter(valid_to=None)}
        _must_not_be_older(as_of)
        kept = {code for code, row in open_rows.items() if code in wanted and _same(row, wanted[code])}
        gone = [row.pk for code, row in open_rows.items() if code not in kept]
        _must_begin_before(as_of, rows=[row for code, row in open_rows.items() if code not in kept])
        Territory.objects.filter(pk__in=gone).update(valid_to=as_of)
        new = [_opened(unit, as_of) for code, unit in wanted.items() if code not in kept]
        made = Territory.objects.bulk_create(new, batch_size=500)
        taken = Taken(as_of, opened=len(made), closed=len(gone), unchanged=len(kept))
        if made or gone:
            about = made[0] if made else Territory.objects.get(pk=gone[0])
            facts = {"as_of": str(as_of), "opened": taken.opened, "closed": taken.closed}
            record("take-over-territories", about=about, by=actor.user_id, at=clock.now(), **facts)
    return taken


def _day_of(units: Sequence[Unit], *, codes: int) -> date:
    days = {unit.as_of for unit in units}
    if not units:
        raise DomainError("terc-empty")
    if codes != len(units):
        raise DomainError("terc-twice", twice=len(units) - codes)
    try:
        (day,) = days
        return date.fromisoformat(day)
    except ValueError:
        raise DomainError("terc-day", found=", ".join(sorted(days)[:3])) from None


def _must_not_be_older(as_of: date) -> None:
    newest = Territory.objects.order_by("-valid_from").values_list("valid_from", flat=True).first()
    if newest is not None and as_of < newest:
        raise DomainError("terc-older", as_of=as_of, newest=newest)


def _must_begin_before(as_of: date, *, rows: list[Territory]) -> None:
    """A second, different file of the same day would close rows on the day they began."""
    if any(row.valid_from >= as_of for row in rows):
        raise DomainError("terc-other-of-day", as_of=as_of)


def _same(row: Territory, unit: Unit) -> bool:
    return (row.name, row.kind, row.level) == (unit.name, unit.kind, unit.level)


def _opened(unit: Unit, as_of: date) -> Territory:
    return Territory(code=unit.code, level=unit.level, name=unit.name, kind=unit.kind, valid_from=as_of)
