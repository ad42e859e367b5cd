"""Reads for the pages of planning: the tree of territories with what is covered, who is invited, where gaps are.

Each says how many queries it takes; none takes more for more rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr

from atlas.monitoring.models import Invitation, LeftOut, ScopeGmina
from atlas.registry.selectors import any_case, territories_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.monitoring.models import Session
    from atlas.registry.models import Territory

MOST_FOUND = 50


@dataclass(frozen=True)
class VoivodeshipRow:
    """A voivodeship on the session's day: how many gminas it has, and how many are covered."""

    code: str
    name: str
    gminas: int
    covered: int


@dataclass(frozen=True)
class GminaRow:
    """A gmina that can be chosen."""

    code: str
    name: str
    kind: str
    powiat: str
    is_covered: bool


@dataclass(frozen=True)
class PowiatRow:
    """A powiat with its gminas."""

    code: str
    name: str
    gminas: tuple[GminaRow, ...]

    @property
    def covered(self) -> int:
        """How many of its gminas are covered."""
        return sum(one.is_covered for one in self.gminas)


@dataclass(frozen=True)
class ParticipantCounts:
    """How many cards are asked for by kind, how many were left out, and how many gminas have nobody for a kind."""

    gminas: int
    invited_ngo: int
    invited_izus: int
    left_out: int
    without_institution: int
    without_organisation: int

    @property
    def invited(self) -> int:
        """Of both kinds."""
        return self.invited_ngo + self.invited_izus


def voivodeship_rows(session: Session) -> list[VoivodeshipRow]:
    """Return all voivodeships of the session's day, by code (3 queries)."""
    on_day = territories_on(session.opens_on)
    codes = on_day.filter(level="gmina").annotate(above=Substr("code", 1, 2)).values_list("above")
    gminas = dict(codes.annotate(n=Count("pk")).order_by("above"))
    covered = dict(session.scope.values_list("voivodeship").annotate(n=Count("pk")).order_by("voivodeship"))
    names = on_day.filter(level="voivodeship").order_by("code").values_list("code", "name")
    return [VoivodeshipRow(code, name, gminas.get(code, 0), covered.get(code, 0)) for code, name in names]


def powiat_rows(session: Session, voivodeship: str) -> list[PowiatRow]:
    """Return the powiats of a voivodeship with their gminas, by code; none for a code that is none (2 queries)."""
    rows = territories_on(session.opens_on).filter(code__startswith=voivodeship).order_by("code")
    covered = _covered(session, voivodeship)
    found = list(rows)
    gminas: dict[str, list[GminaRow]] = {}
    for one in found:
        if one.level == "gmina":
            row = GminaRow(one.code, one.name, one.kind, "", one.code in covered)
            gminas.setdefault(one.code[:4], []).append(row)
    return [PowiatRow(one.code, one.name, tuple(gminas.get(one.code, ()))) for one in found if one.level == "powiat"]


def gminas_like(session: Session, text: str) -> list[GminaRow]:
    """Return at most fifty gminas of the session's day by a part of their name, or the beginning of a code
    (3 queries).
    """
    on_day = territories_on(session.opens_on)
    wanted = Q(code__startswith=text) if text.isdigit() else Q(name__icontains=text) | Q(name__icontains=text.title())
    rows = list(on_day.filter(wanted, level="gmina").order_by("name", "code")[:MOST_FOUND])
    covered = _covered(session, "")
    names = dict(on_day.filter(code__in={one.code[:4] for one in rows}).values_list("code", "name"))
    return [
        GminaRow(one.code, one.name, one.kind, names.get(one.code[:4], ""), one.code in covered) for one in rows
    ]  # fmt: skip


def gone_gminas(session: Session) -> QuerySet[ScopeGmina]:
    """Return covered gminas that the register does not have on the session's day (1 query)."""
    there = territories_on(session.opens_on).filter(level="gmina", code=OuterRef("gmina"))
    return ScopeGmina.objects.filter(~Exists(there), session=session)


def participant_counts(session: Session) -> ParticipantCounts:
    """Return the figures of a session's participants (3 queries)."""
    asked = Invitation.objects.filter(session=session).aggregate(
        ngo=Count("pk", filter=Q(card_kind="NGO")), izus=Count("pk", filter=Q(card_kind="IZUS"))
    )
    scope = session.scope.aggregate(
        gminas=Count("pk"), no_izus=Count("pk", filter=~_asked("IZUS")), no_ngo=Count("pk", filter=~_asked("NGO"))
    )
    left_out = LeftOut.objects.filter(scope__session=session).count()
    return ParticipantCounts(
        scope["gminas"], asked["ngo"], asked["izus"], left_out, scope["no_izus"], scope["no_ngo"]
    )  # fmt: skip


def gminas_without(session: Session, kind: str) -> QuerySet[ScopeGmina]:
    """Return covered gminas in which nobody is asked for a card of a kind, by code (1 query)."""
    return session.scope.filter(~_asked(kind)).order_by("gmina")


def invitations_like(session: Session, *, text: str, kind: str = "") -> QuerySet[Invitation]:
    """Return a session's invitations by a part of the participant's name, its code or the gmina's name (1 query)."""
    rows = Invitation.objects.filter(session=session).select_related("scope", "participant")
    if kind:
        rows = rows.filter(card_kind=kind)
    if text:
        rows = rows.filter(_named(text))
    return rows.order_by("id")


def left_out_like(session: Session, *, text: str) -> QuerySet[LeftOut]:
    """Return who was left out of a session, by the same words (1 query)."""
    rows = LeftOut.objects.filter(scope__session=session).select_related("scope", "participant")
    return (rows.filter(_named(text)) if text else rows).order_by("id")


def has_territories(session: Session) -> bool:
    """Whether the register has any gmina on the session's day (1 query)."""
    return territories_on(session.opens_on).filter(level="gmina").exists()


def voivodeship_name(session: Session, code: str) -> str:
    """Return a voivodeship's name on the session's day, '' where there is none (1 query)."""
    found: Territory | None = territories_on(session.opens_on).filter(level="voivodeship", code=code).first()
    return found.name if found else ""


def _named(text: str) -> Q:
    named = any_case("participant__name__icontains", text) | any_case("scope__name__icontains", text)
    return named | Q(participant__code__iexact=text)


def _covered(session: Session, within: str) -> set[str]:
    return set(session.scope.filter(gmina__startswith=within).values_list("gmina", flat=True))


def _asked(kind: str) -> Exists:
    return Exists(Invitation.objects.filter(scope=OuterRef("pk"), card_kind=kind))
