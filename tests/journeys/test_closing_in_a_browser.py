"""Closing a session in a real browser: the list, the confirmation, what was sealed; a light desk and a dark phone."""

from __future__ import annotations

import pytest
import time_machine
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import centre_client
from tests.web.closing_world import DURING, ClosingWorld, run_all


@pytest.fixture
def during():
    with time_machine.travel(DURING, tick=True) as clock:
        yield clock


@pytest.fixture(params=SCREENS)
def visitor(request, chromium, committed_db, live_server, during):
    context = chromium.new_context(locale="en-GB", **SCREENS[request.param])
    yield Visitor(context.new_page(), live_server.url)
    context.close()


def test_a_session_is_closed_by_who_read_what_it_means(visitor):
    world = ClosingWorld()
    world.accept(world.cards[0])
    world.verify()
    visitor.is_let_in(centre_client("centrum@example.org"), language="en")
    visitor.opens("backoffice:closing", "2026-1")
    visitor.follows(visitor.page.get_by_role("link", name="Cards without a decision"))
    visitor.looks()
    world.put_aside(world.cards[1])
    visitor.opens("backoffice:closing", "2026-1")
    visitor.answered = ("Failed to load resource: the server responded with a status of 409 (Conflict)",)
    visitor.fills(typed="tak")
    visitor.sends("Close session 2026-1")
    visitor.looks()
    assert visitor.page.locator(".error-summary").count() == 1
    visitor.fills(typed="2026-1")
    visitor.sends("Close session 2026-1")
    visitor.looks()
    assert "The session is being closed" in visitor.page.content()
    assert [job.state for job in run_all()] == ["done"]
    visitor.opens("backoffice:closing", "2026-1")
    assert "The session is closed" in visitor.page.content()
    visitor.follows(visitor.page.get_by_role("link", name="All gminas"))
    visitor.looks()
