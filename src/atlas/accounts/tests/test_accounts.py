"""Users: their addresses, roles, and a second factor taken away."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import IntegrityError, transaction
from tests.web.builders import NOW, acting, make_centre_user, make_organisation, make_reader, make_user

from atlas.accounts.actor import ANONYMOUS
from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole
from atlas.accounts.selectors import has_second_factor
from atlas.accounts.services import give_centre_role, let_read, register_user, reset_second_factor
from atlas.audit.selectors import entries_about
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.registry.selectors import actor_of

pytestmark = pytest.mark.django_db


def test_an_address_is_one_user_whatever_its_case():
    make_user("Anna@Example.org")
    with pytest.raises(DomainError, match="user-known"):
        make_user("anna@example.ORG")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANNA@example.org", joined_at=NOW)


def test_a_user_without_a_password_cannot_log_in_by_one(client):
    register_user(email="ola@example.org", name="", password=None, at=NOW)
    assert not client.login(email="ola@example.org", password="")


def test_rights_are_given_by_an_administrator_only():
    user = make_user()
    for actor in (ANONYMOUS, acting(user), acting(make_centre_user("a@example.org", role=CentreRole.ANALYST))):
        for change in (
            lambda who: give_centre_role(user=user, role=CentreRole.ANALYST, actor=who),
            lambda who: let_read(user=user, territory="06", actor=who),
            lambda who: reset_second_factor(user=user, actor=who, reason="telefon"),
        ):
            with pytest.raises(NotAllowed):
                change(actor)


@pytest.mark.parametrize("territory", ["0605", "pl", "6", "\N{FULLWIDTH DIGIT ZERO}6"])
def test_a_reader_reads_a_voivodeship_or_the_country(territory):
    assert acting(make_reader(territory="PL")).reads_territory == "PL"
    with pytest.raises(DomainError, match="territory-not-readable"):
        let_read(user=make_user(), territory=territory, actor=acting(make_centre_user()))


def test_a_lost_second_factor_is_taken_away_with_a_reason_and_stands_in_the_log():
    user, administrator = make_user(), make_centre_user()
    Authenticator.objects.create(user=user, type="totp", data={})
    with pytest.raises(DomainError, match="reason-needed"):
        reset_second_factor(user=user, actor=acting(administrator), reason=" ")
    assert reset_second_factor(user=user, actor=acting(administrator), reason="zgubiony telefon") == 1
    assert not has_second_factor(user)
    entry = entries_about(user).last()
    assert (entry.action, entry.by, entry.facts["reason"]) == (
        "reset-second-factor",
        administrator.pk,
        "zgubiony telefon",
    )


def test_nobody_takes_their_own_second_factor_away():
    administrator = make_centre_user()
    with pytest.raises(NotAllowed, match="own-second-factor"):
        reset_second_factor(user=administrator, actor=acting(administrator), reason="telefon")


def test_recovery_codes_alone_are_no_second_factor():
    user = make_user()
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    assert not has_second_factor(user)


def test_an_inactive_user_is_nobody():
    user = make_centre_user()
    user.is_active = False
    assert actor_of(user) == ANONYMOUS


def test_secrets_of_apps_are_sealed_at_rest_and_open_after_a_change_of_key(settings):
    sealed = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another " * 10
    assert get_adapter().decrypt(sealed) == "JBSWY3DPEHPK3PXP"


def test_the_first_person_of_the_centre_is_made_on_the_machine(client):
    call_command("add-centre-user", "pierwsza@example.org")
    user = User.objects.get()
    assert (user.centre_role, user.has_usable_password()) == ("administrator", False)


def test_the_log_names_no_address():
    make_user("tajna@example.org")
    make_organisation()
    assert "tajna" not in str(list(entries_about(User.objects.get()).values()))
