"""Every address × every role × own and other: what each answers. An address that is not in the matrix fails the test.

Own things are those of the organisation that the roles 'manager' and 'member' represent, the office's those of the
institution that the role 'clerk' represents, the own account the administrator's; other things belong to somebody else.
What one may not see is 404, as if it were not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from tests.permissions.answers import DONE, LOGIN, ROLES, SEEN
from tests.permissions.of_participants import OF_PARTICIPANTS
from tests.permissions.of_the_centre import OF_THE_CENTRE
from tests.web.builders import (
    acting,
    centre_client,
    invited_to,
    keep_made_up_results,
    logged_in,
    make_centre_user,
    make_institution,
    make_member,
    make_organisation,
    make_reader,
    make_session,
    make_user,
    newest_token,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole
from atlas.cards.contents import Typed
from atlas.cards.rules import CardKind, Channel
from atlas.cards.services.entries import Opening, leave_entry, open_on_behalf
from atlas.cards.services.saving import save_lines
from atlas.cards.services.sources import Sources, attach
from atlas.cards.services.starting import start_card
from atlas.cards.services.submitting import submit_card, withdraw_card
from atlas.fieldwork.models import Obstacle
from atlas.jobs.models import Job
from atlas.kernel import clock
from atlas.kernel.terc import Territory as Unit
from atlas.monitoring.models import Invitation, Session, TerritoryChange
from atlas.monitoring.rules import HandOver
from atlas.monitoring.services import PointFacts, add_point
from atlas.registry.rules import MemberFunction
from atlas.registry.services.joining import JoinFacts, ask_to_join
from atlas.registry.services.people import invite_member
from atlas.registry.services.territories import take_over_territories

REQUIRED = {
    "seat_locality": "Modliborzyce", "seat_gmina": "0605053", "legal_form": "association", "contact_name": "Anna",
    "contact_phone": "81 123 45 67", "contact_email": "anna@example.org", "prepared_on": "2026-03-10",
}  # fmt: skip
MATRIX = OF_PARTICIPANTS | OF_THE_CENTRE
THIRD_PARTY = {
    "account_": "allauth: one's own account only; its pages name no other user",
    "mfa_": "allauth: one's own second factor only, after logging in again",
}
OPEN_TO_NOBODY = {  # pages of others that somebody must see before they are logged in
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_email_verification_sent", "account_confirm_email", "account_request_login_code",
    "account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn",
}  # fmt: skip


WAGTAIL = "centrum/rejestry/"
"""Below it everything is closed to all but the Centre: tests/web/test_registers.py walks it, address by address."""


def addresses(patterns=None, *, namespace=""):
    """All addresses of the site by name, but those of Wagtail's admin."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if str(one.pattern) == WAGTAIL:
            continue
        if isinstance(one, URLPattern):
            yield f"{namespace}{one.name}"
        else:
            inner = f"{one.namespace}:" if one.namespace else ""
            yield from addresses(one.url_patterns, namespace=namespace + inner)


OWN = [name for name in addresses() if not name.startswith(tuple(THIRD_PARTY))]
FOREIGN = [name for name in addresses() if name.startswith(tuple(THIRD_PARTY))]
CASES = [
    (name, case, role, answer)
    for name, cases in MATRIX.items()
    for case, answers in cases.items()
    for role, answer in answers.items()
]


def test_every_address_of_ours_stands_in_the_matrix_and_no_other():
    assert sorted(OWN) == sorted(MATRIX)


def test_every_row_of_the_matrix_answers_every_role():
    assert {tuple(answers) for cases in MATRIX.values() for answers in cases.values()} <= {ROLES}


@dataclass
class World:
    """The clients of all roles, and what addresses are made with: for own things, other ones and the office's."""

    clients: dict[str, Client]
    own: dict[str, object]
    other: dict[str, object]
    office: dict[str, object]


def things_of(participant, *, member):
    """A colleague, an open invitation, a request and a card, for addresses that name one."""
    colleague = make_member(member, participant, may_manage=False)
    invitation = invite_member(
        participant=participant, email=f"nowa-{participant.code}@example.org".lower(), function=MemberFunction.NONE,
        may_manage=False, actor=MACHINE,
    )  # fmt: skip
    token, card = newest_token(), card_of(participant, user=member)
    request = ask_to_join(JoinFacts(f"Pytająca {participant.code}", "0605053", "Ewa", "ewa@example.org"))
    return {
        "code": participant.code, "membership_id": colleague.pk, "invitation_id": invitation.pk,
        "request_id": request.pk, "token": token, "card_id": card.pk, "section": "II.1",
        "submission_id": card.submissions.get().pk, "asked_id": Invitation.objects.get(participant=participant).pk,
        "number": card.version, "document_id": source_of(card).pk, "obstacle_id": obstacle_at(card).pk,
    }  # fmt: skip


def source_of(card):
    """What somebody of the Centre was entering a card from before they left it."""
    ela, _ = User.objects.get_or_create(
        email="ela@example.org", defaults={"centre_role": CentreRole.ANALYST, "joined_at": clock.now()}
    )
    asked = Invitation.objects.get(participant=card.participant)
    card = open_on_behalf(asked, Opening(Channel.PAPER, "prosi"), kind=CardKind.NGO, actor=acting(ela))
    (document,) = attach(card, Sources(note="Zapis rozmowy"), actor=acting(ela))
    leave_entry(card, actor=acting(ela))
    return document


