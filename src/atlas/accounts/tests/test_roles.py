"""Roles of the Centre and of readers: invited to by a link, changed, switched off; an administrator always stays."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.web.builders import (
    NOW,
    PASSWORD,
    acting,
    invited_to,
    logged_in,
    make_centre_user,
    make_user,
)
from tests.web.parallel import at_once

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.accounts.models import AccountInvitation, User
from atlas.accounts.rules import NO_PLACE, CentreRole, Place
from atlas.accounts.services import (
    deactivate_user,
    give_centre_role,
    give_place,
    let_read,
    reactivate_user,
    register_user,
    remember_language,
    reset_second_factor,
)
from atlas.accounts.services import users as services_of_users
from atlas.accounts.services.invitations import (
    accept_place,
    accept_place_with_new_account,
    invite_to_place,
    usable_account_invitation,
    withdraw_account_invitation,
)
from atlas.audit.models import Entry
from atlas.audit.selectors import entries_about
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.mail.models import Message

ANALYST, ADMINISTRATOR = Place(CentreRole.ANALYST), Place(CentreRole.ADMINISTRATOR)
ROPS, MINISTRY = Place(territory="06"), Place(territory="PL")
usual = pytest.mark.django_db


def refusal(call, **kwargs):
    with pytest.raises(DomainError) as refused:
        call(**kwargs)
    return refused.value.code


def place_of(user):
    user.refresh_from_db()
    return Place(CentreRole(user.centre_role), user.reads_territory)


@usual
@pytest.mark.parametrize("place", [ANALYST, ADMINISTRATOR, ROPS, MINISTRY])
def test_an_invitation_makes_an_account_with_its_role_at_once(place):
    _, token = invited_to(place)
    user = accept_place_with_new_account(token=token, name="Ola Nowa", password=PASSWORD, language="en")
    assert (place_of(user), user.email, user.language) == (place, "nowa@example.org", "en")
    assert user.check_password(PASSWORD)


@usual
def test_the_link_stands_in_the_letter_only_and_the_address_never_in_the_log():
    invitation, token = invited_to()
    assert token in Message.objects.get().body
    assert token not in str(AccountInvitation.objects.values().get(pk=invitation.pk))
    told = str(list(Entry.objects.values()))
    assert "invite-to-place" in told
    assert token not in told
    assert "nowa@example.org" not in told


@usual
def test_a_link_works_once_and_for_two_weeks():
    with time_machine.travel(NOW, tick=False) as clock:
        _, token = invited_to()
        clock.shift(timedelta(days=14) - timedelta(seconds=1))
        assert usable_account_invitation(token)
        clock.shift(timedelta(seconds=1))
        assert refusal(usable_account_invitation, token=token) == "invitation-ended"
        _, token = invited_to()
        accept_place_with_new_account(token=token, name="Ola", password=PASSWORD)
        assert refusal(usable_account_invitation, token=token) == "invitation-ended"


@usual
def test_a_withdrawn_link_a_replaced_link_and_one_that_never_was_look_alike():
    _, replaced = invited_to()
    newer, withdrawn = invited_to()
    withdraw_account_invitation(invitation=newer, actor=MACHINE)
    again = partial(accept_place_with_new_account, name="Ola", password=PASSWORD)
    assert {refusal(again, token=token) for token in (replaced, withdrawn, "never-was")} == {"invitation-ended"}


@usual
def test_a_weak_password_makes_no_account_and_the_link_still_works():
    _, token = invited_to()
    with pytest.raises(ValidationError):
        accept_place_with_new_account(token=token, name="Ola", password="krótkie")
    assert not User.objects.exists()
    assert usable_account_invitation(token)


@usual
def test_who_has_an_account_is_not_invited_but_given_the_role():
    make_user("ola@example.org")
    assert refusal(invite_to_place, email="OLA@example.org", place=ANALYST, actor=MACHINE) == "address-has-account"
    assert refusal(invite_to_place, email="ewa@example.org", place=NO_PLACE, actor=MACHINE) == "place-missing"


@usual
def test_an_account_made_meanwhile_takes_the_role_and_another_ones_account_does_not():
    _, token = invited_to()
    own, other = make_user("Nowa@example.org"), make_user("obca@example.org")
    assert refusal(accept_place, token=token, user=other) == "invitation-of-other"
    assert place_of(other) == NO_PLACE
    accept_place(token=token, user=own)
    assert place_of(own) == ANALYST
    assert refusal(accept_place, token=token, user=own) == "invitation-ended"


@usual
def test_there_is_no_invitation_to_nothing_nor_to_two_roles_and_one_open_to_an_address():
    for role, territory in (("", ""), ("analyst", "06")):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountInvitation.objects.create(
                email="a@example.org", centre_role=role, reads_territory=territory, invited_at=NOW, expires_at=NOW
            )
    invitation, _ = invited_to()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountInvitation.objects.create(
            email=invitation.email, centre_role="analyst", token_hash="x", invited_at=NOW, expires_at=NOW
        )


def test_a_place_is_in_the_centre_or_a_territory_never_both():
    assert refusal(Place, role=CentreRole.ANALYST, territory="06") == "place-double"
    assert refusal(Place, territory="99") == "territory-not-readable"


@usual
def test_an_administrator_changes_roles_and_the_log_keeps_them():
    administrator, user = make_centre_user(), make_user()
    for place in (ANALYST, ROPS, MINISTRY, NO_PLACE):
        give_place(user=user, place=place, actor=acting(administrator))
        assert place_of(user) == place
    entry = entries_about(user).filter(action="give-place").first()
    assert (entry.by, entry.facts) == (administrator.pk, {"role": "analyst", "territory": ""})


@usual
def test_a_switched_off_account_is_nobody_at_once_and_somebody_again_when_switched_on():
    administrator, user = make_centre_user(), make_user()
    client = logged_in(user)
    assert client.get("/").status_code == 200
    deactivate_user(user=user, actor=acting(administrator))
    assert client.get("/").status_code == 302
    assert not client.login(email=user.email, password=PASSWORD)
    reactivate_user(user=user, actor=acting(administrator))
    assert client.get("/").status_code == 200
    actions = [one.action for one in entries_about(user)]
    assert actions == ["register-user", "deactivate-user", "reactivate-user"]


@usual
def test_switching_off_what_is_off_is_not_written_down_twice():
    user = make_user()
    for _ in range(2):
        deactivate_user(user=user, actor=MACHINE)
    assert entries_about(user).filter(action="deactivate-user").count() == 1


@usual
@pytest.mark.parametrize("decide", [
    lambda who: give_place(user=who, place=ADMINISTRATOR, actor=MACHINE),
    lambda who: give_centre_role(user=who, role=CentreRole.ADMINISTRATOR, actor=MACHINE),
    lambda who: let_read(user=who, territory="06", actor=MACHINE),
    lambda who: deactivate_user(user=who, actor=MACHINE),
])  # fmt: skip
def test_what_an_administrator_decides_ends_an_older_link(decide):
    invitation, token = invited_to(MINISTRY)
    _, of_another = invited_to(email="inna@example.org")
    user = make_user("nowa@example.org")
    decide(user)
    before = place_of(user)
    assert refusal(accept_place, token=token, user=user) == "invitation-ended"
    assert place_of(user) == before
    assert usable_account_invitation(of_another)
    assert entries_about(invitation).filter(action="withdraw-account-invitation").count() == 1


@usual
def test_the_last_administrator_does_not_unseat_themself_by_a_link():
    _, token = invited_to(MINISTRY)
    user = make_user("nowa@example.org")
    User.objects.filter(pk=user.pk).update(centre_role=CentreRole.ADMINISTRATOR)  # as links of older versions left it
    user.refresh_from_db()
    assert refusal(accept_place, token=token, user=user) == "last-administrator"
    assert place_of(user) == ADMINISTRATOR
    make_centre_user()
    accept_place(token=token, user=user)
    assert place_of(user) == MINISTRY


CHANGES = [
    lambda who, actor: give_place(user=who, place=ANALYST, actor=actor),
    lambda who, actor: deactivate_user(user=who, actor=actor),
    lambda who, actor: reactivate_user(user=who, actor=actor),
]


@usual
@pytest.mark.parametrize("change", CHANGES)
def test_nobody_changes_their_own_account_and_only_an_administrator_that_of_others(change):
    administrator, user = make_centre_user(), make_user()
    with pytest.raises(NotAllowed, match="own-account"):
        change(administrator, acting(administrator))
    analyst = make_centre_user("analiza@example.org", role=CentreRole.ANALYST)
    for actor in (ANONYMOUS, acting(user), acting(analyst)):
        with pytest.raises(NotAllowed, match="administrator-needed"):
            change(make_user(f"{actor.user_id}-{len(User.objects.all())}@example.org"), actor)
    with pytest.raises(NotAllowed, match="administrator-needed"):
        invite_to_place(email="x@example.org", place=ANALYST, actor=acting(analyst))


@usual
def test_the_last_administrator_stays_one():
    last = make_centre_user()
    switched_off = make_centre_user("druga@example.org")
    deactivate_user(user=switched_off, actor=MACHINE)
    assert refusal(deactivate_user, user=last, actor=MACHINE) == "last-administrator"
    assert refusal(give_place, user=last, place=ANALYST, actor=MACHINE) == "last-administrator"
    reactivate_user(user=switched_off, actor=MACHINE)
    deactivate_user(user=last, actor=MACHINE)


def unseat_each_other():
    """Two administrators, each with a request that began while both were one, take the other's role at once."""
    first, second = make_centre_user("a@example.org"), make_centre_user("b@example.org")
    takes = [
        partial(give_place, user=other, place=ANALYST, actor=acting(one))
        for one, other in ((first, second), (second, first))
    ]
    told = [one.code for one in at_once(*takes) if one is not None]
    return told, User.objects.filter(centre_role=CentreRole.ADMINISTRATOR).count()


