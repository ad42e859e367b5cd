"""The administrator's pages about people: the list, inviting to a role, changing it, resetting a second step."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from tests.web.builders import (
    PASSWORD,
    centre_client,
    invited_to,
    logged_in,
    make_centre_user,
    make_reader,
    make_user,
    newest_token,
    with_second_step,
)

from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole, Place
from atlas.mail.models import Message

pytestmark = pytest.mark.django_db
LIST = "workspace:accounts"


@pytest.fixture
def centre():
    return centre_client("centrum@example.org", role=CentreRole.ADMINISTRATOR, language="pl")


def page_of(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def named(page):
    return [one.name for one in page.context["page"]]


def test_the_centre_comes_first_then_readers_then_the_others(centre):
    make_user("a@example.org", name="Anna")
    make_reader("b@example.org")
    make_centre_user("c@example.org", role=CentreRole.ANALYST)
    found = centre.get(reverse(LIST)).context["page"]
    assert [one.email for one in found] == ["centrum@example.org", "c@example.org", "b@example.org", "a@example.org"]
    assert [one.has_second_step for one in found] == [True, False, False, False]


@pytest.mark.parametrize("text", ["łuk", "ŁUK", "ZIELONY@", "Łukasz Ż"])
def test_one_is_found_by_a_part_of_the_name_or_address_whatever_its_case(centre, text):
    make_user("zielony@example.org", name="Łukasz Żak")
    make_user("inny@example.org", name="Lukrecja Inna")
    assert named(centre.get(reverse(LIST), {"q": text})) == ["Łukasz Żak"]


@pytest.mark.parametrize("text", [".*", "%", "_", "(", "\\"])
def test_signs_are_searched_for_as_they_are(centre, text):
    assert named(centre.get(reverse(LIST), {"q": text})) == []


def test_the_price_of_a_page_does_not_grow_with_the_people(centre, django_assert_num_queries):
    def look():
        with django_assert_num_queries(7):  # session, user, memberships, second factor; count, people, invitations
            return centre.get(reverse(LIST))

    assert len(named(look())) == 1
    for number in range(30):
        make_user(f"osoba-{number:02}@example.org", name=f"Osoba {number}")
        invited_to(email=f"zaproszona-{number}@example.org")
    assert len(named(look())) == 25
    assert len(named(centre.get(reverse(LIST), {"strona": 2, "q": "osoba"}))) == 5
    assert len(named(centre.get(reverse(LIST), {"strona": "nie-ma"}))) == 25


def test_somebody_is_invited_makes_an_account_and_stands_in_the_list(centre):
    form = {"email": "rops@example.org", "role": "reader", "territory": "06"}
    assert centre.post(reverse("workspace:invite-account"), form).url == reverse(LIST)
    assert "rops@example.org" in page_of(centre, LIST)
    address = reverse("workspace:account-invitation", args=[newest_token()])
    visitor = Client()
    assert "lubelskie (06)" in visitor.get(address).content.decode()
    weak = visitor.post(address + "przyjmij/", {"name": "Ewa", "password": "ewa"})
    assert "error-summary" in weak.content.decode()
    assert visitor.post(address + "przyjmij/", {"name": "Ewa", "password": PASSWORD}).url == "/"
    assert "lubelskie" in visitor.get("/").content.decode()
    assert Client().get(address).status_code == 409
    assert Client().post(address + "przyjmij/", {"name": "Ewa", "password": PASSWORD}).status_code == 409


def test_who_made_an_account_meanwhile_logs_in_and_accepts():
    _, token = invited_to(Place(territory="PL"), email="ola@example.org")
    user = make_user("ola@example.org")
    address = reverse("workspace:account-invitation", args=[token])
    assert f"{reverse('account_login')}?next={address}" in Client().get(address).content.decode()
    assert logged_in(user).post(address + "przyjmij/").url == "/"
    user.refresh_from_db()
    assert user.reads_territory == "PL"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"email": "x@example.org", "role": "reader", "territory": "none"}, "territory"),
        ({"email": "x@example.org", "role": "", "territory": "none"}, "role"),
        ({"email": "x@example.org", "role": "king", "territory": "none"}, "role"),
        ({"email": "x@example.org", "role": "reader", "territory": "99"}, "territory"),
        ({"email": "nie-adres", "role": "analyst", "territory": "none"}, "email"),
        ({"email": "CENTRUM@example.org", "role": "analyst", "territory": "none"}, "email"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_no_letter_goes_out(centre, form, field):
    page = centre.post(reverse("workspace:invite-account"), form)
    assert f'href="#id_{field}"' in page.content.decode()
    assert not Message.objects.exists()


def test_a_role_is_changed_and_a_territory_of_who_is_no_reader_is_left_out(centre):
    user = make_user()
    address = reverse("workspace:change-place", args=[user.pk])
    for role, territory, wanted in (
        ("reader", "PL", ("", "PL")), ("analyst", "PL", ("analyst", "")), ("none", "06", ("", "")),
    ):  # fmt: skip
        assert centre.post(address, {"role": role, "territory": territory}).status_code == 302
        user.refresh_from_db()
        assert (user.centre_role, user.reads_territory) == wanted
    assert 'href="#id_territory"' in centre.post(address, {"role": "reader", "territory": "none"}).content.decode()


def test_the_form_shows_the_role_that_is(centre):
    page = page_of(centre, "workspace:account", make_reader().pk)
    assert '<option value="reader" selected>' in page
    assert '<option value="06" selected>' in page


def test_a_second_step_is_reset_with_a_reason_and_the_person_is_told(centre):
    user = with_second_step(make_user())
    address = reverse("workspace:reset-second-step", args=[user.pk])
    assert 'href="#id_reason"' in centre.post(address, {"reason": " "}).content.decode()
    assert centre.post(address, {"reason": "zgubiony telefon"}).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert Message.objects.get().recipient == user.email
    assert reverse("workspace:reset-second-step", args=[user.pk]) not in page_of(centre, "workspace:account", user.pk)


def test_who_is_switched_off_in_the_middle_of_work_is_logged_out(centre):
    user = make_user()
    client = logged_in(user)
    assert centre.post(reverse("workspace:deactivate-account", args=[user.pk])).status_code == 302
    assert client.get("/").url.startswith(reverse("account_login"))
    assert client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).status_code == 302
    assert client.get("/").status_code == 302


def test_ones_own_page_offers_nothing_that_would_be_refused(centre):
    own = User.objects.get()
    assert "<form" not in page_of(centre, "workspace:account", own.pk).partition("<main")[2].partition("</main")[0]
    for name, form in (("reset-second-step", {"reason": "x"}), ("change-place", {"role": "none", "territory": "none"})):
        assert centre.post(reverse(f"workspace:{name}", args=[own.pk]), form).status_code == 403


def test_an_invitation_is_withdrawn(centre):
    invitation, token = invited_to()
    assert centre.post(reverse("workspace:withdraw-account-invitation", args=[invitation.pk])).status_code == 302
    assert Client().get(reverse("workspace:account-invitation", args=[token])).status_code == 409
    assert centre.post(reverse("workspace:withdraw-account-invitation", args=[invitation.pk])).status_code == 404
