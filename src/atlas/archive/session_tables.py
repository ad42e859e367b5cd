"""Reads of what a package says of a session besides its cards: the session, its scope, renumbered gminas, who
was invited, registers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atlas.engine.packages.references import LARGEST_SEQUENCE
from atlas.kernel.teryt import powiat_of, voivodeship_of
from atlas.monitoring.models import Invitation, ScopeGmina, TerritoryChange
from atlas.registry.models import Participant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.definitions.models import CardKind, Definitions
    from atlas.monitoring.models import Session

    Row = dict[str, Any]

TRIAL_SEQUENCE = LARGEST_SEQUENCE
"""A trial stands outside the sequence: nobody reaches this number, so its package is computed with `--partial` alone,
and neither `atlas compute` nor an import takes it for a session that counts.
"""


def session_row(session: Session, definitions: Definitions, *, revision: int, supersedes: str) -> Row:
    """Return the one row of resource `session`; `supersedes` is left out where it is empty."""
    templates = definitions.templates
    row = {
        "session": session.code, "name": session.name, "opens_on": session.opens_on, "closes_on": session.closes_on,
        "period_from": session.period_from, "period_to": session.period_to,
        "sequence": session.sequence or TRIAL_SEQUENCE, "template_ngo": templates["NGO"].version,
        "template_izus": templates["IZUS"].version, "revision": revision,
    }  # fmt: skip
    return {**row, "supersedes": supersedes} if supersedes else row


def tables_about(session: Session) -> Mapping[str, list[Row]]:
    """Return the rows of scope, renumberings, invitations and registers (5 queries); a session that tells of no
    renumbering has no such table.
    """
    invited = Invitation.objects.filter(session=session).order_by()
    rows = invited.values_list("card_kind", "scope__gmina", "participant__code")
    told = TerritoryChange.objects.filter(session=session)
    changes = [{"old": one.old, "new": one.new, "from_on": one.from_on} for one in told]
    return {
        **({"territory_changes": changes} if changes else {}),
        "scope": [_scope_row(one) for one in ScopeGmina.objects.filter(session=session)],
        "invitations": [
            {"card_kind": kind, "gmina": gmina, "respondent": respondent} for kind, gmina, respondent in rows.iterator()
        ],
        "organisations": _register(session, "NGO", detail="legal_form", path="organisation__legal_form"),
        "institutions": _register(
            session, "IZUS", detail="institution_type", path="institution__institution_type"
        ),
    }  # fmt: skip


def _scope_row(one: ScopeGmina) -> Row:
    row = {
        "gmina": one.gmina, "name": one.name, "powiat": powiat_of(one.gmina), "voivodeship": voivodeship_of(one.gmina),
        "institution_type": one.institution_type,
    }  # fmt: skip
    named = {"powiat_name": one.powiat_name, "voivodeship_name": one.voivodeship_name}
    return row | {column: name for column, name in named.items() if name}


def _register(session: Session, kind: CardKind, *, detail: str, path: str) -> list[Row]:
    asked = Invitation.objects.filter(session=session, card_kind=kind).values("participant")
    rows = Participant.objects.filter(pk__in=asked).order_by().values_list("code", "name", path, "seat_gmina")
    return [
        {"respondent": code, "name": name, detail: of_detail or None, "seat_gmina": seat or None}
        for code, name, of_detail, seat in rows.iterator()
    ]
