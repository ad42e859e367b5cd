"""The language that somebody chose is kept with their account: pages on any device, and letters, are in it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.builders import PASSWORD, invited_to, logged_in, make_member, make_organisation, make_user

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.accounts.services import remember_language
from atlas.mail.models import Message
from atlas.registry.rules import MemberFunction
from atlas.registry.services.people import invite_member

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def choose(client, language):
    return client.post(reverse("set_language"), {"language": language, "next": "/"})


def language_of_page(client, **headers):
    page = client.get("/", **headers).content.decode()
    return page.partition('<html lang="')[2][:2]


def test_a_choice_follows_who_made_it_to_another_device():
    user = make_user()
    assert choose(logged_in(user), "en").url == "/"
    elsewhere = logged_in(User.objects.get())
    assert language_of_page(elsewhere) == "en"
    assert elsewhere.get("/")["Content-Language"] == "en"
    choose(elsewhere, "pl")
    assert language_of_page(logged_in(User.objects.get()), **ENGLISH) == "pl"


def test_a_browser_that_was_told_another_language_keeps_it_and_without_a_choice_it_decides():
    user = make_user()
    assert language_of_page(logged_in(user), **ENGLISH) == "en"
    remember_language(user_id=user.pk, language="pl")
    client = Client()
    choose(client, "en")
    client.force_login(User.objects.get())
    assert language_of_page(client) == "en"


def test_what_is_no_language_and_whoever_is_nobody_changes_nothing(client):
    user = make_user()
    choose(logged_in(user), "de")
    choose(client, "en")
    assert User.objects.get().language == ""


def test_a_new_account_speaks_the_language_in_which_its_invitation_was_read():
    _, token = invited_to()
    address = reverse("workspace:accept-account-invitation", args=[token])
    Client().post(address, {"name": "Ola", "password": PASSWORD}, **ENGLISH)
    assert User.objects.get().language == "en"


def letter_to(email):
    return Message.objects.filter(recipient=email).latest("id")


@pytest.mark.parametrize(("language", "subject"), [("pl", "Zaproszenie"), ("", "Zaproszenie"), ("en", "Invitation")])
def test_invitations_are_written_in_their_readers_language_whoever_sends_them(language, subject):
    user, organisation = make_user("ewa@example.org"), make_organisation()
    remember_language(user_id=user.pk, language=language)
    invite_member(
        participant=organisation, email="EWA@example.org", function=MemberFunction.NONE, may_manage=False,
        actor=MACHINE,
    )  # fmt: skip
    assert letter_to("ewa@example.org").subject.startswith(subject)


def test_an_invitation_to_an_unknown_address_is_polish_though_its_sender_reads_english():
    sender, organisation = make_user(), make_organisation()
    make_member(sender, organisation)
    client = logged_in(sender)
    choose(client, "en")
    form = {"email": "nowa@example.org", "function": ""}
    assert client.post(reverse("workspace:invite-member", args=[organisation.code]), form).status_code == 302
    assert letter_to("nowa@example.org").subject.startswith("Zaproszenie")


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_allauths_letters_are_in_their_readers_language_not_in_that_of_the_page(page):
    for number, (language, headers, words) in enumerate(
        [("en", {}, "Hello,"), ("pl", ENGLISH, "Dzień dobry,"), ("", ENGLISH, "Dzień dobry,")]
    ):
        user = make_user(f"osoba-{number}@example.org")
        remember_language(user_id=user.pk, language=language)
        Client(REMOTE_ADDR=f"192.0.2.{number + 1}").post(reverse(page), {"email": user.email}, **headers)
        assert letter_to(user.email).body.startswith(words)
