"""Cards that are ready to be submitted, and what stands in the database of a submitted one."""

from __future__ import annotations

from uuid import uuid4

from tests.web.builders import acting, make_member, make_organisation, make_session, make_user

from atlas.audit.models import Entry
from atlas.cards.access import get_card
from atlas.cards.contents import Typed
from atlas.cards.models import Card, CardVersion, Submission
from atlas.cards.services.saving import save_lines
from atlas.cards.services.starting import start_card
from atlas.cards.services.submitting import submit_card
from atlas.mail.models import Message
from atlas.monitoring.models import Invitation

FILLED = {
    "seat_locality": "Janów Lubelski", "contact_phone": "81 123 45 67", "prepared_on": "2026-03-10",
    "consultations": "4",
}  # fmt: skip


class World:
    """A session that asks organisations of two people, and the organisations' cards."""

    def __init__(self, *, cards=1):
        asked = [
            make_organisation(f"ORG-{number:03d}", seat_gmina="0605053", legal_form="association")
            for number in range(1, cards + 1)
        ]
        self.session = make_session(asked=asked)
        self.users = [make_user(f"{name}@example.org") for name in ("anna", "ewa")]
        for organisation in asked:
            for user in self.users:
                make_member(user, organisation)
        self.actors = [acting(user) for user in self.users]
        self.cards = [self._ready(invitation) for invitation in Invitation.objects.all()]

    @property
    def actor(self):
        return self.actors[0]

    @property
    def card(self):
        return self.cards[0]

    def _ready(self, invitation):
        card = start_card(invitation, actor=self.actor)
        typed = {code: Typed({}, {"value": value}) for code, value in FILLED.items()}
        return save_lines(card, typed, actor=self.actor).card

    def submit(self, card, *, key=None):
        """Submit a card as a request does, which fetches it first."""
        fetched = get_card(self.actor, card.pk)
        return submit_card(
            fetched, key=key or uuid4(), seen_version=card.version, explanations={}, actor=self.actor
        )  # fmt: skip


def traces(card):
    """How often each thing stands there that a submitted card has."""
    now = Card.objects.get(pk=card.pk)
    return {
        "state": int(now.state == "submitted"),
        "filed": int(now.filed_id is not None),
        "submission": Submission.objects.filter(card=card).count(),
        "version": CardVersion.objects.filter(card=card, event="submitted").count(),
        "entry": Entry.objects.filter(action="submit-card", subject_id=str(card.pk)).count(),
        "letter": Message.objects.filter(body__contains=f"/karty/{card.pk}/potwierdzenie/").count(),
    }


def must_be_whole(card, *, submitted):
    """Everything is there once, or nothing."""
    assert traces(card) == dict.fromkeys(traces(card), int(submitted))
