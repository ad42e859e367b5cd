"""Two people open one invitation's link at once: one represents the participant, the other is told it was used."""

from __future__ import annotations

import time
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.web.builders import PASSWORD, logged_in, make_organisation, make_user, newest_token
from tests.web.parallel import at_once

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.audit.selectors import entries_about
from atlas.registry.models import MembershipInvitation
from atlas.registry.rules import MemberFunction
from atlas.registry.selectors import members_of
from atlas.registry.services import people as services

ACCEPTED, TOLD = 302, 409


@pytest.fixture
def organisation(committed_db, monkeypatch):
    """An organisation; between looking whether a link was used and using it there is time for somebody else."""
    look = services._must_be_usable

    def look_and_wait(invitation, *, at):
        look(invitation, at=at)
        time.sleep(0.2)

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
