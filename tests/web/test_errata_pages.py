"""The page of errata and corrections, as an analyst works on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.builders import NOW, centre_client

from atlas.archive.models import Correction, Erratum, SealedPackage
from atlas.archive.selectors import waiting_corrections
from atlas.cards.models import Card
from atlas.cards.selectors import document_of, instruments_of
from atlas.jobs.models import Job
from atlas.jobs.services.running import run
from atlas.monitoring.models import Session

pytestmark = pytest.mark.django_db
PILOT = [Path(__file__).parents[2] / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]
LIST = ("2026-1",)


@pytest.fixture
def client(settings, tmp_path):
    settings.RESULTS_ROOT = tmp_path / "results"
    call_command("import-package", *map(str, PILOT))
    return centre_client()


def a_card():
    return Card.objects.get(session__code="2026-1", participant__code="ORG-001", scope__gmina="0605053")


def words_of(answer):
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_an_erratum_is_added_and_a_wrong_territory_is_told_at_the_form(client):
    address = reverse("backoffice:errata", args=LIST)
    told = {"territory": "1465", "indicator": "NGO-1.1", "text": "Powinno być 7 (wymyślone)."}
    before = Erratum.objects.count()
    refused = client.post(address, told)
    assert (refused.status_code, Erratum.objects.count()) == (200, before)
    assert "1465" in words_of(refused)
    assert client.post(address, told | {"territory": "0605"}).status_code == 302
    assert "Powinno być 7 (wymyślone)." in words_of(client.get(address))


def many_rows(number):
    """So many errata, waiting and applied corrections of the session; most of the latter two per card as can be."""
    session, seal = Session.objects.get(code="2026-1"), SealedPackage.objects.get(session__code="2026-1")
    cards = list(Card.objects.filter(session=session, state="accepted").order_by("pk")[:number])
    first = Erratum.objects.filter(session=session).count() + 1
    Erratum.objects.bulk_create(
        Erratum(session=session, number=first + place, territory="0605", text=f"Pomyłka {place}.", made_at=NOW)
        for place in range(number)
    )
    Correction.objects.bulk_create(
        Correction(card=card, line="researchers", texts={"value": "9"}, reason="notice", base_version=1, begun_at=NOW,
                   seal=found, content=found and card.content)
        for card in cards for found in (None, seal)
    )  # fmt: skip
    return len(cards)


def test_the_lists_have_pages_of_their_own_and_cost_the_same_for_few_and_many(client):
    address = reverse("backoffice:errata", args=LIST)
    many_rows(3)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    Correction.objects.filter(seal=None).delete()
    waiting = many_rows(30)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert len(many) == len(few) <= 20
    assert [len(page.context[name].page) for name in ("of_errata", "of_applied")] == [25, 25]
    assert len(page.context["waiting"]) == waiting  # whoever seals them sees all of them
    assert page.context["errata"][0][0].number == Erratum.objects.latest("number").number  # the newest stands first
    assert 'href="?strona=2"' in words_of(page)
    second = client.get(address, {"strona": "2", "strona-poprawek": "2", "gmina": "0605053"})
    assert len(second.context["errata"]) == Erratum.objects.filter(session__code="2026-1").count() - 25
    assert 'href="?strona-poprawek=2&amp;gmina=0605053&amp;strona=1"' in words_of(second)
    assert 'aria-label="Pages of the list: In sealed revisions"' in words_of(second)


def test_waiting_corrections_leave_the_definitions_where_they_are(client, django_assert_num_queries):
    many_rows(2)
    session = Session.objects.get(code="2026-1")
    instruments_of(session.instruments)
    waiting = waiting_corrections(session)
    assert '"instruments_instrumentset"."content"' not in str(waiting.query)
    with django_assert_num_queries(1):
        assert [document_of(one.card).answers != {} for one in waiting] == [True, True]


def test_a_card_is_found_corrected_previewed_and_sealed(client, django_assert_max_num_queries):
    address, card = reverse("backoffice:errata", args=LIST), a_card()
    correcting = reverse("backoffice:correct-card", args=[*LIST, card.pk])
    assert correcting in words_of(client.get(address, {"gmina": "0605053"}))
    assert "?wiersz=researchers" in words_of(client.get(correcting))
    line = f"{correcting}?wiersz=researchers"
    assert 'value="3"' in words_of(client.get(line))
    refused = client.post(line, {"line-value": "trzy", "reason": "typing-error"})
    assert (refused.status_code, Correction.objects.count()) == (200, 0)
    assert client.post(line, {"line-value": "0", "reason": "typing-error"}).status_code == 302
    client.post(reverse("backoffice:preview-corrections", args=LIST))
    run(Job.objects.latest("id").pk)
    with django_assert_max_num_queries(40):
        page = client.get(address)
    words = words_of(page)
    assert "4 values of indicators change" in words
    assert "NGO-1.1" in words
    assert SealedPackage.objects.filter(session__code="2026-1").count() == 1
    seen = Job.objects.latest("id").facts["mark"]
    client.post(reverse("backoffice:seal-revision", args=LIST), {"seen": seen})
    run(Job.objects.latest("id").pk)
    assert SealedPackage.objects.filter(session__code="2026-1").count() == 2
    assert a_card().content["answers"]["researchers"] == 0
    history = words_of(client.get(reverse("workspace:card-history", args=[card.pk])))
    assert "corrected by the Centre" in history
    assert "a typing error" in history


def test_a_baseline_is_shown_as_one_and_its_page_refuses(client):
    card = Card.objects.get(session__code="2025-1", participant__code="ORG-001", scope__gmina="0605053")
    address = reverse("backoffice:correct-card", args=["2025-1", card.pk])
    assert address not in words_of(client.get(reverse("backoffice:errata", args=["2025-1"]), {"gmina": "0605053"}))
    assert client.get(address).status_code == 409


def test_a_working_copy_is_thrown_away(client):
    card = a_card()
    line = reverse("backoffice:correct-card", args=[*LIST, card.pk]) + "?wiersz=researchers"
    client.post(line, {"line-value": "0", "reason": "other", "words": "Pomyłka (wymyślona)"})
    drop = reverse("backoffice:drop-correction", args=[*LIST, Correction.objects.get().pk])
    assert drop in words_of(client.get(reverse("backoffice:errata", args=LIST)))
    assert client.post(drop).status_code == 302
    assert not Correction.objects.exists()