def test_two_administrators_cannot_unseat_each_other_at_once(committed_db):
    assert unseat_each_other() == (["last-administrator"], 1)


def test_without_the_look_at_the_others_they_could(committed_db, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(services_of_users, "locked_user", lambda user, **_: User.objects.get(pk=user.pk))
    assert unseat_each_other() == ([], 0)


def accept_at_once(monkeypatch, *, pause=0.2):
    """Two people open the same link at once; the pause keeps the window open in which both could find it unused."""
    _, token = invited_to()
    usable = services_of_users  # the module whose writing is slowed down
    register = usable.register_user

    def slowly(**facts):
        time.sleep(pause)
        return register(**facts)

    monkeypatch.setattr("atlas.accounts.services.invitations.register_user", slowly)
    accept = partial(accept_place_with_new_account, token=token, name="Ola", password=PASSWORD)
    return at_once(accept, accept)


def test_of_two_who_accept_a_link_at_once_one_gets_the_account_and_the_other_is_told(committed_db, monkeypatch):
    answers = accept_at_once(monkeypatch)
    assert sorted(getattr(one, "code", "made") for one in answers) == ["invitation-ended", "made"]
    assert User.objects.count() == 1
    assert Entry.objects.filter(action="accept-place").count() == 1


def test_without_the_look_whether_a_link_was_used_the_other_is_not_told(committed_db, monkeypatch):
    """The negative control: then it is only the account's address that is refused."""
    monkeypatch.setattr("atlas.accounts.services.invitations._must_be_usable", lambda found, **_: found)
    answers = accept_at_once(monkeypatch)
    assert "invitation-ended" not in [getattr(one, "code", "made") for one in answers]


@usual
def test_who_loses_the_second_step_gets_a_letter_in_their_language():
    user, administrator = make_user(), make_centre_user()
    for language, words in (("", "Ustaw"), ("en", "set up an app or a passkey again")):
        remember_language(user_id=user.pk, language=language) if language else None
        Authenticator.objects.create(user=user, type="totp", data={})
        reset_second_factor(user=user, actor=acting(administrator), reason="zgubiony telefon")
        letter = Message.objects.latest("id")
        assert letter.recipient == user.email
        assert "zgubiony telefon" in letter.body
        assert words in letter.body or not language
        assert ("On " in letter.body) == (language == "en") or not language


@usual
def test_only_languages_of_the_product_are_remembered():
    user = register_user(email="ola@example.org", name="", password=None, at=NOW, language="en")
    remember_language(user_id=user.pk, language="de")
    user.refresh_from_db()
    assert user.language == "en"
