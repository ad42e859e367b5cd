"""Asks the Centre's pages of a generated session, in a process with the site's settings.

`make GMINAS ORGANISATIONS GRID` writes the session, its users and the outlines; `ask` prints, as JSON, each page's
milliseconds, by the clock and of the processor, and queries. A page to measure is a line of `PAGES`.
"""

import json
import sys
import time
from pathlib import Path

from bench import sessions  # first: it sets Django up

from allauth.mfa.models import Authenticator  # isort: skip
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole
from atlas.accounts.services import give_centre_role, let_read, register_user
from atlas.cards.models import Card
from atlas.cards.services.looking import compute_peers
from atlas.kernel import clock

TIMES = 5
CENTRE, MINISTRY = "centrum@example.org", "ministerstwo@example.org"
CODE, SUBMITTED = "2026-1", "2026-2"
"""Sessions: one with cards in all states, one whose cards are all submitted."""
PAGES = (  # what a table calls it, who asks, the address, its arguments, its query
    ("completeness, country", CENTRE, "backoffice:completeness", (CODE,), ""),
    ("completeness, one kind", CENTRE, "backoffice:completeness", (CODE,), "?rodzaj=NGO&kolejnosc=najmniej"),
    ("completeness, voivodeship", CENTRE, "backoffice:completeness-of", (CODE, "06"), ""),
    ("completeness, gmina", CENTRE, "backoffice:completeness-of", (CODE, "0601012"), ""),
    ("list of cards", CENTRE, "backoffice:asked-list", (CODE,), ""),
    ("list, not handed over", CENTRE, "backoffice:asked-list", (CODE,), "?stan=not_filed&rodzaj=NGO&kolejnosc=name"),
    ("list, a name", CENTRE, "backoffice:asked-list", (CODE,), "?nazwa=nr+77"),
    ("overview", CENTRE, "backoffice:session", (CODE,), ""),
    ("planning, scope", CENTRE, "backoffice:plan-scope", (CODE,), ""),
    ("planning, a voivodeship's gminas", CENTRE, "backoffice:plan-scope-within", (CODE, "06"), ""),
    ("planning, participants", CENTRE, "backoffice:plan-participants", (CODE,), ""),
    ("announcement", CENTRE, "backoffice:announcement", (CODE,), ""),
    ("its letters", CENTRE, "backoffice:letters", (CODE,), ""),
    ("letters of intent", CENTRE, "backoffice:letters-of-intent", (CODE,), ""),
    ("help for participants", CENTRE, "backoffice:help", (CODE,), ""),
    ("verification queue", CENTRE, "backoffice:verification", (SUBMITTED,), ""),
    ("queue, flagged, a voivodeship", CENTRE, "backoffice:verification", (SUBMITTED,), "?uwagi=flagged&wojewodztwo=06"),
    ("queue, its last page", CENTRE, "backoffice:verification", (SUBMITTED,), "?strona=last"),
    ("closing's check list", CENTRE, "backoffice:closing", (CODE,), ""),
    ("a reader's country", MINISTRY, "workspace:reader-completeness", (CODE,), ""),
)


def make(size: sessions.Size, grid: Path) -> None:
    """Write the session and who asks."""
    sessions.write(size, code=CODE)
    submitted = sessions.write(
        size, code=SUBMITTED, sequence=2, state="verification", weights=sessions.ALL_SUBMITTED
    )  # fmt: skip
    sessions.write_reviews(submitted)
    compute_peers(submitted)
    grid.write_text(json.dumps(sessions.grid(sessions.codes(size))), encoding="utf-8")
    at = clock.now()
    analyst = register_user(email=CENTRE, name="Analityk (wymyślony)", password=None, at=at)
    give_centre_role(user=analyst, role=CentreRole.ANALYST, actor=MACHINE)
    Authenticator.objects.create(user=analyst, type=Authenticator.Type.TOTP, data={})
    reader = register_user(email=MINISTRY, name="Ministerstwo (wymyślone)", password=None, at=at)
    let_read(user=reader, territory="PL", actor=MACHINE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def cards() -> list[tuple[str, str, str, tuple[str, int], str]]:
    """The review of a card of each kind, as lines of `PAGES`."""
    waiting = Card.objects.filter(session__code=SUBMITTED).order_by("pk")
    return [
        (f"review, {kind}", CENTRE, "backoffice:review", (SUBMITTED, waiting.filter(kind=kind)[0].pk), "")
        for kind in ("NGO", "IZUS", "STATISTICS")
    ]


def ask() -> list[dict[str, object]]:
    """Return each page with the time when nothing is drawn yet, the least of later ones, and its queries."""
    clients = {email: Client(SERVER_NAME="localhost") for email in (CENTRE, MINISTRY)}
    for email, client in clients.items():
        client.force_login(User.objects.get(email=email))
        client.get(reverse("workspace:home"))
    found = []
    for title, who, name, arguments, query in (*PAGES, *cards()):
        caches["drawings"].clear()
        address = reverse(name, args=arguments) + query
        times, used = [], []
        for _time in range(1 + TIMES):
            begun, spent = time.perf_counter(), time.process_time()
            with CaptureQueriesContext(connection) as queries:
                answer = clients[who].get(address)
            times.append(round((time.perf_counter() - begun) * 1000))
            used.append(round((time.process_time() - spent) * 1000))
            if answer.status_code != 200:
                raise SystemExit(f"{address} answers {answer.status_code}")
        facts = {"first": times[0], "ms": min(times[1:]), "cpu": min(used[1:]), "queries": len(queries)}
        found.append({"page": title} | facts)
    return found


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sessions.Size(int(sys.argv[2]), int(sys.argv[3])), Path(sys.argv[4]))
    else:
        print(json.dumps(ask()))
