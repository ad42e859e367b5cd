"""A session is planned in a real browser, on a desk and a phone: axe finds nothing, nothing sticks out."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import make_centre_user, make_institution, make_member, make_organisation, make_user

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole
from atlas.instruments.services import keep_shipped
from atlas.kernel.terc import Territory as Unit
from atlas.monitoring.models import Session
from atlas.monitoring.services import move_session
from atlas.registry.services.participants import add_presences
from atlas.registry.services.territories import take_over_territories

SECRET = "JBSWY3DPEHPK3PXP"
PLACES = {
    "06": ("voivodeship", "lubelskie"), "0605": ("powiat", "janowski"), "0605053": ("gmina", "Janów Lubelski"),
    "0605062": ("gmina", "Modliborzyce"), "0607": ("powiat", "kraśnicki"), "0607011": ("gmina", "Kraśnik"),
}  # fmt: skip


@pytest.fixture(params=SCREENS)
def visitor(request, chromium, committed_db, live_server, settings):
    settings.ATLAS_BASE_URL = live_server.url
    context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
    yield Visitor(context.new_page(), live_server.url)
    context.close()


@pytest.fixture
def analyst(visitor, monkeypatch):
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.validate_totp_code", lambda *_a, **_k: True)
    user = make_centre_user("analyst@example.org", role=CentreRole.ANALYST)
    TOTP.activate(user, SECRET)
    visitor.logs_in(user.email)
    visitor.fills(code="123456")
    visitor.follows(visitor.page.locator("main button.btn-primary"))
    visitor.page.wait_for_url(visitor.site + "/")
    return visitor


def presses(visitor, text="main form:not([role=search]) button.btn-primary"):
    visitor.follows(visitor.page.locator(text).first)
    visitor.looks()


@pytest.fixture
def organisation(analyst):
    """Registers with three gminas, an institution and an organisation of a long name."""
    units = [Unit(code, level, name, "", "2026-01-01") for code, (level, name) in PLACES.items()]
    take_over_territories(units, actor=MACHINE)
    keep_shipped(actor=MACHINE)
    long = make_organisation(name="Stowarzyszenie na rzecz Rozwoju Usług Społecznych „Długa Nazwa” (wymyślone)")
    add_presences({long: ["0605053", "0605062"], make_institution(): ["0605053"]})
    return long


def test_a_session_is_planned_and_its_participant_sees_how_to_hand_over_a_card(analyst, organisation, tmp_path):
    begins(analyst)
    chooses(analyst, folder=tmp_path)
    sets_days(analyst, folder=tmp_path)
    adds_a_point(analyst, folder=tmp_path)
    for name in ("session", "plan", "copy-session", "delete-session", "add-participant"):
        analyst.opens(f"backoffice:{name}", "2027-1")
        shown(analyst, tmp_path, name)
    member = make_user("anna@example.org")
    make_member(member, organisation)
    move_session(Session.objects.get(), "announce", actor=MACHINE)
    analyst.page.context.clear_cookies()
    analyst.logs_in(member.email)
    analyst.opens("workspace:home")
    assert analyst.page.get_by_text("ul. Przykładowa 1, 20-000 Lublin").is_visible()
    shown(analyst, tmp_path, "cards")


def begins(analyst):
    analyst.opens("backoffice:new-session")
    presses(analyst)  # nothing typed
    assert analyst.page.locator(".error-summary a").count() >= 4
    analyst.fills(
        code="2027-1", name="Sesja (wymyślona)", period_from="2026-01-01", period_to="2026-12-31",
        opens_on="2027-02-15", closes_on="2027-03-14",
    )  # fmt: skip
    presses(analyst)


def chooses(analyst, *, folder):
    shown(analyst, folder, "scope")
    analyst.follows(analyst.page.get_by_role("link", name="lubelskie", exact=True))
    analyst.page.locator("summary").first.click()
    analyst.page.check("#g0605053")
    analyst.page.check("#g0605062")
    shown(analyst, folder, "within")
    presses(analyst)
    analyst.opens("backoffice:plan-participants", "2027-1")
    presses(analyst, "form.told button")
    shown(analyst, folder, "participants")


def sets_days(analyst, *, folder):
    analyst.opens("backoffice:plan-schedule", "2027-1")
    analyst.fills(announce_on="2027-02-16", remind_1="2027-03-08", verify_until="2027-03-31", publish_on="2027-05-03")
    presses(analyst)
    assert analyst.page.locator(".error-summary a").get_attribute("href") == "#id_announce_on"
    analyst.fills(announce_on="2027-02-08")
    presses(analyst)
    assert analyst.page.locator(".doubts li").count() == 2  # a Sunday, and the Third of May
    shown(analyst, folder, "schedule")


def adds_a_point(analyst, *, folder):
    analyst.opens("backoffice:add-point", "2027-1")
    analyst.page.select_option("[name=channel]", "paper")
    analyst.fills(name="Centrum (wymyślone)", address="ul. Przykładowa 1, 20-000 Lublin")
    for day in range(1, 6):
        analyst.fills(**{f"day_{day}_from": "08:00", f"day_{day}_to": "16:00"})
    shown(analyst, folder, "point")
    presses(analyst)
    shown(analyst, folder, "points")


def shown(visitor, folder, name):
    """Keeps what the page looks like, for whoever wants to see."""
    width = visitor.page.viewport_size["width"]
    visitor.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
