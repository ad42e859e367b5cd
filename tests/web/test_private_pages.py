"""What a logged-in user is shown is kept by no cache; what everybody may see says so for itself."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.web.builders import (
    NOW,
    PASSWORD,
    logged_in,
    make_card,
    make_member,
    make_organisation,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db
PRIVATE = "private, no-store"


@pytest.fixture
def card():
    with time_machine.travel(NOW, tick=False):
        organisation = make_organisation(seat_gmina="0605053", legal_form="association")
        make_session(asked=[organisation])
        user = make_user()
        make_member(user, organisation)
        yield make_card(user, organisation), logged_in(user)


def test_no_page_of_a_logged_in_user_is_kept(card):
    found, client = card
    of_card = [reverse(f"workspace:{name}", args=[found.pk]) for name in (
        "card", "check-card", "card-history", "card-pdf", "card-sheet", "upload-card", "report-obstacle",
    )]  # fmt: skip
    others = ["/", reverse("account_email"), "/nie-ma-takiej-strony/", reverse("workspace:card", args=[999])]
    kept = {path: client.get(path).get("Cache-Control", "") for path in of_card + others}
    assert all("private" in one and "no-store" in one for one in kept.values()), kept
    assert [path for path in of_card if kept[path] != PRIVATE] == []


def test_logging_in_and_out_is_kept_neither(card):
    client = Client()
    login = client.post(reverse("account_login"), {"login": "anna@example.org", "password": PASSWORD})
    assert login.status_code == 302
    assert "no-store" in login["Cache-Control"]
    assert "no-store" in client.post(reverse("account_logout"))["Cache-Control"]


def test_a_stranger_is_told_nothing_private():
    assert "private, no-store" not in Client().get("/zdrowie/").get("Cache-Control", "")
