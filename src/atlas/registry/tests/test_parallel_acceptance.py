"""Two people open one invitation's link at once: one represents the participant, the other is told it was used. Nor
does it stand in the way of inviting the same address again, whether somebody does so or a letter brings a new link.
"""

from __future__ import annotations

import time
from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from tests.web.builders import PASSWORD, logged_in, make_organisation, make_user, newest_token
from tests.web.parallel import at_once

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.audit.selectors import entries_about
from atlas.kernel import clock
from atlas.registry.models import MembershipInvitation
from atlas.registry.rules import MemberFunction
from atlas.registry.selectors import members_of, open_invitations
from atlas.registry.services import people as services
from atlas.registry.services.links import renew_links

ACCEPTED, TOLD = 302, 409
LOOKED = Event()
"""Somebody has looked whether a link was used, and holds its row."""


@pytest.fixture
def organisation(committed_db, monkeypatch):
    """An organisation; between looking whether a link was used and using it there is time for somebody else."""
    look = services._must_be_usable

    def look_and_wait(invitation, *, at):
        look(invitation, at=at)
        LOOKED.set()
        time.sleep(0.2)

    LOOKED.clear()

    monkeypatch.setattr(services, "_must_be_usable", look_and_wait)
    return make_organisation()


def link_to(organisation):
    services.invite_member(
        participant=organisation, email="ola@example.org", function=MemberFunction.NONE, may_manage=False,
        actor=MACHINE,
    )  # fmt: skip
    return reverse("workspace:accept-invitation", args=[newest_token()])


def accepted_by_two_users(organisation):
    address = link_to(organisation)
    clients = [logged_in(make_user(f"{name}@example.org")) for name in ("anna", "ewa")]
    answers = at_once(*[partial(client.post, address) for client in clients])
    return sorted(one.status_code for one in answers)


def accepting_meets(organisation, other):
    """What accepting answers while the other does something with the same invitation, and what that returns."""
    address, client = link_to(organisation), logged_in(make_user("anna@example.org"))

    def meanwhile():
        assert LOOKED.wait(timeout=30)
        return other()

    answer, found = at_once(partial(client.post, address), meanwhile)
    return answer.status_code, found


def renewed(organisation):
    pair = (organisation.pk, "ola@example.org")
    with transaction.atomic():
        return renew_links({pair}, by=None, at=clock.now())


def accepted_with_two_new_accounts(organisation):
    address, form = link_to(organisation), {"name": "Ola Nowa", "password": PASSWORD}
    return sorted(one.status_code for one in at_once(*[partial(Client().post, address, form) for _ in range(2)]))


def times_accepted(organisation):
    return entries_about(organisation).filter(action="accept-invitation").count()


def test_of_two_users_one_wins_and_the_other_is_told(organisation):
    assert accepted_by_two_users(organisation) == [ACCEPTED, TOLD]
    assert (members_of(organisation).count(), times_accepted(organisation)) == (1, 1)


def test_of_two_clicks_that_make_an_account_one_wins_and_the_other_is_told(organisation):
    assert accepted_with_two_new_accounts(organisation) == [ACCEPTED, TOLD]
    assert (User.objects.count(), members_of(organisation).count(), times_accepted(organisation)) == (1, 1, 1)


def test_without_the_look_whether_it_was_used_both_win(organisation, monkeypatch):
    """The negative control: the test does see two."""
    monkeypatch.setattr(services, "_must_be_usable", lambda _invitation, **_facts: time.sleep(0.2))
    assert accepted_by_two_users(organisation) == [ACCEPTED, ACCEPTED]
    assert (members_of(organisation).count(), times_accepted(organisation)) == (2, 2)


def test_without_the_lock_on_the_row_both_win_on_postgresql(organisation, monkeypatch):
    """The negative control of the lock; SQLite lets one transaction write at a time, so there one still wins."""
    unlocked = MembershipInvitation.objects.filter
    monkeypatch.setattr(
        services, "_locked_invitation", lambda token: unlocked(token_hash=services.hash_of(token)).get()
    )
    both = [ACCEPTED, ACCEPTED] if connection.vendor == "postgresql" else [ACCEPTED, TOLD]
    assert accepted_by_two_users(organisation) == both


def test_inviting_the_same_address_again_waits_for_the_acceptance(organisation):
    """With a full lock on the participant the two wait for each other on PostgreSQL."""
    answer, again = accepting_meets(organisation, partial(link_to, organisation))
    assert answer == ACCEPTED
    assert again.startswith("/zaproszenie/")
    assert members_of(organisation).count() == 1


def test_a_letter_that_meets_the_acceptance_brings_no_link(organisation):
    assert accepting_meets(organisation, partial(renewed, organisation)) == (ACCEPTED, {})
    assert open_invitations(organisation).count() == 0


def test_a_letter_and_inviting_again_at_once_leave_one_open_invitation(organisation):
    link_to(organisation)
    at_once(*[partial(renewed, organisation), partial(link_to, organisation)] * 2)
    assert open_invitations(organisation).count() == 1
