"""Reads of codes that changed between sessions: which codes are gone or new, what the register proposes, what is known.

No code changes by a read: the Centre confirms each renumbering.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Substr

from atlas.kernel.teryt import GMINA_KINDS, codes_of, identity_of, voivodeship_of
from atlas.monitoring.models import ScopeGmina, Session, TerritoryChange
from atlas.monitoring.renumbering import KnownCodes
from atlas.monitoring.selectors import same_gmina
from atlas.registry.models import Territory
from atlas.registry.selectors import territories_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet


@dataclass(frozen=True)
class Candidate:
    """A gmina of the same name that the register has since an earlier session."""

    code: str
    name: str
    powiat: str
    since: date
    is_covered: bool


@dataclass(frozen=True)
class GoneGmina:
    """A gmina of an earlier session whose code the register no longer has, and which it may be now."""

    old: str
    name: str
    powiat: str
    session: str
    candidates: tuple[Candidate, ...]


def gone_codes(session: Session) -> QuerySet[ScopeGmina]:
    """Return gminas that earlier sessions covered, as the last of them did, whose code the register does not have on
    the day this session opens, and of which no session tells what became of them; none where the register is empty.
    """
    on_day = territories_on(session.opens_on).filter(level="gmina")
    later = _earlier(session).filter(
        gmina__in=same_gmina(), session__sequence__gt=OuterRef("session__sequence")
    )  # fmt: skip
    told = _told_until(session).filter(old=Substr(OuterRef("gmina"), 1, 6))
    found = _earlier(session).filter(
        ~Exists(on_day.filter(code__in=same_gmina())), ~Exists(later), ~Exists(told), Exists(on_day)
    )
    return found.select_related("session").defer("session__instruments").order_by("gmina")


def new_codes(session: Session) -> QuerySet[ScopeGmina]:
    """Return gminas of a session's scope whose code is younger than the sequence: the register did not have it when the
    first session opened, no earlier session covered it, and no session tells which gmina it was. None for a trial and
    the first session.
    """
    first = Session.objects.filter(sequence__lt=session.sequence or 0).order_by("sequence").first()
    if first is None:
        return ScopeGmina.objects.none()
    then = territories_on(first.opens_on).filter(level="gmina", code__in=same_gmina())
    told = _told_until(session).filter(new=Substr(OuterRef("gmina"), 1, 6))
    before = _earlier(session).filter(gmina__in=same_gmina())
    return session.scope.filter(~Exists(then), ~Exists(told), ~Exists(before)).order_by("gmina")


def with_candidates(session: Session, gone: Sequence[ScopeGmina]) -> list[GoneGmina]:
    """Return what gminas that are gone may be called now: of the same name in the same voivodeship, in the register on
    the day the session opens but not when they were covered, in no earlier session; those of a powiat of the same name
    first (4 queries).
    """
    rows = list(Territory.objects.filter(level="gmina", name__in={one.name for one in gone}).order_by("code"))
    then = {one.session_id: one.session.opens_on for one in gone}
    known = {(identity_of(one.code), day) for one in rows for day in then.values() if _holds(one, on=day)}
    before = _codes(_earlier(session).filter(name__in={one.name for one in gone}))
    covered = _codes(session.scope.filter(gmina__in=[one.code for one in rows]))
    on_day = territories_on(session.opens_on)
    powiats = dict(on_day.filter(code__in={one.code[:4] for one in rows}).values_list("code", "name"))
    by_name: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for one in rows:
        code = identity_of(one.code)
        if _holds(one, on=session.opens_on) and code not in before:
            candidate = Candidate(code, one.name, powiats.get(one.code[:4], ""), one.valid_from, code in covered)
            by_name[one.name, voivodeship_of(one.code)].append(candidate)

    def candidates(one: ScopeGmina) -> tuple[Candidate, ...]:
        found = by_name[one.name, one.voivodeship]
        new = [candidate for candidate in found if (candidate.code, then[one.session_id]) not in known]
        return tuple(sorted(new, key=lambda candidate: candidate.powiat != one.powiat_name))

    return [
        GoneGmina(identity_of(one.gmina), one.name, one.powiat_name, one.session.code, candidates(one)) for one in gone
    ]  # fmt: skip


def told_gminas(session: Session) -> QuerySet[TerritoryChange]:
    """Return what a session tells of renumbered gminas, each with its `name` in the scope, None without (1 query)."""
    here = ScopeGmina.objects.filter(
        session=session, gmina__in=[Concat(OuterRef("new"), Value(kind)) for kind in GMINA_KINDS]
    )  # fmt: skip
    told = TerritoryChange.objects.filter(session=session)
    return told.annotate(name=Subquery(here.values("name")[:1])).order_by("old", "new")


def known_codes(session: Session, *codes: str) -> KnownCodes:
    """Return what is known of some six-digit codes when a session tells a renumbering (5 queries)."""
    wanted = [gmina for code in codes for gmina in codes_of(code)]
    on_day = territories_on(session.opens_on).filter(level="gmina", code__in=wanted)
    earlier = _earlier(session).filter(gmina__in=wanted)
    told = TerritoryChange.objects.filter(Q(session=session) | Q(session__is_trial=False))
    return KnownCodes(
        session.opens_on,
        covered=frozenset(_codes(session.scope.filter(gmina__in=wanted))),
        valid=frozenset(identity_of(code) for code in on_day.values_list("code", flat=True)),
        earlier=frozenset(_codes(earlier)),
        left=dict(told.filter(old__in=codes).values_list("old", "session__code")),
        taken=dict(told.filter(new__in=codes).values_list("new", "session__code")),
    )


def _earlier(session: Session) -> QuerySet[ScopeGmina]:
    """Return what the sessions of the sequence before this one covered; for a trial, all of them."""
    found = ScopeGmina.objects.filter(session__is_trial=False).exclude(session=session)
    return found if session.sequence is None else found.filter(session__sequence__lt=session.sequence)


def _told_until(session: Session) -> QuerySet[TerritoryChange]:
    before = Q() if session.sequence is None else Q(session__sequence__lt=session.sequence)
    return TerritoryChange.objects.filter(Q(session=session) | (Q(session__is_trial=False) & before))


def _codes(scope: QuerySet[ScopeGmina]) -> set[str]:
    return {identity_of(code) for code in scope.order_by().values_list("gmina", flat=True)}


def _holds(one: Territory, *, on: date) -> bool:
    return one.valid_from <= on and (one.valid_to is None or on < one.valid_to)
