"""Imports verified packages: each becomes a closed session with its registers and cards, its files are sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from atlas.archive.models import Erratum, SealedPackage
from atlas.archive.package_cards import cards_in, changes_in, rows_of
from atlas.archive.selectors import sealed_changes
from atlas.archive.session_tables import TRIAL_SEQUENCE
from atlas.archive.store import keep
from atlas.audit.services import record
from atlas.cards.services.baselines import mark_baselines as mark_first_cards
from atlas.cards.services.importing import import_cards
from atlas.instruments.services import keep_published
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.monitoring.models import Session
from atlas.monitoring.rules import OVER
from atlas.monitoring.selectors import missing_before
from atlas.monitoring.services import (
    Asked,
    Covered,
    SessionPlan,
    cover,
    invite,
    keep_changes,
    move_session,
    plan_session,
)
from atlas.registry.facts import OrganisationFacts
from atlas.registry.models import Participant
from atlas.registry.rules import InstitutionType, ParticipantKind
from atlas.registry.services.participants import (
    add_presences,
    register_institution,
    register_organisations,
)

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.engine.model import Package

_ROAD = ("announce", "open", "verify", "close")
_Row = dict[str, str | None]


def import_package(package: Package, *, actor: Actor) -> tuple[SealedPackage, bool]:
    """Make a closed session of a package that was read and found good; return its seal and whether it is new.

    Participants that the registers lack are added; those known are left as the Centre has them. The same package again
    changes nothing.

    Raises:
        NotAllowed: 'administrator-needed'.
        DomainError: 'package-of-known-session', 'participant-of-other-kind', 'archive-changed'; out of the order of
            sessions 'package-too-early', 'package-too-late', 'package-number-taken'.
    """
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")
    known = SealedPackage.objects.filter(sha256=package.hash).first()
    if known is not None:
        return known, False
    if Session.objects.filter(code=package.session.code).exists():
        raise DomainError("package-of-known-session", session=package.session.code)
    _must_come_next(package)
    keep(package.path, sha256=package.hash)
    with transaction.atomic():
        session = _session(package, actor=actor)
        at = clock.now()
        seal = SealedPackage.objects.create(
            session=session, revision=package.session.revision, sha256=package.hash,
            supersedes=package.session.supersedes, sealed_at=at,
        )  # fmt: skip
        _keep_errata(package, session=session, at=at)
        record("import-package", about=seal, by=actor.user_id, at=at, session=session.code, sha256=package.hash)
    return seal, True


def _must_come_next(package: Package) -> None:
    """Refuse a package whose session would not be the next that closes: baselines hang on the order of sessions."""
    facts: dict[str, Any] = {"session": package.session.code, "sequence": package.session.sequence}
    if package.session.sequence == TRIAL_SEQUENCE:
        raise DomainError("package-of-trial", session=package.session.code)
    later = Session.objects.filter(sequence__gt=package.session.sequence, state__in=OVER).order_by("sequence").first()
    if later is not None:
        raise DomainError("package-too-late", later=later.code, **facts)
    other = Session.objects.filter(sequence=package.session.sequence).first()
    if other is not None:
        raise DomainError("package-number-taken", other=other.code, **facts)
    missing = missing_before(package.session.sequence)
    if missing:
        raise DomainError("package-too-early", missing=", ".join(map(str, missing)), **facts)


def _session(package: Package, *, actor: Actor) -> Session:
    facts = package.session
    plan = SessionPlan(facts.code, facts.name, facts.opens_on, facts.closes_on, facts.period_from, facts.period_to)
    instruments = keep_published(package.definitions, actor=actor)
    session = plan_session(plan, instruments=instruments, actor=actor, sequence=facts.sequence)
    cover(session, [_covered(row) for row in rows_of(package, "scope")], actor=actor)
    told = [(row["old"], row["new"], row["from_on"]) for row in rows_of(package, "territory_changes")]
    keep_changes(session, told, actor=actor)
    participants = _participants(package, actor=actor)
    asked = [
        Asked(str(row["card_kind"]), str(row["gmina"]), participants[str(row["respondent"])])
        for row in rows_of(package, "invitations")
    ]
    gminas: dict[Participant, list[str]] = {}
    for one in asked:
        gminas.setdefault(one.participant, []).append(one.gmina)
    add_presences(gminas)
    invite(session, asked, actor=actor)
    import_cards(session, cards_in(package), actor=actor)
    for action in _ROAD:
        session = move_session(session, action, actor=actor)
    mark_baselines(session, package=package)
    return session


def mark_baselines(session: Session, *, package: Package) -> list[str]:
    """Mark the accepted cards of a closing session that are a territory's first: nothing changes them any more.

    To be called within the transaction that closes the session, its row locked. A trial has no baselines.

    Args:
        session: The one that closes; its cards are accepted or set aside.
        package: The session's, read and found good; it tells which gminas were renumbered.

    Returns:
        The codes of the gminas that have cards marked, in order.
    """
    changes = sealed_changes() | {package.session.sequence: changes_in(package)}
    return mark_first_cards(session, changes=changes)


def _keep_errata(package: Package, *, session: Session, at: datetime) -> None:
    Erratum.objects.bulk_create([
        Erratum(
            session=session, number=row["number"], territory=row["territory"], indicator=row["indicator"] or "",
            text=row["text"], dated_on=row["dated_on"], made_at=at,
        )
        for row in rows_of(package, "errata")
    ])  # fmt: skip


def _participants(package: Package, *, actor: Actor) -> dict[str, Participant]:
    """Return the package's respondents by code, registering those that are new."""
    organisations = {str(row["respondent"]): row for row in rows_of(package, "organisations")}
    institutions = {str(row["respondent"]): row for row in rows_of(package, "institutions")}
    known = Participant.objects.in_bulk([*organisations, *institutions], field_name="code")
    for code, participant in known.items():
        of_kind = organisations if participant.kind == ParticipantKind.NGO else institutions
        if code not in of_kind:
            raise DomainError("participant-of-other-kind", participant=code, kind=participant.kind)
    new = [_organisation_facts(row) for code, row in organisations.items() if code not in known]
    made = register_organisations(new, actor=actor)
    made += [_institution(row, actor=actor) for code, row in institutions.items() if code not in known]
    return known | {participant.code: participant for participant in made}


def _organisation_facts(row: _Row) -> OrganisationFacts:
    return OrganisationFacts(
        code=str(row["respondent"]), name=str(row["name"]), legal_form=row["legal_form"] or "",
        seat_gmina=row["seat_gmina"] or "",
    )  # fmt: skip


def _institution(row: _Row, *, actor: Actor) -> Participant:
    kind = row["institution_type"]
    return register_institution(
        code=str(row["respondent"]), name=str(row["name"]), seat_gmina=row["seat_gmina"] or "",
        institution_type=InstitutionType(kind) if kind else None, actor=actor,
    )  # fmt: skip


def _covered(row: _Row) -> Covered:
    return Covered(
        gmina=str(row["gmina"]), name=str(row["name"]), institution_type=str(row["institution_type"]),
        powiat_name=row.get("powiat_name") or "", voivodeship_name=row.get("voivodeship_name") or "",
    )  # fmt: skip
