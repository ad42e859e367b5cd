"""A session is closed while people save, submit and accept: each card is wholly in its package, or not there at all."""

from __future__ import annotations

import json
import random
import time
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections
from tests.trust.together import at_once, in_background
from tests.web.builders import GMINA, READY, acting, make_member, make_organisation, make_session, type_in
from tests.web.closing_world import ClosingWorld

from atlas.accounts.actor import MACHINE
from atlas.archive.models import SealedPackage
from atlas.archive.package_cards import rows_of
from atlas.archive.store import folder_of
from atlas.cards.access import get_card
from atlas.cards.models import Card
from atlas.cards.services import reviewing, submitting
from atlas.cards.services.submitting import submit_card
from atlas.cards.services.verifying import accept_card
from atlas.closing.services import sealing
from atlas.closing.services.asking import close_session
from atlas.closing.services.sealing import seal_session
from atlas.engine.packages.reading import read_packages
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.services import move_session

pytestmark = pytest.mark.usefixtures("moving_clock")
TOO_LATE = {
    "session-being-closed", "session-closed-early", "session-not-verified-now", "session-over", "card-transition",
    "card-is-filed", "card-changed-meanwhile", "review-taken",
}  # fmt: skip


class Round(ClosingWorld):
    """A trial session with so many drafts, which somebody saves and submits while others accept them and close it."""

    def __init__(self, *, cards):
        super().__init__(cards=0)
        self.grow(cards=cards, code="proba-0")

    def grow(self, *, cards, code):
        self.organisations = [
            make_organisation(f"{code}-{number:02d}".upper(), seat_gmina=GMINA, legal_form="association")
            for number in range(cards)
        ]
        self.session = make_session(code, asked=self.organisations, sequence=None)
        for one in self.organisations:
            make_member(self.user, one)
        self.actor = acting(self.user)
        self.cards = [type_in(self.started(one), user=self.user, **READY) for one in self.organisations]

    def fills_in(self, card, number, *, pause=0.0):
        """Save a figure and submit the card, as two requests do."""
        time.sleep(pause)
        saved = type_in(get_card(self.actor, card.pk), user=self.user, consultations=str(number))
        submit_card(
            get_card(self.actor, card.pk), key=uuid4(), seen_version=saved.version, explanations={}, actor=self.actor
        )

    def accepts_what_comes(self, *, seconds):
        """Accept every submitted card for a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.now().state != "closed":
            for card in Card.objects.filter(session=self.session, state="submitted"):
                try:
                    accept_card(get_card(self.analyst, card.pk), seen_version=card.version, actor=self.analyst)
                except DomainError as error:
                    if error.code not in TOO_LATE:
                        raise
            time.sleep(0.02)

    def closes(self, *, pause=0.0):
        """Close as soon as the list is clear, then seal at once, as a worker that waits for the job."""
        time.sleep(pause)
        move_session(self.session, "verify", actor=MACHINE)
        for _attempt in range(500):
            try:
                close_session(self.session, typed=self.session.code, actor=self.analyst)
                break
            except DomainError as error:
                if error.code != "closing-cards-undecided":
                    raise
                time.sleep(0.02)
        return self.seals()

    def seals(self):
        return seal_session(self.now(), by=None, tell=lambda *_how_far: None, hold=lambda: None)

    def must_be_whole(self):
        """Each accepted card stands in the package as it was submitted, and nothing else does; none waits for ever."""
        seal = SealedPackage.objects.get(session=self.session)
        with read_packages([folder_of(seal.sha256)]) as (package,):
            rows = {row["respondent"]: row["consultations"] for row in rows_of(package, "cards_ngo")}
        cards = Card.objects.filter(session=self.session).select_related("participant", "filed")
        accepted = {card.participant.code: said(card) for card in cards if card.state == "accepted"}
        assert rows == accepted
        assert {card.state for card in cards} <= {"accepted", "draft"}
        assert self.now().state == "closed"
        return len(accepted)


def said(card):
    return json.loads(card.filed.content)["answers"]["consultations"]


def one_round(world, *, seed):
    chance = random.Random(seed)  # noqa: S311 -- when who comes, no secret
    pauses = [chance.uniform(0, 1.5) for _card in world.cards]
    before_closing = chance.uniform(0.2, 1.2)
    calls = [
        *(
            lambda number=number, card=card, pause=pause: world.fills_in(card, number, pause=pause)
            for number, (card, pause) in enumerate(zip(world.cards, pauses, strict=True))
        ),
        lambda: world.closes(pause=before_closing),
        lambda: world.accepts_what_comes(seconds=25),
    ]
    *filled, closed, accepted = at_once(calls)
    for outcome in (closed, accepted):
        if isinstance(outcome, Exception):
            raise outcome
    for outcome in filled:
        if outcome is not None and not (isinstance(outcome, DomainError) and outcome.code in TOO_LATE):
            raise outcome
    return world.must_be_whole()


def test_a_hundred_cards_that_come_in_while_sessions_are_closed_are_wholly_in_or_out():
    world = Round(cards=20)
    inside = [one_round(world, seed=0)]
    for number in range(1, 5):
        world.grow(cards=20, code=f"proba-{number}")
        inside.append(one_round(world, seed=number))
    assert 0 < sum(inside) < 100  # some came in time, some did not


def in_the_middle(monkeypatch, act):
    """Do something after the package was written and before it is sealed."""
    keep = sealing.keep

    def kept(*package, **sha256):
        found.append(at_once([act])[0])
        return keep(*package, **sha256)

    found = []
    monkeypatch.setattr(sealing, "keep", kept)
    return found


def without_the_rule(monkeypatch):
    """A guard taken away: whoever acts on cards does not ask whether the session is being closed."""
    monkeypatch.setattr(submitting, "must_not_be_closing", lambda *_code, **_since: None)
    monkeypatch.setattr(submitting, "must_take_cards", lambda *_session, **_card: None)
    monkeypatch.setattr(reviewing, "must_be_verified_now", lambda *_state, **_closing: None)


def submitted_and_accepted(world):
    def act():
        world.fills_in(world.card_late, 7)
        card = Card.objects.get(pk=world.card_late.pk)
        accept_card(get_card(world.analyst, card.pk), seen_version=card.version, actor=world.analyst)

    return act


@pytest.fixture
def closing(real_db):
    """A session that waits to be sealed, with a card accepted and a draft."""
    world = Round(cards=2)
    first, world.card_late = world.cards
    world.fills_in(first, 3)
    world.accept(Card.objects.get(pk=first.pk))
    world.verify()
    close_session(world.session, typed=world.session.code, actor=world.analyst)
    return world


def test_nobody_gets_a_card_in_between_the_package_and_its_seal(closing, monkeypatch):
    found = in_the_middle(monkeypatch, submitted_and_accepted(closing))
    closing.seals()
    assert [one.code for one in found] == ["session-being-closed"]
    assert closing.must_be_whole() == 1
    draft = Card.objects.get(pk=closing.card_late.pk)
    assert (draft.state, draft.content["answers"]["consultations"]) == ("draft", 7)  # what was typed is kept


def test_without_the_rule_the_seal_itself_sees_that_a_card_came_in_between(closing, monkeypatch):
    without_the_rule(monkeypatch)
    assert_none(in_the_middle(monkeypatch, submitted_and_accepted(closing)))
    with pytest.raises(DomainError, match="closing-cards-changed"):
        closing.seals()
    assert not SealedPackage.objects.exists()


def test_control_without_the_rule_and_the_comparison_a_card_is_accepted_and_not_in(closing, monkeypatch):
    without_the_rule(monkeypatch)
    monkeypatch.setattr(sealing, "accepted_digest", lambda _session: "")
    found = in_the_middle(monkeypatch, submitted_and_accepted(closing))
    closing.seals()
    assert_none(found)
    with pytest.raises(AssertionError):
        closing.must_be_whole()


def assert_none(found):
    """What was done in between was done without a refusal."""
    assert [one for one in found if one is not None] == []


def dawdles_while_it_is_closed(world, monkeypatch):
    """Submit a card, stopping after the session was looked at until it is sealed, or for some seconds."""
    looked, real = [], submitting.locked

    def dawdling(card):
        looked.append(card)
        for _moment in range(40):
            if SealedPackage.objects.exists():
                break
            time.sleep(0.1)
        return real(card)

    card = world.cards[0]
    monkeypatch.setattr(submitting, "locked", dawdling)
    monkeypatch.setattr(submitting, "must_take_cards", lambda *_session, **_card: None)  # it is over in verification
    waiting = in_background(lambda: world.fills_in(card, 5))
    while not looked:
        time.sleep(0.01)
    closed = at_once([lambda: close_session(world.session, typed=world.session.code, actor=world.analyst)])[0]
    sealed = None if isinstance(closed, Exception) else at_once([world.seals])[0]
    return waiting.result(), closed, sealed


def test_who_submits_holds_the_session_and_closing_finds_the_card(real_db, monkeypatch):
    world = Round(cards=1)
    world.verify()
    submitted, closed, _sealed = dawdles_while_it_is_closed(world, monkeypatch)
    assert submitted is None
    assert isinstance(closed, DomainError)
    assert closed.code == "closing-cards-undecided"
    assert Session.objects.get(pk=world.session.pk).closing_since is None


def test_control_without_locks_a_card_is_submitted_into_a_closed_session(without_locks, monkeypatch):
    world = Round(cards=1)
    world.verify()
    connections["default"].close()  # the next one begins its transactions without a lock
    submitted, closed, sealed = dawdles_while_it_is_closed(world, monkeypatch)
    for outcome in (closed, sealed):
        if isinstance(outcome, Exception):
            raise outcome
    with pytest.raises((AssertionError, DatabaseError)):
        must_be_fine(world, submitted)


def must_be_fine(world, submitted):
    if isinstance(submitted, Exception):
        raise submitted
    world.must_be_whole()
