"""A small session with a card in every state, and gminas where nobody was asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from tests.web.builders import make_institution, make_organisation

from atlas.accounts.actor import MACHINE
from atlas.cards.models import Card, CardVersion, Submission
from atlas.instruments.services import keep_shipped
from atlas.monitoring.models import ScopeGmina
from atlas.monitoring.services import Asked, Covered, SessionPlan, cover, invite, move_session, plan_session

JANOW, GODZISZOW, WARSAW_GMINA = "0605053", "0605042", "1465011"
STATES = ("", "draft", "submitted", "returned", "accepted", "withdrawn", "set_aside")
"""Of the organisations ORG-1 … ORG-7 in Janów; '' is a card that nobody began."""


def follow_world(code="2026-1", *, sequence=1, trial=False, state="open"):
    """Janów: seven organisations, an institution that has filed, statistics accepted. Godziszów: one organisation with
    a draft, no institution. A gmina in another voivodeship: nobody was asked.
    """
    plan = SessionPlan(
        code, "Sesja (wymyślona)", date(2026, 2, 2), date(2026, 4, 30), date(2025, 1, 1), date(2025, 12, 31),
        is_trial=trial,
    )  # fmt: skip
    session = plan_session(plan, instruments=keep_shipped(actor=MACHINE), actor=MACHINE, sequence=sequence)
    cover(
        session,
        [
            Covered(JANOW, "Janów Lubelski", "CUS", "janowski", "lubelskie"),
            Covered(GODZISZOW, "Godziszów", "OPS", "janowski", "lubelskie"),
            Covered(WARSAW_GMINA, "Warszawa", "OPS", "Warszawa", "mazowieckie"),
        ],
        actor=MACHINE,
    )
    people = [
        make_organisation(f"{code}-ORG-{number}", name=f"Fundacja {number} (wymyślona)") for number in range(1, 8)
    ]
    office, outside = make_institution(f"{code}-IZUS"), make_organisation(f"{code}-ORG-8", name="=Fundacja (wymyślona)")
    asked = [Asked("NGO", JANOW, one) for one in people]
    invite(session, [*asked, Asked("IZUS", JANOW, office), Asked("NGO", GODZISZOW, outside)], actor=MACHINE)
    for action in ("announce", "open"):
        session = move_session(session, action, actor=MACHINE) if state != "planned" else session
    session.remind_on = ["2026-03-16"]
    session.save()
    for number, (who, card_state) in enumerate(zip(people, STATES, strict=True)):
        card_of(session, JANOW, who=who, state=card_state, on=datetime(2026, 3, number + 1, 12, tzinfo=UTC))
    card_of(session, JANOW, who=office, state="submitted", on=datetime(2026, 3, 5, 23, 30, tzinfo=UTC))
    card_of(session, JANOW, who=None, state="accepted", on=datetime(2026, 3, 9, 12, tzinfo=UTC))
    card_of(session, GODZISZOW, who=outside, state="draft", on=datetime(2026, 3, 9, 12, tzinfo=UTC))
    return session


def card_of(session, gmina, *, who, state, on):
    """A card in a state, first handed over at a moment; a returned one was handed over again a day later."""
    if not state:
        return None
    card = Card.objects.create(
        session=session, kind=who.kind if who else "STATISTICS", participant=who, state=state, content={},
        scope=ScopeGmina.objects.get(session=session, gmina=gmina), started_at=on, changed_at=on,
    )  # fmt: skip
    if state != "draft":
        filed = filed_at(card, on)
        if state == "returned":
            filed = filed_at(card, on.replace(day=on.day + 1))
            CardVersion.objects.create(
                card=card, number=9, event="returned", channel="online", content={}, begun_at=on,
                at=on.replace(hour=15),
            )  # fmt: skip
        if state != "withdrawn":
            card.filed = filed
            card.save()
    return card


def filed_at(card, at):
    number = Submission.objects.filter(session=card.session, kind=card.kind).count() + 1
    return Submission.objects.create(
        card=card, key=uuid4(), session=card.session, kind=card.kind, number=number, version=number, content="{}",
        sha256="0" * 64, channel="online", filed_at=at,
    )  # fmt: skip
