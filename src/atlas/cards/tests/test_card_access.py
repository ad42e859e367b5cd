"""Who may change a card and see its contact data, and where contact data are kept at all."""

from __future__ import annotations

import pytest
import time_machine
from tests.web.builders import (
    NOW,
    acting,
    make_card,
    make_centre_user,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
)

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.cards.access import may_edit, sees_contact
from atlas.cards.contents import Typed
from atlas.cards.models import Card, Contact
from atlas.cards.rules import FILED, CardState
from atlas.cards.services.saving import save_lines
from atlas.cards.services.starting import start_card, start_statistics
from atlas.kernel.errors import NotAllowed
from atlas.monitoring.models import Invitation


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(NOW, tick=False):
        yield


def member_of(participant, *, email):
    user = make_user(email)
    make_member(user, participant)
    return acting(user)


@pytest.fixture
def statistics(db):
    """The statistics of a gmina, and who started them for the institution that was asked."""
    office = make_institution()
    make_session(asked=[office, make_organisation("ORG-009")])
    actor = member_of(office, email="ola@example.org")
    return start_statistics(Invitation.objects.get(participant=office), actor=actor), actor


@pytest.fixture
def ngo(db):
    organisation = make_organisation(seat_gmina="0605053", legal_form="association")
    make_session(asked=[organisation])
    return organisation, make_user()


def test_statistics_have_no_contact_data(statistics):
    card, _ = statistics
    assert Contact.objects.get(card=card).details == {}


def test_a_card_keeps_and_copies_no_contact_but_what_its_form_asks(ngo):
    organisation, user = ngo
    make_member(user, organisation)
    card = make_card(user, organisation)
    Contact.objects.filter(card=card).update(details={"contact_phone": "81 123 45 67", "pesel": "nobody asked"})
    make_session("2026-2", sequence=2, asked=[organisation])
    invitation = Invitation.objects.get(session__code="2026-2")
    copy = start_card(invitation, actor=acting(user), copy_of=Card.objects.get(pk=card.pk))
    assert Contact.objects.get(card=copy).details == {"contact_phone": "81 123 45 67"}


def test_statistics_are_changed_by_the_institutions_that_were_asked_and_by_nobody_else(statistics):
    card, ours = statistics
    stranger = acting(make_user("obca@example.org"))
    organisation = member_of(Invitation.objects.get(card_kind="NGO").participant, email="ngo@example.org")
    assert may_edit(ours, card)
    for actor in (stranger, organisation, acting(make_centre_user()), ANONYMOUS, MACHINE):
        assert not may_edit(actor, card)
        with pytest.raises(NotAllowed):
            save_lines(card, {"population": Typed({}, {"value": "1"})}, actor=actor)


def test_the_centre_sees_contact_data_once_it_has_the_card(ngo):
    organisation, user = ngo
    make_member(user, organisation)
    card, centre, stranger = make_card(user, organisation), acting(make_centre_user()), acting(make_user("o@o.example"))
    for state in CardState:
        card.state = state
        assert sees_contact(acting(user), card)
        assert sees_contact(centre, card) == (state in FILED)
        assert not sees_contact(stranger, card)