def obstacle_at(card):
    """A report that a card cannot be handed over."""
    return Obstacle.objects.create(key=uuid4(), card=card, what="-", channel="paper", reported_at=clock.now())


def things_of_the_centre():
    """What the addresses of the Centre's pages name, whoever asks: the session and the like."""
    job = Job.objects.create(kind="none", key="matrix", asked_at=clock.now())
    letter = {"letter": "komunikat", "kind": "ngo", "language": "pl"}
    session = Session.objects.get(code="2026-1")
    point = add_point(session, PointFacts(HandOver.ONLINE, "Serwis"), actor=MACHINE)
    run = keep_made_up_results(session)
    change = TerritoryChange.objects.create(session=session, old="060501", new="060505")
    return {
        "session_code": "2026-1", "job_id": job.pk, "institution_code": "IZUS-01", "voivodeship": "06",
        "point_id": point.pk, "check": "robocze", "flag_id": 1, "run_id": run.pk, "file_name": "indicators.csv",
        "area": "0605053", "correction_id": 1, "change_id": change.pk, **letter,
    }  # fmt: skip


def card_of(participant, *, user):
    """A card that was submitted and withdrawn: it has a receipt, and can be typed in again."""
    actor, invitation = acting(user), Invitation.objects.get(participant=participant)
    card = start_card(invitation, actor=actor)
    card = save_lines(card, {code: Typed({}, {"value": text}) for code, text in REQUIRED.items()}, actor=actor).card
    submit_card(card, key=uuid4(), seen_version=card.version, explanations={}, actor=actor)
    return withdraw_card(card, actor=actor)


@pytest.fixture
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    gmina = Unit("0605053", "gmina", "Modliborzyce", "gmina", "2026-01-01")
    take_over_territories([gmina, Unit("06", "voivodeship", "lubelskie", "", "2026-01-01")], actor=MACHINE)
    ours, theirs, office = make_organisation("ORG-001"), make_organisation("ORG-002"), make_institution()
    make_session(asked=[ours, theirs, office], closes_on=date(2099, 12, 31))
    users = {role: make_user(f"{role}@example.org") for role in ("stranger", "member", "manager", "clerk")}
    make_member(users["manager"], ours)
    make_member(users["member"], ours, may_manage=False)
    make_member(users["clerk"], office)
    clients = {role: logged_in(user) for role, user in users.items()} | {"nobody": Client()}
    clients["reader"] = logged_in(make_reader())
    clients["analyst"] = centre_client("analyst@example.org", language="pl")
    clients["administrator"] = centre_client("administrator@example.org", role=CentreRole.ADMINISTRATOR, language="pl")
    administrator = clients["administrator"].user
    own = things_of(ours, member=make_user("kolega@example.org"))
    card = start_card(Invitation.objects.get(participant=office), actor=acting(users["clerk"]))
    other = things_of(theirs, member=make_user("obca@example.org"))
    invitation, token = invited_to()
    invited = {"account_invitation_id": invitation.pk, "account_token": token}
    centre = things_of_the_centre()
    return World(
        clients,
        own | invited | {"user_id": administrator.pk} | centre,
        other | {"user_id": users["stranger"].pk} | centre,
        {"card_id": card.pk, "asked_id": Invitation.objects.get(participant=office).pk} | centre,
    )


def asked_for(name, things):
    return reverse(name, kwargs={one: things[one] for one in _names_of(name)})


def _names_of(name):
    namespace, _, inner = name.rpartition(":")
    resolver = get_resolver().namespace_dict[namespace][1] if namespace else get_resolver()
    return resolver.reverse_dict.getlist(inner)[0][0][0][1]


def said(answer):
    if answer.status_code == DONE and answer.url.startswith(reverse("account_login")):
        return LOGIN
    return answer.status_code


@pytest.mark.parametrize(("name", "case", "role", "wanted"), CASES, ids=str)
def test_an_address_answers_each_role_as_the_matrix_says(world, name, case, role, wanted):
    method, _, whose = case.partition(" ")
    address = asked_for(name, getattr(world, whose or "own"))
    answer = getattr(world.clients[role], method)(address)
    if answer.streaming:
        assert answer.getvalue()  # read to its end, so that its file is closed
    assert said(answer) == wanted


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_a_page_of_others_is_closed_to_nobody_unless_it_must_be_open(client, db, name):
    kwargs = {"account_confirm_email": {"key": "x"}, "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"}}
    numbered = {"mfa_remove_webauthn", "mfa_edit_webauthn"}
    address = reverse(name, kwargs={"pk": 1} if name in numbered else kwargs.get(name, {}))
    answer = said(client.get(address))
    assert answer in ({SEEN, DONE, LOGIN, 405} if name in OPEN_TO_NOBODY else {LOGIN})


@pytest.mark.parametrize("role", [CentreRole.ADMINISTRATOR, CentreRole.ANALYST])
def test_people_of_the_centre_go_nowhere_without_a_second_factor(db, role):
    client = logged_in(make_centre_user(role=role))
    for name in ("workspace:home", "workspace:join-requests", "outbox"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.url) == (DONE, reverse("mfa_index"))
    assert client.get(reverse("account_logout")).status_code == SEEN
