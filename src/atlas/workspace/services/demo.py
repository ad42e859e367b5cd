"""Fills the demonstration: somebody of each role, and one open session after the pilot's last one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import COUNTRY, CentreRole
from atlas.accounts.services import give_centre_role, let_read, register_user
from atlas.kernel import clock
from atlas.kernel.terc import Territory as Unit
from atlas.monitoring.models import Session
from atlas.monitoring.services import Asked, Covered, SessionPlan, cover, invite, move_session, plan_session
from atlas.registry.access import get_participant
from atlas.registry.models import Territory
from atlas.registry.rules import MemberFunction
from atlas.registry.services.people import join_directly
from atlas.registry.services.territories import take_over_territories
from atlas.results.services import ask_to_compute
from atlas.workspace.demo import PASSWORD, PEOPLE, Person

if TYPE_CHECKING:
    from atlas.accounts.models import User

_ROLES = {"administrator": CentreRole.ADMINISTRATOR, "analyst": CentreRole.ANALYST}
_READS = {"rops": "06", "ministry": COUNTRY}
_GMINA_KINDS = {"1": "gmina miejska", "2": "gmina wiejska", "3": "gmina miejsko-wiejska"}
_FUNCTIONS = {"representative": MemberFunction.MENAGER_US, "clerk": MemberFunction.OUS}


def add_people() -> dict[Person, str]:
    """Make the demonstration's accounts; return each one's secret of the app, '' where none is needed."""
    with transaction.atomic():
        return {person: _secret_of(_add(person), person) for person in PEOPLE}


def know_territories() -> None:
    """Fill an empty register of territories with the gminas of the newest session, their powiats and voivodeships."""
    if Territory.objects.exists():
        return
    last = Session.objects.filter(is_trial=False).order_by("-sequence")[0]
    as_of, units = last.opens_on.isoformat(), {}
    for row in last.scope.all():
        units[row.gmina] = Unit(row.gmina, "gmina", row.name, _GMINA_KINDS[row.gmina[-1]], as_of)
        units[row.powiat] = Unit(row.powiat, "powiat", row.powiat_name, "powiat", as_of)
        units[row.voivodeship] = Unit(row.voivodeship, "voivodeship", row.voivodeship_name, "województwo", as_of)
    take_over_territories(list(units.values()), actor=MACHINE)


def compute_results() -> None:
    """Ask for the figures of the pilot's sessions; the worker beside the site computes them."""
    for session in Session.objects.filter(is_trial=False, packages__isnull=False).distinct():
        ask_to_compute(session, actor=MACHINE)


def open_next_session() -> Session:
    """Open a session like the newest one, from today for sixty days, with the same scope and invitations."""
    last = Session.objects.filter(is_trial=False).order_by("-sequence")[0]
    today = clock.day_of(clock.now())
    plan = SessionPlan(
        f"demo-{(last.sequence or 0) + 1}", "Sesja otwarta (dane wymyślone)", today, today + timedelta(days=60),
        last.period_from.replace(year=last.period_from.year + 1), last.period_to.replace(year=last.period_to.year + 1),
    )  # fmt: skip
    with transaction.atomic():
        session = plan_session(plan, instruments=last.instruments, actor=MACHINE)
        scope = last.scope.values("gmina", "name", "institution_type", "powiat_name", "voivodeship_name")
        cover(session, [Covered(**row) for row in scope], actor=MACHINE)
        before = last.invitations.select_related("scope", "participant")
        asked = [Asked(one.card_kind, one.scope.gmina, one.participant) for one in before]
        invite(session, asked, actor=MACHINE)
        for action in ("announce", "open"):
            session = move_session(session, action, actor=MACHINE)
    return session


def _add(person: Person) -> User:
    user = register_user(email=person.email, name=person.name, password=PASSWORD, at=clock.now())
    if person.role in _ROLES:
        give_centre_role(user=user, role=_ROLES[person.role], actor=MACHINE)
    if person.role in _READS:
        let_read(user=user, territory=_READS[person.role], actor=MACHINE)
    if person.participant:
        participant = get_participant(MACHINE, person.participant)
        join_directly(user=user, participant=participant, function=_FUNCTIONS[person.role], actor=MACHINE)
    return user


def _secret_of(user: User, person: Person) -> str:
    if person.role not in _ROLES:
        return ""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret
