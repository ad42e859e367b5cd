"""The world of the load test, in a process with the site's settings: `python -m bench.web_world make|read`.

`make N` makes N cards in an open session and prints, as JSON, where they are and cookies of who is logged in; `read`
prints every card's version and answers. All data are invented.
"""

import json
import os
import sys
from datetime import timedelta
from itertools import cycle

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from atlas.accounts.actor import MACHINE  # noqa: E402
from atlas.accounts.models import User  # noqa: E402
from atlas.accounts.services import register_user  # noqa: E402
from atlas.cards.form_lines import FormSection  # noqa: E402
from atlas.cards.models import Card  # noqa: E402
from atlas.cards.selectors import document_of, form_for, with_session  # noqa: E402
from atlas.cards.services.starting import start_card  # noqa: E402
from atlas.instruments.services import keep_shipped  # noqa: E402
from atlas.kernel import clock  # noqa: E402
from atlas.monitoring.models import Invitation  # noqa: E402
from atlas.monitoring.services import (  # noqa: E402
    Asked,
    Covered,
    SessionPlan,
    cover,
    invite,
    move_session,
    plan_session,
)
from atlas.registry.facts import OrganisationFacts  # noqa: E402
from atlas.registry.models import Participant  # noqa: E402
from atlas.registry.rules import MemberFunction  # noqa: E402
from atlas.registry.selectors import actor_of  # noqa: E402
from atlas.registry.services.participants import register_organisations  # noqa: E402
from atlas.registry.services.people import join_directly  # noqa: E402

GMINA = "0605053"
CARDS_OF_A_PERSON = 2


def make(number: int) -> dict[str, object]:
    """Return what the load needs: names of cookies, each card with its sections and the cookie of its person."""
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    facts = [
        OrganisationFacts(name=f"Organizacja {place} (wymyślona)", code=f"ORG-{place:04d}", seat_gmina=GMINA)
        for place in range(number)
    ]
    organisations = register_organisations(facts, actor=MACHINE)
    _open_session(organisations)
    cards: list[dict[str, object]] = []
    for start in range(0, number, CARDS_OF_A_PERSON):
        cards += _of_a_person(start, organisations[start : start + CARDS_OF_A_PERSON])
    return {"cookies": names, "cards": cards}


def read() -> dict[str, object]:
    """Return each card's version and its answers that are whole numbers."""
    found = {}
    for card in with_session(Card.objects.all()):
        answers = document_of(card).answers
        numbers = {code: value for code, value in answers.items() if isinstance(value, int)}
        found[str(card.pk)] = {"version": card.version, "answers": numbers, "history": card.versions.count()}
    return found


def _open_session(organisations: list[Participant]) -> None:
    today = clock.day_of(clock.now())
    plan = SessionPlan(
        "load", "Sesja (wymyślona)", today - timedelta(days=9), today + timedelta(days=30),
        today - timedelta(days=400), today - timedelta(days=40),
    )  # fmt: skip
    session = plan_session(plan, instruments=keep_shipped(actor=MACHINE), actor=MACHINE)
    cover(session, [Covered(GMINA, "Janów Lubelski", "CUS", "janowski", "lubelskie")], actor=MACHINE)
    invite(session, [Asked("NGO", GMINA, one) for one in organisations], actor=MACHINE)
    for action in ("announce", "open"):
        move_session(session, action, actor=MACHINE)


def _of_a_person(place: int, organisations: list[Participant]) -> list[dict[str, object]]:
    """Return the cards of one person, who is logged in."""
    user = register_user(email=f"osoba-{place}@example.org", name="Osoba (wymyślona)", password=None, at=clock.now())
    for one in organisations:
        join_directly(participant=one, user=user, function=MemberFunction.NONE, actor=MACHINE)
    asked = Invitation.objects.filter(participant__in=organisations).select_related("participant", "session", "scope")
    return [
        _described(start_card(one, actor=actor_of(user)), cookie)
        for one, cookie in zip(asked, cycle([_logged_in(user)]), strict=False)
    ]


def _logged_in(user: User) -> str:
    browser = Client()
    browser.force_login(user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _described(card: Card, cookie: str) -> dict[str, object]:
    sections = [one for one in form_for(card).sections if one.sphere and not one.supplementary]
    return {"id": str(card.pk), "cookie": cookie, "sections": [_section(card, one) for one in sections]}


def _section(card: Card, section: FormSection) -> dict[str, object]:
    return {
        "url": reverse("workspace:card-section", args=[card.pk, section.id]),
        "lines": {line.code: list(line.parts) for line in section.lines},
        "numbers": [line.code for line in section.lines if line.kind == "whole"],
    }


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[2])) if sys.argv[1] == "make" else read()))
