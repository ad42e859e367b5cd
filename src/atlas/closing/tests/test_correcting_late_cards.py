"""A card that came after the deadline is judged by the day on which it was filed, when it is written and corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.management import call_command
from tests.web.builders import acting, make_centre_user
from tests.web.correcting_world import JANOW, PILOT, asked_to_seal, corrected, done, ended, second

from atlas.accounts.rules import CentreRole
from atlas.cards.contexts import contexts_of
from atlas.cards.models import Card, Submission
from atlas.cards.selectors import document_of
from atlas.closing.services.correcting import ask_for_preview

pytestmark = pytest.mark.django_db
FILED = date(2026, 6, 10)
"""After the session's last day."""


@pytest.fixture
def analyst(settings, tmp_path):
    settings.RESULTS_ROOT = tmp_path / "results"
    call_command("import-package", *map(str, PILOT))
    assert second().closes_on < FILED
    return acting(make_centre_user("analyst@example.org", role=CentreRole.ANALYST))


def izus():
    found = Card.objects.select_related("session__instruments", "scope", "participant")
    return found.get(session=second(), kind="IZUS", scope__gmina=JANOW)


def filed_late():
    """The gmina's Karta IZUS, as if it had come here by an extension."""
    card = izus()
    document = document_of(card)
    filed = Submission.objects.create(
        card=card, key=uuid4(), session=card.session, kind="IZUS", number=1, version=card.version,
        content=document.canonical().decode(), sha256=document.sha256, channel="online",
        filed_at=datetime(FILED.year, FILED.month, FILED.day, 9, tzinfo=UTC),
    )  # fmt: skip
    Card.objects.filter(pk=card.pk).update(filed=filed)


def test_a_day_between_the_deadline_and_the_filing_is_taken(analyst):
    filed_late()
    corrected(izus(), line="diagnosis_date", text="2026-06-09", actor=analyst)
    done(ask_for_preview(second(), actor=analyst))
    done(asked_to_seal(actor=analyst))
    assert izus().content["answers"]["diagnosis_date"] == "2026-06-09"


def test_a_day_after_the_filing_is_refused_and_the_card_is_named(analyst):
    filed_late()
    corrected(izus(), line="diagnosis_date", text="2026-06-11", actor=analyst)
    job = ended(ask_for_preview(second(), actor=analyst))
    (problem,) = job.problems
    named = {"kind": "IZUS", "gmina": izus().scope.name, "respondent": izus().participant.code}
    assert problem["code"] == "correction-breaks-rule"
    assert named.items() <= problem["facts"].items()


def test_cards_are_judged_each_by_its_own_day_and_imported_ones_by_the_session_s_last(analyst):
    filed_late()
    cards = list(Card.objects.filter(session=second(), scope__gmina=JANOW).select_related("scope"))
    days = {card.kind: contexts_of(cards, session=second())[card.pk].today for card in cards}
    assert days == {"IZUS": FILED, "NGO": second().closes_on, "STATISTICS": second().closes_on}
