"""Pages of accounts in a real browser, on a desk and a phone: axe finds nothing, nothing sticks out, keys suffice."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import (
    PASSWORD,
    invited_to,
    make_centre_user,
    make_member,
    make_organisation,
    make_session,
    make_user,
    newest_token,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import Place
from atlas.registry.rules import MemberFunction
from atlas.registry.services.people import invite_member

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(params=SCREENS)
def visitor(request, chromium, committed_db, live_server, settings):
    settings.ATLAS_BASE_URL = live_server.url
    context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
    yield Visitor(context.new_page(), live_server.url)
    context.close()


def test_pages_before_the_log_in(visitor):
    for name in ("account_login", "account_signup", "account_request_login_code", "account_reset_password",
                 "account_reset_password_done", "workspace:join", "workspace:join-asked"):  # fmt: skip
        visitor.opens(name)
    visitor.opens("workspace:join")
    visitor.sends("Wyślij")
    visitor.looks()
    assert visitor.page.locator(".error-summary a").count() == 4


def test_a_wrong_password_is_said_on_top_and_the_page_stays_whole(visitor):
    make_user("anna@example.org")
    visitor.opens("account_login")
    visitor.fills(login="anna@example.org", password="nie-to-haslo-1")
    visitor.sends("Zaloguj się")
    visitor.looks()
    assert visitor.page.locator(".error-summary").is_visible()


def test_an_invitation_becomes_an_account_with_cards_and_colleagues(visitor):
    organisation = make_organisation(name="Stowarzyszenie na rzecz Rozwoju Usług Społecznych „Długa Nazwa” (wymyślone)")
    make_session(asked=[organisation])
    make_session("2025-1", sequence=2, asked=[organisation], state="closed")
    invite_member(
        participant=organisation, email="ola@example.org", function=MemberFunction.NONE, may_manage=True, actor=MACHINE
    )
    visitor.opens("workspace:invitation", newest_token())
    visitor.fills(name="Ola Nowa", password="za krótkie")
    visitor.sends("Załóż konto i przyjmij zaproszenie")
    visitor.looks()
    visitor.fills(name="Ola Nowa", password=PASSWORD)
    visitor.sends("Załóż konto i przyjmij zaproszenie")
    visitor.looks()
    assert visitor.page.get_by_text("nie rozpoczęta").is_visible()
    visitor.page.locator("summary").click()
    visitor.looks()
    visitor.follows(visitor.page.get_by_role("link", name=organisation.name))
    visitor.looks()
    visitor.fills(email="ewa@example.org")
    visitor.sends("Zaproś")
    visitor.looks()
    assert visitor.page.get_by_text("ewa@example.org").is_visible()


def test_the_centre_sets_up_a_second_step_with_an_app_and_gets_recovery_codes(visitor, monkeypatch):
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.validate_totp_code", lambda *_a, **_k: True)
    make_session()
    user = make_centre_user()
    visitor.logs_in(user.email)
    visitor.looks()
    assert visitor.page.url.endswith(reverse("mfa_index"))
    visitor.opens("mfa_activate_totp")
    visitor.proves_who_it_is()
    visitor.fills(code="123456")
    visitor.follows(visitor.page.locator("main button.btn-primary"))
    visitor.looks()
    for name in ("mfa_view_recovery_codes", "mfa_add_webauthn", "mfa_index", "account_email", "account_change_password",
                 "workspace:home", "workspace:join-requests"):  # fmt: skip
        visitor.opens(name)


@pytest.fixture
def administrator(visitor, monkeypatch):
    """A visitor who is an administrator of the Centre and has passed the second step."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.validate_totp_code", lambda *_a, **_k: True)
    user = make_centre_user()
    TOTP.activate(user, SECRET)
    visitor.logs_in(user.email)
    visitor.fills(code="123456")
    visitor.follows(visitor.page.locator("main button.btn-primary"))
    visitor.page.wait_for_url(visitor.site + "/")
    return visitor


