"""A session whose cards are decided, for tests of closing it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from tests.web.builders import (
    GMINA,
    READY,
    acting,
    make_centre_user,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
    type_in,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole
from atlas.cards.models import Card
from atlas.cards.services.starting import start_card
from atlas.cards.services.submitting import submit_card
from atlas.cards.services.verifying import accept_card, set_aside
from atlas.jobs.models import Job
from atlas.jobs.services.running import run
from atlas.monitoring.models import Invitation, Session
from atlas.monitoring.services import move_session

DURING = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


class ClosingWorld:
    """A session of one gmina that asks organisations and an institution; all organisations have submitted their card.

    The clock must stand within the session (DURING).
    """

    def __init__(self, *, cards=2, code="2026-1", sequence=1):
        self.organisations = [
            make_organisation(f"ORG-{number:03d}", seat_gmina=GMINA, legal_form="association")
            for number in range(1, cards + 1)
        ]
        self.institution = make_institution()
        self.session = make_session(code, asked=[*self.organisations, self.institution], sequence=sequence)
        self.user = make_user()
        for one in (*self.organisations, self.institution):
            make_member(self.user, one)
        self.analyst = acting(make_centre_user("analityk@example.org", role=CentreRole.ANALYST))
        self.cards = [self.submitted(one, number) for number, one in enumerate(self.organisations, start=1)]

    def started(self, participant):
        """A draft with the least that a card needs."""
        invitation = Invitation.objects.get(session=self.session, participant=participant)
        return start_card(invitation, actor=acting(self.user))

    def submitted(self, organisation, number=0):
        """A submitted Karta NGO that says how many consultations there were."""
        card = type_in(self.started(organisation), user=self.user, **READY, consultations=str(number))
        return self.submit(card)

    def submit(self, card):
        submit_card(card, key=uuid4(), seen_version=card.version, explanations={}, actor=acting(self.user))
        return Card.objects.get(pk=card.pk)

    def accept(self, *cards):
        for card in cards or self.cards:
            accept_card(card, seen_version=card.version, actor=self.analyst)

    def put_aside(self, card, reason="Karta wpłynęła dwa razy (wymyślone)."):
        set_aside(card, reason=reason, seen_version=card.version, actor=self.analyst)

    def verify(self):
        self.session = move_session(self.session, "verify", actor=MACHINE)

    def now(self):
        return Session.objects.get(pk=self.session.pk)


def run_all():
    """Do all work that waits, as a worker does; return it."""
    waiting = list(Job.objects.filter(state="waiting").order_by("pk"))
    for job in waiting:
        run(job.pk)
        job.refresh_from_db()
    return waiting
