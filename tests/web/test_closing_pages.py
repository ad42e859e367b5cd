"""The pages of closing: the check list leads to what it counts, the code confirms, what was sealed is shown."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse
from tests.web.builders import centre_client, make_organisation
from tests.web.closing_world import DURING, ClosingWorld, run_all

from atlas.archive.models import SealedPackage
from atlas.cards.models import Card
from atlas.monitoring.models import Invitation, ScopeGmina, Session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _during():
    with time_machine.travel(DURING, tick=False):
        yield


@pytest.fixture
def centre(db):
    return centre_client("centrum@example.org")


@pytest.fixture
def world():
    made = ClosingWorld()
    made.verify()
    return made


def page(client, name="closing", *more):
    answer = client.get(reverse(f"backoffice:{name}", args=["2026-1", *more]))
    assert answer.status_code == 200
    return answer


def counts(client):
    return {one.slug: one.count for one in page(client).context["points"]}


def send(client, **form):
    return client.post(reverse("backoffice:close-session", args=["2026-1"]), form)


def test_the_list_counts_and_leads_to_what_it_counts(world, centre):
    assert counts(centre) == {
        "bez-decyzji": 2, "dwie-karty-izus": 0, "robocze": 0, "bez-karty": 1, "bez-statystyki": 1, "bez-karty-izus": 1,
        "przeszkody": 0, "przedluzenia": 0, "kody-ktorych-juz-nie-ma": 0, "nowe-kody": 0,
    }  # fmt: skip
    listed = page(centre, "closing-point", "bez-decyzji").context["rows"]
    assert [(row.gmina, row.kind, row.state, row.card_id) for row in listed] == [
        ("Janów Lubelski", "NGO", "submitted", card.pk) for card in world.cards
    ]  # fmt: skip
    where = reverse("backoffice:review", args=["2026-1", world.cards[0].pk])
    assert where in page(centre, "closing-point", "bez-decyzji").content.decode()
    (row,) = page(centre, "closing-point", "bez-karty").context["rows"]
    assert (row.kind, row.who) == ("IZUS", world.institution.name)
    assert centre.get(reverse("backoffice:closing-point", args=["2026-1", "inne"])).status_code == 404


def test_while_cards_wait_the_page_offers_no_closing(world, centre):
    assert page(centre).context["form"] is None
    assert "Stands against closing" in page(centre).content.decode()
    assert "Once nothing stands against it" in page(centre).content.decode()


def test_the_code_closes_and_the_page_shows_what_was_sealed(world, centre):
    world.accept()
    shown = page(centre)
    assert "These gminas get their baseline now" in shown.content.decode()
    seen = shown.context["form"]["seen"].value()
    wrong = send(centre, typed="2026", seen=seen)
    assert wrong.status_code == 409
    assert "Type the session&#x27;s code, 2026-1" in wrong.content.decode()
    assert send(centre, typed="2026-1", seen=seen).url == reverse("backoffice:closing", args=["2026-1"])
    assert "The session is being closed" in page(centre).content.decode()
    assert send(centre, typed="2026-1", seen=seen).url == reverse("backoffice:closing", args=["2026-1"])  # a second tab
    assert run_all()[0].state == "done"
    sealed = page(centre).content.decode()
    assert SealedPackage.objects.get().sha256 in sealed
    assert "Karty NGO: 1, Karty IZUS: 0" in sealed
    gminas = page(centre, "closing-gminas").context["page"].object_list
    assert gminas == [("0605053", "Janów Lubelski", {"NGO": "new"})]
    protocol = page(centre, "closing-protocol")
    assert protocol.content.startswith(b"%PDF")
    assert "protokol-2026-1.pdf" in protocol["Content-Disposition"]


def test_a_closing_that_failed_says_why_and_offers_to_begin_again(world, centre, settings, tmp_path):
    world.accept()
    (tmp_path / "file").write_text("no folder")
    settings.ARCHIVE_ROOT = tmp_path / "file"
    send(centre, typed="2026-1", seen=page(centre).context["form"]["seen"].value())
    (job,) = run_all()
    assert [one["code"] for one in job.problems] == ["closing-cannot-write"]
    shown = page(centre)
    assert "The session was not closed. Cards move again." in shown.content.decode()
    assert shown.context["form"] is not None


def test_a_list_that_was_read_before_a_card_was_accepted_confirms_nothing(world, centre):
    world.accept(world.cards[0])
    world.put_aside(world.cards[1])
    seen = page(centre).context["form"]["seen"].value()
    Card.objects.filter(state="set_aside").update(state="accepted")
    answer = send(centre, typed="2026-1", seen=seen)
    assert answer.status_code == 409
    assert "Since you opened this page, a card was accepted" in answer.content.decode()
    assert Session.objects.get().closing_since is None
    again = answer.context["form"]["seen"].value()
    assert send(centre, typed="2026-1", seen=again).status_code == 302  # the list on this page was read


def test_who_does_not_say_which_list_they_read_reads_it_first(world, centre):
    world.accept()
    for form in ({"typed": "2026-1"}, {"typed": "2026-1", "seen": " "}):
        answer = send(centre, **form)
        assert answer.status_code == 409
        assert "Read the list above once more, then confirm." in answer.content.decode()
        assert Session.objects.get().closing_since is None
    seen = answer.context["form"]["seen"].value()
    assert send(centre, typed="2026-1", seen=seen).status_code == 302


def test_an_earlier_session_that_is_not_closed_is_named(centre):
    world = ClosingWorld(cards=1, sequence=2)
    world.accept()
    world.verify()
    shown = page(centre)
    assert "number 2 waits for number 1" in shown.content.decode()
    assert shown.context["form"] is None


def test_the_price_of_the_pages_does_not_grow(world, centre, django_assert_max_num_queries):
    for number in range(10, 40):
        one = make_organisation(f"ORG-{number}")
        Invitation.objects.create(
            session=world.session, card_kind="NGO", scope=ScopeGmina.objects.get(), participant=one
        )
    with django_assert_max_num_queries(24):
        page(centre)
    with django_assert_max_num_queries(8):
        page(centre, "closing-point", "bez-karty")