def test_an_administrator_invites_a_reader_who_makes_an_account(administrator):
    administrator.follows(administrator.page.get_by_role("link", name="Osoby", exact=True))
    administrator.looks()
    administrator.follows(administrator.page.get_by_role("link", name="Zaproś do roli"))
    administrator.looks()
    administrator.fills(email="rops@example.org")
    administrator.page.select_option("[name=role]", "reader")
    administrator.sends("Zaproś")
    administrator.looks()
    assert administrator.page.locator(".error-summary a").get_attribute("href") == "#id_territory"
    administrator.page.select_option("[name=territory]", "06")
    administrator.sends("Zaproś")
    administrator.looks()
    assert administrator.page.get_by_text("Czytelnik: lubelskie (06)").is_visible()
    administrator.page.context.clear_cookies()
    administrator.opens("workspace:account-invitation", newest_token())
    administrator.fills(name="Ewa Czytająca", password="za krótkie")
    administrator.sends("Załóż konto i przyjmij zaproszenie")
    administrator.looks()
    administrator.fills(name="Ewa Czytająca", password=PASSWORD)
    administrator.sends("Załóż konto i przyjmij zaproszenie")
    administrator.page.wait_for_url(administrator.site + "/")
    administrator.looks()


def test_an_administrator_finds_somebody_and_helps_them(administrator):
    for number in range(26):
        make_user(
            f"osoba-o-bardzo-dlugim-adresie-{number:02}@przyklad.example.org", name=f"Łucja Długonazwiskowa {number:02}"
        )
    invited_to(Place(territory="PL"), email="ministerstwo@example.org")
    user = make_user("anna@example.org", name="Anna Zgubiona")
    TOTP.activate(user, SECRET)
    administrator.opens("workspace:accounts")
    administrator.follows(administrator.page.get_by_role("link", name="Następna strona"))
    administrator.looks()
    administrator.fills(q="nikt taki")
    administrator.sends("Szukaj")
    administrator.looks()
    administrator.fills(q="ZGUBIONA")
    administrator.sends("Szukaj")
    administrator.looks()
    administrator.follows(administrator.page.get_by_role("link", name="Anna Zgubiona"))
    administrator.looks()
    administrator.sends("Usuń drugi krok logowania")
    administrator.looks()
    assert administrator.page.locator(".error-summary a").get_attribute("href") == "#id_reason"
    administrator.fills(reason="zgubiony telefon, rozmowa z dyrektorką")
    administrator.sends("Usuń drugi krok logowania")
    administrator.looks()
    administrator.sends("Wyłącz konto")
    administrator.looks()
    assert administrator.page.get_by_role("button", name="Włącz konto").is_visible()


def test_ones_own_account_and_what_cannot_be_done(administrator):
    administrator.opens("workspace:accounts")
    administrator.follows(administrator.page.locator("a.title").first)
    administrator.looks()
    assert administrator.page.get_by_text("To Twoje własne konto").is_visible()
    invitation = administrator.site + reverse("workspace:account-invitation", args=["nie-ma"])
    administrator.page.goto(invitation)
    assert administrator.page.get_by_text("To zaproszenie już nie działa").is_visible()


def test_a_new_address_waits_until_it_is_confirmed(visitor):
    user = make_user("anna@example.org")
    visitor.logs_in(user.email)
    visitor.opens("account_email")
    visitor.page.locator("input:not([type=hidden])[name=email]").fill("nowy@example.org")
    visitor.sends("Zmień adres")
    visitor.proves_who_it_is()
    visitor.looks()
    assert visitor.page.get_by_text("Ten adres czeka na potwierdzenie").is_visible()


def test_a_passkey_is_added_and_logs_in(visitor):
    """With the authenticator that the browser plays; the site speaks its real protocol."""
    user = make_user("anna@example.org")
    devtools = visitor.page.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    visitor.logs_in(user.email)
    visitor.opens("mfa_add_webauthn")
    visitor.proves_who_it_is()
    visitor.fills(name="Telefon")
    visitor.page.check("[name=passwordless]")
    visitor.page.locator("#mfa_webauthn_add").click()
    visitor.page.wait_for_url(lambda url: "add" not in url)
    visitor.looks()
    visitor.opens("mfa_list_webauthn")
    visitor.page.context.clear_cookies()
    visitor.opens("account_login")
    visitor.page.locator("#passkey_login").click()
    visitor.page.wait_for_url(visitor.site + "/")
    visitor.looks()


def test_by_keys_alone_one_comes_from_the_skip_link_to_the_log_in(visitor):
    make_user("anna@example.org")
    visitor.opens("account_login")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type("anna@example.org")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type(PASSWORD)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(visitor.site + "/")


def test_who_has_an_app_is_asked_for_its_code(visitor):
    user = make_user("anna@example.org")
    TOTP.activate(user, SECRET)
    make_member(user, make_organisation())
    visitor.logs_in(user.email)
    visitor.looks()
    assert visitor.page.url.endswith(reverse("mfa_authenticate"))
