"""Reviews, then the session, then cards: who looks cards through and who decides never wait for one another in a ring;
who waits for a review keeps nobody else from the session. PostgreSQL only: SQLite knows no locked rows.
"""

from __future__ import annotations

import time
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from tests.trust.test_deciding_at_once import Verified
from tests.trust.together import at_once, in_background

from atlas.audit.models import Entry
from atlas.cards.access import get_card
from atlas.cards.models import Card, Review
from atlas.cards.services import verifying
from atlas.cards.services.looking import look_through
from atlas.cards.services.reviewing import locked_review
from atlas.cards.services.submitting import withdraw_card
from atlas.cards.services.verifying import accept_card, accept_clean
from atlas.monitoring.models import Session

pytestmark = pytest.mark.usefixtures("moving_clock", "rows_are_locked")
LONGEST = 10


@pytest.fixture
def rows_are_locked(real_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite locks the whole database.")


@pytest.fixture
def world():
    found = Verified(cards=3)
    for card in reversed(found.cards):  # so that the table's own order is another
        Review.objects.create(card=card, submission=card.filed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cards_review")  # a table as small as this is then read as it lies
    return found


@contextmanager
def held(card):
    """Hold a card's review from here, as a look through other cards does."""
    with transaction.atomic():
        Review.objects.select_for_update().get(card=card)
        yield


def until_so_many_wait(count):
    """Wait until so many other connections wait for a row."""
    asked, last = "SELECT count(*) FROM pg_locks WHERE NOT granted", time.monotonic() + LONGEST
    while time.monotonic() < last:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0] == count:
                return
        time.sleep(0.02)
    raise AssertionError(f"Not so many wait: {count}.")


def accepting_while_looking_through(world):
    """Let both come to the second of three reviews, then let them go on; return what came of each."""
    cards = list(Card.objects.order_by("pk"))
    with held(cards[1]):
        looking = in_background(lambda: look_through(cards, session=world.session))
        until_so_many_wait(1)
        accepting = in_background(lambda: accept_clean(world.session, actor=world.verifiers[0]))
        until_so_many_wait(2)
    return looking.result(LONGEST), accepting.result(LONGEST)


def test_accepting_all_clean_cards_while_they_are_looked_through(world):
    looked, accepted = accepting_while_looking_through(world)
    assert looked is None
    assert not isinstance(accepted, Exception)
    states = list(Card.objects.values_list("state", flat=True))
    assert states.count("accepted") == accepted == Entry.objects.filter(action="accept-card").count()


def test_control_in_another_order_one_of_the_two_is_thrown_out(world, monkeypatch):
    def last_first(reviews):
        list(reviews.order_by("-pk").select_for_update(of=["self"]))

    monkeypatch.setattr(verifying, "lock_reviews", last_first)
    outcomes = accepting_while_looking_through(world)
    assert ["deadlock" in str(one) for one in outcomes if isinstance(one, DatabaseError)] == [True]


def withdrawing_while_another_waits_to_accept(world):
    """Let a verifier wait for the first card's review; return what comes of a participant who withdraws the second, and
    does not wait for long, then of the verifier.
    """
    first, second = world.cards[:2]

    def withdraw():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
        return withdraw_card(get_card(world.actor, second.pk), actor=world.actor)

    verifier = world.verifiers[0]
    with held(first):
        accepting = in_background(
            lambda: accept_card(get_card(verifier, first.pk), seen_version=first.version, actor=verifier)
        )
        until_so_many_wait(1)
        (withdrawn,) = at_once([withdraw])
    return withdrawn, accepting.result(LONGEST)


def test_who_waits_for_a_review_keeps_nobody_from_the_session(world):
    withdrawn, accepted = withdrawing_while_another_waits_to_accept(world)
    assert (withdrawn.state, accepted.state) == ("withdrawn", "accepted")


def test_control_with_the_session_locked_first_everybody_waits(world, monkeypatch):
    def session_first(card):
        Session.objects.select_for_update(no_key=True).get(pk=card.session_id)
        return locked_review(card)

    monkeypatch.setattr(verifying, "locked_review", session_first)
    withdrawn, accepted = withdrawing_while_another_waits_to_accept(world)
    assert "lock timeout" in str(withdrawn)
    assert accepted.state == "accepted"
