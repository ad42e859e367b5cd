"""The gminas that a planned session covers, taken from the register of territories as it is on the session's day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.monitoring.models import Invitation, ScopeGmina, Session
from atlas.monitoring.selectors import gminas_within, institution_type_expression
from atlas.monitoring.services.planning import locked_planned
from atlas.monitoring.services.renumbering import drop_uncovered
from atlas.registry.rules import InstitutionType
from atlas.registry.selectors import territories_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from atlas.accounts.actor import Actor
    from atlas.registry.models import Territory

_BATCH = 500


@dataclass(frozen=True)
class Covered:
    """A gmina of a session's scope, as the hierarchy of its day has it."""

    gmina: str
    name: str
    institution_type: str
    powiat_name: str = ""
    voivodeship_name: str = ""


def cover(session: Session, gminas: Iterable[Covered], *, actor: Actor) -> list[ScopeGmina]:
    """Put gminas into the scope of a planned session, as they are given.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        made = _made(found, gminas)
        record("cover-gminas", about=session, by=actor.user_id, at=at, gminas=[row.gmina for row in made])
    return made


def widen_scope(session: Session, territories: Collection[str], *, actor: Actor) -> int:
    """Cover all gminas of voivodeships, powiats and gminas, by their codes; return how many are new.

    Gminas, names and hierarchy are those of the day on which the session opens; the kind of institution is that of
    the institution which serves the gmina.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        added = _added(found, gminas_within(territories, on=found.opens_on))
        record("cover-gminas", about=found, by=actor.user_id, at=at, gminas=added)
    return len(added)


def narrow_scope(session: Session, territories: Collection[str], *, actor: Actor) -> int:
    """Take gminas out of a planned session's scope, with their invitations; return how many.

    Args:
        session: The session.
        territories: Codes of voivodeships, powiats and gminas.
        actor: Who does it.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        within = tuple(territories)
        gone = [code for code in _codes_of(found) if code.startswith(within)] if within else []
        _removed(found, gone)
        drop_uncovered(found, by=actor.user_id, at=at)
        record("uncover-gminas", about=found, by=actor.user_id, at=at, gminas=gone)
    return len(gone)


def set_scope(
    session: Session, gminas: Collection[str], *, within: str, whole: Collection[str] = (), actor: Actor
) -> tuple[int, int]:  # fmt: skip
    """Make the scope within a voivodeship or powiat exactly what was chosen; return how many came in and went out.

    Args:
        session: The session; it must be planned.
        gminas: Codes of the gminas chosen one by one.
        within: Code of the voivodeship or powiat that the choice speaks of.
        whole: Codes of powiats chosen whole.
        actor: Who does it.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        wanted = [one for one in gminas_within([*gminas, *whole], on=found.opens_on) if one.code.startswith(within)]
        kept = {one.code for one in wanted}
        gone = [code for code in _codes_of(found) if code.startswith(within) and code not in kept]
        _removed(found, gone)
        added = _added(found, wanted)
        drop_uncovered(found, by=actor.user_id, at=at)
        record("choose-gminas", about=found, by=actor.user_id, at=at, within=within, covered=added, uncovered=gone)
    return len(added), len(gone)


def note_institution_types(session: Session) -> None:
    """Note anew, within the caller's transaction, which kind of institution serves each gmina (1 query)."""
    ScopeGmina.objects.filter(session=session).update(institution_type=institution_type_expression())


def _added(session: Session, wanted: Iterable[Territory]) -> list[str]:
    known = _codes_of(session)
    new = [one for one in wanted if one.code not in known]
    names = _names_above(on=session.opens_on) if new else {}
    rows = [
        Covered(one.code, one.name, InstitutionType.OTHER.value, names.get(one.code[:4], ""),
                names.get(one.code[:2], ""))
        for one in new
    ]  # fmt: skip
    _made(session, rows)
    note_institution_types(session)
    return [one.code for one in new]


def _made(session: Session, gminas: Iterable[Covered]) -> list[ScopeGmina]:
    rows = [ScopeGmina(session=session, powiat=one.gmina[:4], voivodeship=one.gmina[:2], **vars(one)) for one in gminas]
    return ScopeGmina.objects.bulk_create(rows, batch_size=_BATCH)


def _removed(session: Session, codes: Collection[str]) -> None:
    gone = ScopeGmina.objects.filter(session=session, gmina__in=codes)
    Invitation.objects.filter(scope__in=gone).delete()
    gone.delete()


def _codes_of(session: Session) -> set[str]:
    return set(ScopeGmina.objects.filter(session=session).values_list("gmina", flat=True))


def _names_above(*, on: date) -> dict[str, str]:
    above = territories_on(on).filter(level__in=("powiat", "voivodeship"))
    return dict(above.values_list("code", "name"))
