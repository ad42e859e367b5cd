"""Reads of sessions and invitations. They are told which rows the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Substr

from atlas.audit.selectors import entries_about
from atlas.kernel.teryt import GMINA_KINDS
from atlas.monitoring.models import Extension, Invitation, ScopeGmina, Session
from atlas.monitoring.rules import OVER, SessionState, sequence_gap
from atlas.registry.models import Presence
from atlas.registry.rules import InstitutionType
from atlas.registry.selectors import territories_on

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from atlas.registry.models import Territory

_POWIAT, _VOIVODESHIP = 4, 2
"""Digits of the codes."""
RUNNING = (SessionState.ANNOUNCED, SessionState.OPEN, SessionState.VERIFICATION)


@dataclass(frozen=True)
class InvitationLists:
    """Invitations to cards: those of running sessions, next deadline first, and those of finished ones."""

    running: list[Invitation]
    finished: list[Invitation]


def invitation_lists(visible: QuerySet[Invitation]) -> InvitationLists:
    """Return a reader's invitations with session, hash of its instruments, gmina, participant and extension; each knows
    the last day of its gmina's statistics as `statistics_until`, where that is later than for others (1 query).
    """
    of_gmina = Extension.objects.filter(invitation__scope=OuterRef("scope"), invitation__card_kind="IZUS")
    last = Subquery(of_gmina.order_by("-until").values("until")[:1])
    visible = visible.annotate(statistics_until=last)  # type: ignore[no-redef]  # the model names it too
    related = visible.select_related("session__instruments", "scope", "participant", "extension")
    rows = related.defer("session__instruments__content").order_by(
        Case(When(session__state__in=RUNNING, then=Value(0)), default=Value(1)), "session__closes_on",
        "session__code", "scope__name", "participant__name", "card_kind",
    )  # fmt: skip
    found = list(rows)
    return InvitationLists(
        running=[one for one in found if one.session.state in RUNNING],
        finished=[one for one in found if one.session.state not in RUNNING],
    )


def sessions_with_counts(visible: QuerySet[Session]) -> QuerySet[Session]:
    """Return sessions, newest first, with `gminas`, `invited_ngo` and `invited_izus` (1 query).

    Each is counted by itself: joined, every gmina would meet every invitation, 250 million times for a country.
    """
    asked = Invitation.objects.all()
    return visible.annotate(
        gminas=_count_of(ScopeGmina.objects.all()),
        invited_ngo=_count_of(asked.filter(card_kind="NGO")),
        invited_izus=_count_of(asked.filter(card_kind="IZUS")),
    ).order_by("-opens_on", "code")


def _count_of(rows: QuerySet[Any]) -> Coalesce:
    """Return the number of a session's rows, to be counted for each session."""
    counted = rows.filter(session=OuterRef("pk")).order_by().values("session").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def sessions_with_points(invitations: Collection[Invitation]) -> list[Session]:
    """Return the sessions of invitations, by deadline, each with its points of receipt (2 queries)."""
    asked = {one.session_id for one in invitations}
    return list(Session.objects.filter(pk__in=asked).prefetch_related("points").order_by("closes_on", "code"))


def missing_before(sequence: int | None) -> list[int]:
    """Return the places of the sequence before one that no closed session has; None is a trial's (1 query)."""
    over = Session.objects.filter(state__in=OVER, sequence__isnull=False)
    return sequence_gap(sequence, closed=[one for one in over.values_list("sequence", flat=True) if one])


def days_changed_at(session: Session) -> datetime:
    """Return when a session was planned or its days were last changed (1 query)."""
    changes = entries_about(session).filter(action__in=("plan-session", "change-schedule"))
    newest = changes.order_by("-id").values_list("at", flat=True).first()
    return newest or datetime.combine(session.opens_on, time(), tzinfo=UTC)


def gminas_within(codes: Collection[str], *, on: date) -> QuerySet[Territory]:
    """Return the gminas of a day that are among, or lie within, territories given by their codes (1 query)."""
    powiats = [code for code in codes if len(code) == _POWIAT]
    voivodeships = [code for code in codes if len(code) == _VOIVODESHIP]
    gminas = territories_on(on).filter(level="gmina")
    above = gminas.annotate(of_powiat=Substr("code", 1, _POWIAT), of_voivodeship=Substr("code", 1, _VOIVODESHIP))
    return above.filter(Q(code__in=codes) | Q(of_powiat__in=powiats) | Q(of_voivodeship__in=voivodeships))


def institution_type_expression() -> Case:
    """Return, for rows of a scope, the kind of institution that serves the gmina: CUS, else OPS, else other."""
    return Case(
        *(
            When(Exists(_served_by(kind)), then=Value(kind.value))
            for kind in (InstitutionType.CUS, InstitutionType.OPS)
        ),
        default=Value(InstitutionType.OTHER.value),
    )


def same_gmina() -> list[Concat]:
    """Return the codes that the gmina of an outer row of a scope can have, whatever its kind was."""
    return [Concat(Substr(OuterRef("gmina"), 1, 6), Value(kind)) for kind in GMINA_KINDS]


def _served_by(kind: InstitutionType) -> QuerySet[Presence]:
    """Return presences of such institutions in a scope's gmina, which is known by its first six digits."""
    return Presence.objects.filter(gmina__in=same_gmina(), participant__institution__institution_type=kind)
