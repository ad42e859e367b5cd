"""Who was invited and has no account yet finds the link to join in the session's letters, a new one in each."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.web.builders import GMINA, PASSWORD, make_organisation, make_user
from tests.web.mail_server import listening, text_of, use_port

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import hash_of
from atlas.audit.models import Entry
from atlas.fieldwork.services.announcements import announce_session, send_announcement_again
from atlas.fieldwork.services.intents import send_letters_of_intent
from atlas.fieldwork.services.reminders import remind
from atlas.fieldwork.tests.letter_world import institution, only_invited, organisations, plan, represented, written
from atlas.jobs.models import Job
from atlas.jobs.services.running import run
from atlas.kernel.errors import DomainError
from atlas.mail.models import Message
from atlas.mail.services import send_due
from atlas.monitoring.models import Invitation
from atlas.monitoring.services import move_session
from atlas.registry.models import Membership, MembershipInvitation
from atlas.registry.services.people import accept_invitation, usable_invitation

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
OLA = "ola@example.org"
LINK = re.compile(r"/zaproszenie/([^/\s]+)/")


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(AT, tick=False) as travel:
        yield travel


@pytest.fixture
def invited():
    """An organisation that nobody represents yet; one person is invited to."""
    made = make_organisation(seat_gmina=GMINA)
    only_invited(made, OLA)
    return made


def announced(session):
    run(announce_session(session, actor=MACHINE).pk)
    return move_session(session, "open", actor=MACHINE)


def token_to(address=OLA):
    """The token of the link in the newest letter to an address."""
    return LINK.search(Message.objects.filter(recipient=address).latest("id").body)[1]


def test_a_letter_that_arrived_leads_to_an_account_and_the_card_and_its_link_is_kept_nowhere(
    invited, settings, clock
):  # fmt: skip
    settings.ATLAS_LOCAL = False
    announced(plan((invited, [GMINA])))
    with listening(use_port(settings)) as letters:
        assert send_due() == (1, 0)
    (letter,) = letters
    token = LINK.search(text_of(letter))[1]
    assert letter["To"] == OLA
    kept = [*Message.objects.values(), *MembershipInvitation.objects.values(), *Job.objects.values()]
    assert token not in f"{kept}{list(Entry.objects.values())}"
    clock.shift(timedelta(days=7))
    typed = {"name": "Ola Nowa", "password": PASSWORD}
    home = Client().post(reverse("workspace:accept-invitation", args=[token]), typed, follow=True).content.decode()
    assert reverse("workspace:start-card", args=[Invitation.objects.get().pk]) in home
    with pytest.raises(DomainError, match="invitation-over"):
        usable_invitation(token)


def test_who_has_an_account_accepts_by_the_same_link(invited):
    user = make_user(OLA)
    announced(plan((invited, [GMINA])))
    assert accept_invitation(token=token_to(), user=user).participant == invited


def test_where_the_time_is_over_a_reminder_brings_a_link_that_works(invited, clock):
    session = announced(plan((invited, [GMINA])))
    first = token_to()
    clock.shift(timedelta(days=20))
    with pytest.raises(DomainError, match="invitation-over"):
        usable_invitation(first)
    assert remind(session, invited, actor=MACHINE) == 1
    assert usable_invitation(token_to()).expires_at == AT + timedelta(days=34)


def test_only_the_newest_link_works_and_the_invitation_stays_what_it_was(invited, clock):
    MembershipInvitation.objects.update(may_manage=True, invited_by=7)
    session = announced(plan((invited, [GMINA])))
    first = token_to()
    clock.shift(timedelta(days=1))
    remind(session, invited, actor=MACHINE)
    with pytest.raises(DomainError, match="invitation-over"):
        usable_invitation(first)
    found = MembershipInvitation.objects.get(used_at=None, withdrawn_at=None)
    assert found == usable_invitation(token_to())
    assert (found.email, found.may_manage, found.invited_by) == (OLA, True, 7)


def test_who_has_had_the_letter_keeps_its_link_when_it_is_sent_to_others(invited):
    session = announced(plan((invited, [GMINA])))
    run(send_announcement_again(session, actor=MACHINE).pk)
    assert MembershipInvitation.objects.get(withdrawn_at=None).token_hash == hash_of(token_to())


def test_who_represents_the_participant_gets_no_link(invited):
    anna = represented(invited, "anna@example.org")
    only_invited(invited, "ewa@example.org")
    ewa = make_user("ewa@example.org")
    Membership.objects.create(user=ewa, participant=invited, since=AT)  # came by another address's link
    other = make_organisation("ORG-002")
    Membership.objects.create(user=anna, participant=other, since=AT)
    announced(plan((invited, [GMINA]), (other, [GMINA])))
    linked = [one.recipient for one in Message.objects.all() if LINK.search(one.body)]
    assert linked == [OLA]
    assert len(written()) == 4


def test_a_letter_of_intent_brings_the_link_too():
    office = institution()
    only_invited(office, OLA)
    run(send_letters_of_intent(plan((office, [GMINA])), actor=MACHINE).pk)
    assert usable_invitation(token_to()).participant == office


def test_the_log_names_the_invitation_and_no_address(invited):
    announced(plan((invited, [GMINA])))
    (entry,) = Entry.objects.filter(action="renew-invitation")
    assert entry.facts == {"invitation": MembershipInvitation.objects.get(withdrawn_at=None).pk}
    assert entry.subject_id == str(invited.pk)
    assert "@" not in str(list(Entry.objects.values()))


def test_links_cost_the_same_however_many_there_are(django_assert_max_num_queries):
    made = organisations(12)
    for number, one in enumerate(made):
        only_invited(one, f"nowa-{number}@example.org")
    job = announce_session(plan(*((one, [GMINA]) for one in made)), actor=MACHINE)
    with django_assert_max_num_queries(34):
        run(job.pk)
    assert len(written()) == 24
    assert len({token_to(f"nowa-{number}@example.org") for number in range(12)}) == 12
