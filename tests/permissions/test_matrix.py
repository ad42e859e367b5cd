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
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from tests.web.builders import (
    acting,
    invited_to,
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
from atlas.accounts.rules import CentreRole
from atlas.cards.contents import Typed
from atlas.cards.services.saving import save_lines
from atlas.cards.services.starting import start_card
from atlas.cards.services.submitting import submit_card, withdraw_card
from atlas.jobs.models import Job
from atlas.kernel import clock
from atlas.kernel.terc import Territory as Unit
from atlas.monitoring.models import Invitation
from atlas.registry.rules import MemberFunction
from atlas.registry.services.joining import JoinFacts, ask_to_join
from atlas.registry.services.people import invite_member
from atlas.registry.services.territories import take_over_territories

ROLES = ("nobody", "stranger", "member", "manager", "clerk", "reader", "analyst", "administrator")
LOGIN, SEEN, DONE, GONE, NO, REFUSED = "login", 200, 302, 404, 403, 409


def all_but(**changed):
    """The answers of all roles: to nobody the log-in, to the others what `everybody` says, unless named."""
    everybody = changed.pop("everybody")
    return dict.fromkeys(ROLES, everybody) | {"nobody": LOGIN} | changed


REQUIRED = {
    "seat_locality": "Modliborzyce", "seat_gmina": "0605053", "legal_form": "association", "contact_name": "Anna",
    "contact_phone": "81 123 45 67", "contact_email": "anna@example.org", "prepared_on": "2026-03-10",
}  # fmt: skip
CARD_SEEN = all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=SEEN, administrator=SEEN)
OTHER_CARD_SEEN = all_but(everybody=GONE, analyst=SEEN, administrator=SEEN)
CARD_MOVES = all_but(everybody=GONE, member=DONE, manager=DONE, analyst=DONE, administrator=DONE)
OTHER_CARD_MOVES = all_but(everybody=GONE, analyst=DONE, administrator=DONE)
CENTRE_SEES = all_but(everybody=GONE, analyst=SEEN, administrator=SEEN)
CENTRE_IS_REFUSED = all_but(everybody=GONE, analyst=REFUSED, administrator=REFUSED)
ADMINISTRATOR_SEES = all_but(everybody=GONE, administrator=SEEN)
ADMINISTRATOR_DOES = all_but(everybody=GONE, administrator=DONE)
NOT_TO_ONESELF = all_but(everybody=GONE, administrator=NO)
CENTRE_ANSWERS = all_but(everybody=GONE, analyst=NO, administrator=DONE)
CARD_IS_ASKED_ABOUT = all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=NO, administrator=NO)
MATRIX: dict[str, dict[str, dict[str, object]]] = {
    "health": {"get": dict.fromkeys(ROLES, SEEN)},
    "set_language": {"post": dict.fromkeys(ROLES, DONE)},
    "account": {"get": dict.fromkeys(ROLES, DONE)},
    "outbox": {"get": dict.fromkeys(ROLES, SEEN)},  # on one's own machine only: tests/architecture/test_web.py
    "workspace:home": {"get": all_but(everybody=SEEN)},
    "workspace:join": {"get": dict.fromkeys(ROLES, SEEN), "post": dict.fromkeys(ROLES, SEEN)},
    "workspace:join-asked": {"get": dict.fromkeys(ROLES, SEEN)},
    "workspace:invitation": {"get": dict.fromkeys(ROLES, SEEN)},
    "workspace:accept-invitation": {  # the link lets whoever holds it in, once; nobody is shown the form of an account
        "post": dict.fromkeys(ROLES, DONE) | {"nobody": SEEN, "member": REFUSED, "manager": REFUSED},
    },
    "workspace:people": {
        "get own": all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=SEEN, administrator=SEEN),
        "get other": all_but(everybody=GONE, analyst=SEEN, administrator=SEEN),
    },
    "workspace:invite-member": {  # an empty form comes back with what is missing
        "post own": all_but(everybody=GONE, member=NO, manager=SEEN, analyst=NO, administrator=SEEN),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=SEEN),
    },
    "workspace:remove-member": {
        "post own": all_but(everybody=GONE, member=NO, manager=DONE, analyst=NO, administrator=DONE),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=DONE),
    },
    "workspace:hand-over": {  # only who manages hands over; the Centre invites somebody instead
        "post own": all_but(everybody=GONE, member=NO, manager=DONE, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:withdraw-invitation": {
        "post own": all_but(everybody=GONE, member=NO, manager=DONE, analyst=NO, administrator=DONE),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=DONE),
    },
    "workspace:card": {"get own": CARD_MOVES, "get other": OTHER_CARD_MOVES},
    "workspace:card-section": {
        "get own": all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=DONE, administrator=DONE),
        "get other": OTHER_CARD_MOVES,
        "post own": all_but(everybody=GONE, member=DONE, manager=DONE, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:check-card": {  # what is sent lacks the statement
        "get own": CARD_SEEN,
        "get other": OTHER_CARD_SEEN,
        "post own": all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:receipt": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:receipt-answers": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:withdraw-card": {  # the card was withdrawn already
        "post own": all_but(everybody=GONE, member=REFUSED, manager=REFUSED, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:start-card": {
        "post own": all_but(everybody=GONE, member=DONE, manager=DONE, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:start-statistics": {  # the invitation is an organisation's: statistics are no matter of its people
        "post own": all_but(everybody=GONE, member=NO, manager=NO, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:places": {"get": all_but(everybody=SEEN)},
    "workspace:card-sheet": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:card-pdf": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:receipt-pdf": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:submitted-card-pdf": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:upload-card": {  # what is sent lacks a file
        "get own": all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=NO, administrator=NO),
        "get other": all_but(everybody=GONE, analyst=NO, administrator=NO),
        "post own": all_but(everybody=GONE, member=REFUSED, manager=REFUSED, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:take-over-upload": {  # what is sent names no file that is kept
        "post own": all_but(everybody=GONE, member=REFUSED, manager=REFUSED, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:accounts": {"get": ADMINISTRATOR_SEES},
    "workspace:invite-account": {"get": ADMINISTRATOR_SEES, "post": ADMINISTRATOR_SEES},
    "workspace:account": {"get own": ADMINISTRATOR_SEES, "get other": ADMINISTRATOR_SEES},
    "workspace:change-place": {"post own": ADMINISTRATOR_SEES, "post other": ADMINISTRATOR_SEES},  # no role chosen
    "workspace:reset-second-step": {"post own": ADMINISTRATOR_SEES, "post other": ADMINISTRATOR_SEES},  # no reason yet
    "workspace:deactivate-account": {"post own": NOT_TO_ONESELF, "post other": ADMINISTRATOR_DOES},
    "workspace:reactivate-account": {"post own": NOT_TO_ONESELF, "post other": ADMINISTRATOR_DOES},
    "workspace:withdraw-account-invitation": {"post": ADMINISTRATOR_DOES},
    "workspace:account-invitation": {"get": dict.fromkeys(ROLES, SEEN)},
    "workspace:accept-account-invitation": {  # it gives rights: to the account of its address only
        "post": dict.fromkeys(ROLES, REFUSED) | {"nobody": SEEN},
    },
    "workspace:card-history": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:card-version": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:compare-versions": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:card-organisations": {  # of an institution's card only
        "get own": all_but(everybody=GONE),
        "get office": all_but(everybody=GONE, clerk=SEEN, analyst=SEEN, administrator=SEEN),
    },
    "workspace:report-obstacle": {  # an empty form comes back with what is missing
        "get own": CARD_IS_ASKED_ABOUT,
        "get other": all_but(everybody=GONE, analyst=NO, administrator=NO),
        "post own": CARD_IS_ASKED_ABOUT,
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:report-obstacle-by-link": {"get": dict.fromkeys(ROLES, SEEN), "post": dict.fromkeys(ROLES, SEEN)},
    "workspace:obstacle-reported": {"get": dict.fromkeys(ROLES, SEEN)},
    "workspace:obstacles": {"get": CENTRE_SEES},
    "backoffice:jobs": {"get": CENTRE_SEES},
    "backoffice:job": {"get": CENTRE_SEES},
    "backoffice:session": {"get": CENTRE_SEES},
    "backoffice:closing": {"get": CENTRE_SEES},
    "backoffice:close-session": {  # the session is open: it is not closed before its cards are verified
        "post": all_but(everybody=GONE, analyst=REFUSED, administrator=REFUSED),
    },
    "backoffice:closing-gminas": {"get": CENTRE_SEES},
    "backoffice:closing-point": {"get": CENTRE_SEES},
    "backoffice:closing-protocol": {"get": all_but(everybody=GONE)},  # there is none before it is closed
    "backoffice:errata": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:preview-corrections": {"post": CENTRE_IS_REFUSED},  # the session is open: nothing waits
    "backoffice:seal-revision": {"post": CENTRE_IS_REFUSED},
    "backoffice:correct-card": {"get": CENTRE_IS_REFUSED, "post": CENTRE_IS_REFUSED},
    "backoffice:drop-correction": {"post": all_but(everybody=GONE)},  # there is none
    "workspace:join-requests": {"get": CENTRE_SEES},
    "workspace:accept-request": {"post": CENTRE_ANSWERS},
    "workspace:refuse-request": {"post": CENTRE_ANSWERS},
}
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


def addresses(patterns=None, *, namespace=""):
    """All addresses of the site by name."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
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


def with_second_factor(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return logged_in(user)


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
        "number": card.version,
    }  # fmt: skip


def things_of_the_centre():
    """What the addresses of the Centre's pages name, whoever asks: the session and the like."""
    job = Job.objects.create(kind="none", key="matrix", asked_at=clock.now())
    return {"session_code": "2026-1", "job_id": job.pk, "check": "robocze", "correction_id": 1}


def card_of(participant, *, user):
    """A card that was submitted and withdrawn: it has a receipt, and can be typed in again."""
    actor, invitation = acting(user), Invitation.objects.get(participant=participant)
    card = start_card(invitation, actor=actor)
    card = save_lines(card, {code: Typed({}, {"value": text}) for code, text in REQUIRED.items()}, actor=actor).card
    submit_card(card, key=uuid4(), seen_version=card.version, explanations={}, actor=actor)
    return withdraw_card(card, actor=actor)


@pytest.fixture
def world(db):
    take_over_territories([Unit("0605053", "gmina", "Modliborzyce", "gmina", "2026-01-01")], actor=MACHINE)
    ours, theirs, office = make_organisation("ORG-001"), make_organisation("ORG-002"), make_institution()
    make_session(asked=[ours, theirs, office], closes_on=date(2099, 12, 31))
    users = {role: make_user(f"{role}@example.org") for role in ("stranger", "member", "manager", "clerk")}
    make_member(users["manager"], ours)
    make_member(users["member"], ours, may_manage=False)
    make_member(users["clerk"], office)
    clients = {role: logged_in(user) for role, user in users.items()} | {"nobody": Client()}
    clients["reader"] = logged_in(make_reader())
    clients["analyst"] = with_second_factor(make_centre_user("analyst@example.org", role=CentreRole.ANALYST))
    administrator = make_centre_user("administrator@example.org")
    clients["administrator"] = with_second_factor(administrator)
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
        {"card_id": card.pk} | centre,
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
    assert said(getattr(world.clients[role], method)(address)) == wanted


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
