"""Who represents a participant: invitations by link, once and for a while; removing, handing over."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from tests.web.builders import (
    NOW,
    PASSWORD,
    acting,
    make_centre_user,
    make_institution,
    make_member,
    make_organisation,
    make_user,
    newest_token,
)

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole
from atlas.audit.selectors import entries_about
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.mail.models import Message
from atlas.registry.models import Membership, MembershipInvitation
from atlas.registry.rules import MemberFunction
from atlas.registry.selectors import members_of, open_invitations
from atlas.registry.services.people import (
    accept_invitation,
    accept_with_new_account,
    hand_over,
    invite_member,
    remove_member,
    usable_invitation,
    withdraw_invitation,
)

pytestmark = pytest.mark.django_db


def invite(participant, *, email="ola@example.org", actor=MACHINE, function=MemberFunction.NONE, may_manage=False):
    invitation = invite_member(
        participant=participant, email=email, function=function, may_manage=may_manage, actor=actor
    )
    return invitation, newest_token()


def refusal(call, **kwargs):
    with pytest.raises(DomainError) as refused:
        call(**kwargs)
    return refused.value.code


def test_an_invitation_makes_an_account_and_a_membership_at_once():
    organisation = make_organisation()
    _, token = invite(organisation, function=MemberFunction.MENAGER_US, may_manage=True)
    user = accept_with_new_account(token=token, name="Ola Nowa", password=PASSWORD)
    (membership,) = members_of(organisation)
    assert (membership.user, membership.function, membership.may_manage) == (user, "menager_us", True)
    assert acting(user).manages == {organisation.pk}
    assert user.check_password(PASSWORD)


def test_the_link_stands_in_the_letter_only_and_never_in_the_database_or_the_log():
    organisation = make_organisation()
    invitation, token = invite(organisation)
    assert token in Message.objects.get().body
    assert token not in str(MembershipInvitation.objects.values().get(pk=invitation.pk))
    told = str(list(entries_about(organisation).values()))
    assert token not in told
    assert "ola@example.org" not in told


def test_a_link_works_once():
    _, token = invite(make_organisation())
    accept_with_new_account(token=token, name="Ola", password=PASSWORD)
    assert refusal(accept_invitation, token=token, user=make_user()) == "invitation-over"
    assert refusal(usable_invitation, token=token) == "invitation-over"


def test_a_link_ends_after_two_weeks():
    with time_machine.travel(NOW, tick=False) as clock:
        _, token = invite(make_organisation())
        clock.shift(timedelta(days=14) - timedelta(seconds=1))
        assert usable_invitation(token)
        clock.shift(timedelta(seconds=1))
        assert refusal(usable_invitation, token=token) == "invitation-over"
        assert refusal(accept_with_new_account, token=token, name="Ola", password=PASSWORD) == "invitation-over"


def test_a_withdrawn_link_a_replaced_link_and_one_that_never_was_look_alike():
    organisation = make_organisation()
    _, replaced = invite(organisation)
    newer, withdrawn = invite(organisation)
    withdraw_invitation(invitation=newer, actor=MACHINE)
    codes = {refusal(usable_invitation, token=token) for token in (replaced, withdrawn, "never-was")}
    assert codes == {"invitation-over"}


def test_a_weak_password_makes_neither_account_nor_membership_and_the_link_still_works():
    _, token = invite(make_organisation())
    with pytest.raises(ValidationError):
        accept_with_new_account(token=token, name="Ola", password="krótkie")
    assert not User.objects.exists()
    assert not Membership.objects.exists()
    assert usable_invitation(token)


def test_one_person_may_represent_several_and_one_organisation_have_several_people():
    first, second = make_organisation("ORG-001"), make_organisation("ORG-002")
    anna, ewa = make_user(), make_user("ewa@example.org")
    for user, organisation in ((anna, first), (anna, second), (ewa, first)):
        make_member(user, organisation)
    assert acting(anna).represents == {first.pk, second.pk}
    assert {one.user for one in members_of(first)} == {anna, ewa}


def test_a_function_belongs_to_a_kind_of_participant():
    code = refusal(
        invite_member, participant=make_institution(), email="a@example.org", function=MemberFunction.MENAGER_US,
        may_manage=False, actor=MACHINE,
    )  # fmt: skip
    assert code == "function-of-other-kind"


def test_only_who_manages_invites():
    organisation = make_organisation()
    member, analyst = make_user(), make_centre_user(role=CentreRole.ANALYST)
    make_member(member, organisation, may_manage=False)
    for actor in (acting(member), acting(analyst), ANONYMOUS):
        with pytest.raises(NotAllowed):
            invite(organisation, actor=actor)


def test_an_analyst_invites_the_first_one_and_takes_an_invitation_back_until_somebody_represents_it():
    organisation, analyst, anna = make_organisation(), make_centre_user(role=CentreRole.ANALYST), make_user()
    mistyped, _ = invite(organisation, actor=acting(analyst))
    withdraw_invitation(invitation=mistyped, actor=acting(analyst))
    membership = make_member(anna, organisation)
    later, _ = invite(organisation)
    with pytest.raises(NotAllowed):
        withdraw_invitation(invitation=later, actor=acting(analyst))
    with pytest.raises(NotAllowed):
        remove_member(membership=membership, actor=acting(analyst))
    type(anna).objects.filter(pk=anna.pk).update(is_active=False)
    invite(organisation, actor=acting(analyst))
    assert open_invitations(organisation).count() == 1


def test_a_removed_person_represents_nobody_and_may_be_invited_again():
    organisation, user = make_organisation(), make_user()
    membership = make_member(user, organisation)
    remove_member(membership=membership, actor=MACHINE)
    assert acting(user).represents == frozenset()
    make_member(user, organisation)
    assert acting(user).represents == {organisation.pk}


def test_the_last_one_who_manages_cannot_leave_before_handing_over():
    organisation, anna, ewa = make_organisation(), make_user(), make_user("ewa@example.org")
    own, other = make_member(anna, organisation), make_member(ewa, organisation, may_manage=False)
    assert refusal(remove_member, membership=own, actor=acting(anna)) == "last-manager"
    hand_over(membership=other, actor=acting(anna))
    assert acting(ewa).manages == {organisation.pk}
    assert acting(anna).manages == frozenset()
    own.refresh_from_db()
    remove_member(membership=own, actor=acting(anna))
    assert [one.user for one in members_of(organisation)] == [ewa]


def test_handing_over_to_somebody_who_left_is_refused_and_changes_nothing():
    organisation, anna, ewa = make_organisation(), make_user(), make_user("ewa@example.org")
    make_member(anna, organisation)
    other = make_member(ewa, organisation, may_manage=False)
    remove_member(membership=other, actor=MACHINE)
    assert refusal(hand_over, membership=other, actor=acting(anna)) == "member-gone"
    assert acting(anna).manages == {organisation.pk}


def test_every_change_stands_in_the_log():
    organisation, user = make_organisation(), make_user()
    membership = make_member(user, organisation)
    remove_member(membership=membership, actor=MACHINE)
    actions = [entry.action for entry in entries_about(organisation)]
    assert actions == ["register-organisation", "invite-member", "accept-invitation", "remove-member"]
