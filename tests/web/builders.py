"""Small builders of a world for tests of the web application. They call the services, as the product does."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.test import Client

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole, Place
from atlas.accounts.services import give_centre_role, let_read, register_user
from atlas.accounts.services.invitations import invite_to_place
from atlas.cards.contents import Typed
from atlas.cards.models import Card
from atlas.cards.places import TerritoryPlaces
from atlas.cards.selectors import contents_of, form_for
from atlas.cards.services.saving import save_lines
from atlas.cards.services.starting import start_card
from atlas.cards.services.submitting import submit_card
from atlas.engine.model import DISCLOSURE, INDICATORS, PAIRS, Results
from atlas.engine.output import write_results
from atlas.instruments.services import keep_shipped
from atlas.mail.models import Message
from atlas.monitoring.models import Invitation
from atlas.monitoring.services import Asked, Covered, SessionPlan, cover, invite, move_session, plan_session
from atlas.registry.facts import OrganisationFacts
from atlas.registry.rules import InstitutionType, MemberFunction
from atlas.registry.selectors import actor_of
from atlas.registry.services.participants import register_institution, register_organisations
from atlas.registry.services.people import accept_invitation, invite_member
from atlas.results.models import ResultRun
from atlas.results.store import keep, scratch_folder

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
PASSWORD = "zielony-most-42"
GMINA = "0605053"
READY = {
    "seat_locality": {"value": "Janów Lubelski"}, "seat_gmina": {"value": GMINA},
    "legal_form": {"value": "association"}, "contact_name": {"value": "Anna Przykładowa"},
    "contact_phone": {"value": "81 123 45 67"}, "contact_email": {"value": "anna@example.org"},
    "prepared_on": {"value": "2026-03-02"},
}  # fmt: skip
"""What a Karta NGO needs at least to be submitted."""


def make_user(email="anna@example.org", *, name="Anna Przykładowa"):
    return register_user(email=email, name=name, password=PASSWORD, at=NOW)


def make_centre_user(email="centrum@example.org", *, role=CentreRole.ADMINISTRATOR):
    user = make_user(email)
    give_centre_role(user=user, role=role, actor=MACHINE)
    user.refresh_from_db()
    return user


def make_reader(email="rops@example.org", *, territory="06"):
    user = make_user(email)
    let_read(user=user, territory=territory, actor=MACHINE)
    user.refresh_from_db()
    return user


def make_organisation(code="ORG-001", *, name="Stowarzyszenie „Próba” (wymyślone)", **facts):
    (made,) = register_organisations([OrganisationFacts(name=name, code=code, **facts)], actor=MACHINE)
    return made


def make_institution(code="IZUS-01", *, name="CUS (wymyślone)"):
    return register_institution(code=code, name=name, institution_type=InstitutionType.CUS, actor=MACHINE)


def newest_token():
    """The token of the link in the newest letter."""
    return re.search(r"/zaproszenie(?:-do-konta)?/([^/\s]+)/", Message.objects.latest("id").body)[1]


def invited_to(place=Place(CentreRole.ANALYST), *, email="nowa@example.org"):  # noqa: B008 -- it never changes
    """An invitation to a role, and the token of its link."""
    return invite_to_place(email=email, place=place, actor=MACHINE), newest_token()


def make_member(user, participant, *, may_manage=True):
    invite_member(
        participant=participant, email=user.email, function=MemberFunction.NONE, may_manage=may_manage, actor=MACHINE
    )
    return accept_invitation(token=newest_token(), user=user)


def make_session(code="2026-1", *, asked=(), sequence=1, state="open", closes_on=date(2026, 4, 30)):
    """A session with one gmina in its scope, moved on to a state."""
    plan = SessionPlan(
        code, "Sesja (wymyślona)", date(2026, 2, 2), closes_on, date(2025, 1, 1), date(2025, 12, 31),
        is_trial=sequence is None,
    )  # fmt: skip
    session = plan_session(plan, instruments=keep_shipped(actor=MACHINE), actor=MACHINE, sequence=sequence)
    cover(session, [Covered(GMINA, "Janów Lubelski", "CUS", "janowski", "lubelskie")], actor=MACHINE)
    invite(session, [Asked(one.kind, GMINA, one) for one in asked], actor=MACHINE)
    for action in ("announce", "open", "verify", "close", "publish"):
        if session.state == state:
            break
        session = move_session(session, action, actor=MACHINE)
    return session


def make_card(user, participant, *, filed=False, session="2026-1"):
    """The card that a session asks a participant for, started by a user; a Karta NGO also filled in and submitted.

    To be submitted, the organisation must be registered with its seat: what stands there already needs no territory.
    """
    invitation = Invitation.objects.get(participant=participant, session__code=session)
    card = start_card(invitation, actor=acting(user))
    if not filed:
        return card
    card = type_in(card, user=user, **READY)
    submit_card(card, key=uuid4(), seen_version=card.version, explanations={}, actor=acting(user))
    return Card.objects.get(pk=card.pk)


def type_in(card, *, user, **lines):
    """Save lines as somebody types them who has seen what stands there; a text alone is the line's value."""
    form, contents = form_for(card), contents_of(card)
    places = TerritoryPlaces(on=NOW.date())
    typed = {}
    for code, now in lines.items():
        seen = contents.texts(form.lines[code], places=places)
        typed[code] = Typed(seen, now if isinstance(now, dict) else {"value": now})
    return save_lines(card, typed, actor=acting(user)).card


def keep_made_up_results(session):
    """A run of a session with empty files, as if it had been computed."""
    with scratch_folder() as scratch:
        folder = scratch / "results"
        write_results(Results(*(schema.empty_table() for schema in (INDICATORS, PAIRS, DISCLOSURE))), folder)
        name, files = keep(folder)
    return ResultRun.objects.create(
        session=session, packages=[], is_partial=False, folder=name, files=files, program_version="0",
        definitions_sha256="", computed_at=NOW,
    )  # fmt: skip


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def with_second_step(user):
    """The same user with an authenticator app."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def centre_client(email="analityk@example.org", *, role=CentreRole.ANALYST, language="en"):
    """Somebody of the Centre, `client.user`, who has logged in with a second step and reads pages in a language."""
    user = with_second_step(make_centre_user(email, role=role))
    client = logged_in(user)
    client.user, client.cookies["django_language"] = user, language
    return client


def acting(user):
    return actor_of(user)
