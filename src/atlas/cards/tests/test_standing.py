"""What a card counts for besides its own page: to other cards while it is corrected, and on paper without a receipt."""

from __future__ import annotations

from uuid import uuid4

import pytest
import time_machine
from tests.web.builders import (
    GMINA,
    NOW,
    acting,
    make_card,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
    type_in,
)

from atlas.accounts.actor import MACHINE
from atlas.cards.access import get_card
from atlas.cards.files import card_pdf
from atlas.cards.models import Card
from atlas.cards.package_rows import PackagedCard
from atlas.cards.rules import CardKind, CardState
from atlas.cards.selectors import context_of
from atlas.cards.services.importing import import_cards
from atlas.cards.services.starting import start_statistics
from atlas.cards.services.submitting import submit_card
from atlas.definitions.card_document import CardDocument
from atlas.monitoring.models import Invitation
from atlas.sheets.tests.pdf_words import joined, words


@pytest.fixture(autouse=True)
def during(db):
    with time_machine.travel(NOW, tick=False):
        yield


def figure(number):
    return {"value": number, "source": "gus_bdl", "as_of": "2025-12-31"}


@pytest.fixture
def izus():
    """A Karta IZUS, and its gmina's statistics, submitted and returned for correction."""
    office, user = make_institution(), make_user()
    make_session(asked=[office])
    make_member(user, office)
    statistics = start_statistics(Invitation.objects.get(), actor=acting(user))
    statistics = type_in(statistics, user=user, population=figure("10850"))
    submit_card(statistics, key=uuid4(), seen_version=statistics.version, explanations={}, actor=acting(user))
    Card.objects.filter(pk=statistics.pk).update(state=CardState.RETURNED)
    return make_card(user, office), get_card(acting(user), statistics.pk), user


def test_a_returned_card_counts_as_it_was_submitted_while_it_is_corrected(izus, django_assert_num_queries):
    card, statistics, user = izus
    type_in(statistics, user=user, population=figure("7"))
    assert Card.objects.get(pk=statistics.pk).content["answers"]["population"] == 7
    with django_assert_num_queries(2):  # whether gminas were renumbered, the cards beside it
        context = context_of(card, previous=None, today=NOW.date())
    assert context.statistics["population"] == 10850


def test_the_number_of_a_receipt_costs_no_further_query(izus, django_assert_num_queries):
    _, statistics, user = izus
    actor = acting(user)
    with django_assert_num_queries(1):
        assert get_card(actor, statistics.pk).filed.receipt == "2026-1/STAT/0001"


def test_a_card_that_came_with_a_package_is_accepted_on_paper_and_no_draft():
    session = make_session(asked=[make_organisation()])
    document = CardDocument(answers={"consultations": 3})
    import_cards(session, [PackagedCard(CardKind.NGO, GMINA, "ORG-001", document)], actor=MACHINE)
    printed = words(card_pdf(get_card(MACHINE, Card.objects.get().pk), with_contact=False, language="en"))
    assert joined("Accepted; taken over with the session’s package.") in printed
    assert "Draft" not in printed
