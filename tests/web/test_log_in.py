"""Logging in through the pages: password, code, second step, invitation; no address is given away, no guessing."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from tests.web.builders import (
    PASSWORD,
    logged_in,
    make_centre_user,
    make_organisation,
    make_user,
    newest_token,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.mail.models import Message
from atlas.registry.rules import MemberFunction
from atlas.registry.services.people import invite_member

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def log_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def code_of_app():
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


def shown(answer):
    """The page without what differs each time."""
    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", answer.content.decode())


def test_with_address_and_password_one_comes_to_ones_cards(client):
    make_user("anna@example.org")
    assert log_in(client, "ANNA@example.org").url == "/"
    assert "Twoje karty" in client.get("/").content.decode()


def test_a_wrong_password_and_an_unknown_address_look_the_same(client):
    make_user("anna@example.org")
    wrong = log_in(client, "anna@example.org", "nie-to-haslo-1")
    unknown = log_in(Client(), "nikt@example.org", "nie-to-haslo-1")
    assert wrong.status_code == unknown.status_code == 200
    assert shown(wrong).replace("anna@", "nikt@") == shown(unknown)


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_asking_for_a_letter_looks_the_same_for_a_known_and_an_unknown_address(page):
    make_user("anna@example.org")
    answers = [Client().post(reverse(page), {"email": one}) for one in ("anna@example.org", "nikt@example.org")]
    assert len({(one.status_code, one.url) for one in answers}) == 1


def test_a_code_by_e_mail_logs_in_and_goes_through_the_outbox(client):
    make_user("anna@example.org")
    client.post(reverse("account_request_login_code"), {"email": "anna@example.org"})
    letter = Message.objects.latest("id")
    code = re.search(r"^([A-Z0-9]{4,}-?[A-Z0-9]*)$", letter.body, re.MULTILINE)[1]
    assert letter.recipient == "anna@example.org"
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).status_code == 302
    assert "Twoje karty" in client.get("/").content.decode()


def test_guessing_is_stopped_before_any_password_is_hashed(client, monkeypatch):
    make_user("anna@example.org")
    hashed = []
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda user, raw: hashed.append(raw) or check(user, raw))
    for attempt in range(15):
        log_in(client, "anna@example.org", f"zgaduj-zgadula-{attempt}")
    assert 0 < len(hashed) <= 10
    before = len(hashed)
    refused = log_in(client, "anna@example.org")  # even the right one, for a while
    assert len(hashed) == before
    assert refused.status_code in {200, 429}
    assert client.get("/").status_code == 302


def test_who_has_a_second_step_is_asked_for_it(client):
    TOTP.activate(make_user("anna@example.org"), SECRET)
    assert log_in(client, "anna@example.org").url == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code_of_app()}).status_code == 302
    assert client.get("/").status_code == 200


def test_people_of_the_centre_set_up_a_second_step_first_and_then_work(client):
    user = make_centre_user()
    log_in(client, user.email)
    assert client.get("/").url == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert "logują się w dwóch krokach" in page.content.decode()
    TOTP.activate(user, SECRET)
    assert client.get("/").status_code == 200


def test_nobody_signs_up_without_an_invitation(client):
    answer = client.post(
        reverse("account_signup"), {"email": "obcy@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_an_invitations_link_makes_an_account_and_logs_in(client):
    organisation = make_organisation()
    invite_member(
        participant=organisation, email="ola@example.org", function=MemberFunction.NONE, may_manage=True, actor=MACHINE
    )
    token = newest_token()
    page = client.get(reverse("workspace:invitation", args=[token]))
    assert organisation.name in page.content.decode()
    form = {"name": "Ola Nowa", "password": PASSWORD}
    weak = client.post(reverse("workspace:accept-invitation", args=[token]), form | {"password": "ola"})
    assert "error-summary" in weak.content.decode()
    assert client.post(reverse("workspace:accept-invitation", args=[token]), form).url == "/"
    assert organisation.name in client.get("/").content.decode()
    assert Client().get(reverse("workspace:invitation", args=[token])).status_code == 409


def test_a_known_address_is_led_through_the_log_in_and_back(client):
    user, organisation = make_user("ola@example.org"), make_organisation()
    invite_member(
        participant=organisation, email=user.email, function=MemberFunction.NONE, may_manage=True, actor=MACHINE
    )
    address = reverse("workspace:invitation", args=[newest_token()])
    assert f"{reverse('account_login')}?next={address}" in client.get(address).content.decode()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": address})
    assert answer.url == address
    assert client.post(address + "przyjmij/").url == "/"


def test_an_answer_carries_the_policies_that_protect_it(client):
    answer = client.get(reverse("account_login"))
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert (answer["X-Frame-Options"], answer["Referrer-Policy"]) == ("DENY", "same-origin")
    assert not re.search(r"<script(?![^>]*(src=|application/json))", answer.content.decode())


def test_logging_out_takes_a_click_of_its_own_and_ends_the_session():
    client = logged_in(make_user())
    client.get(reverse("account_logout"))
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302
