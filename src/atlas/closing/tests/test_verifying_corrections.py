"""Notes tell which warnings were explained when a card's rows were written: what is corrected later moves warnings, and
the archive is in order all the same.
"""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from tests.web.builders import GMINA, acting, type_in
from tests.web.closing_world import DURING, ClosingWorld, run_all

from atlas.archive.models import SealedPackage
from atlas.archive.package_cards import rows_of
from atlas.archive.selectors import corrections_mark
from atlas.archive.store import folder_of, keep
from atlas.archive.verifying import verify_archive
from atlas.audit.triggers import remove_guards
from atlas.cards.models import Card
from atlas.cards.services.starting import start_card, start_statistics
from atlas.cards.services.submitting import submit_card
from atlas.closing.services import sealing
from atlas.closing.services.asking import close_session
from atlas.closing.services.correcting import ask_for_revision, correct_line
from atlas.engine.packages.reading import read_packages
from atlas.monitoring.models import Invitation, Session
from atlas.registry.models import Participant

pytestmark = pytest.mark.django_db
PILOT = Path(__file__).parents[4] / "examples" / "pilot" / "2025-1"
RULE = "organisations-over-active"
WORDS = "Także organizacje z gmin obok (wymyślone)."
PART_ONE = {
    "seat_locality": "Janów Lubelski", "contact_name": "Anna Przykładowa",
    "contact_phone": "81 123 45 67", "contact_email": "anna@example.org", "prepared_on": "2026-03-02",
}  # fmt: skip


def figure(value):
    """The texts of a line of the statistics."""
    return {"value": value, "source": "institution", "as_of": "2025-12-31"}


class TrialWorld(ClosingWorld):
    """A trial, which has no baseline: its statistics (T.5) can be corrected, and so can the Karta IZUS, which counts 12
    organisations and explains why these are more than T.5 says.
    """

    def __init__(self, *, active, clock):
        super().__init__(cards=1, code="proba", sequence=None)
        self.clock = clock
        Participant.objects.filter(pk=self.institution.pk).update(seat_gmina=GMINA)
        asked, user = Invitation.objects.get(session=self.session, participant=self.institution), acting(self.user)
        statistics = self.filed(start_statistics(asked, actor=user), ngo_active=figure(active))
        izus = self.filed(start_card(asked, actor=user), words={"orgs_reports": WORDS}, orgs_reports="12", **PART_ONE)
        self.accept(*self.cards, statistics, izus)
        self.statistics, self.izus = statistics.pk, izus.pk
        self.verify()
        close_session(self.session, typed="proba", actor=self.analyst)
        self.works()

    def filed(self, card, *, words=None, **lines):
        card = type_in(card, user=self.user, **lines)
        submit_card(card, key=uuid4(), seen_version=card.version, explanations=words or {}, actor=acting(self.user))
        return Card.objects.get(pk=card.pk)

    def works(self):
        self.clock.shift(60)
        assert [job.problems for job in run_all() if job.problems] == []
        self.clock.shift(60)

    def correct(self, **lines):
        """Correct a figure of the cards that are named, and seal the revision that has it."""
        for name, (line, value) in lines.items():
            card = Card.objects.select_related("session", "scope", "participant").get(pk=getattr(self, name))
            texts = figure(value) if name == "statistics" else {"value": value}
            correct_line(card, line=line, texts=texts, reason="typing-error", actor=self.analyst)
        ask_for_revision(self.now(), seen=corrections_mark(self.now()), actor=self.analyst)
        self.works()


@pytest.fixture
def clock():
    with time_machine.travel(DURING, tick=False) as found:
        yield found


def notes():
    """The notes of each revision, by rule."""
    found = []
    for seal in SealedPackage.objects.order_by("revision"):
        with read_packages([folder_of(seal.sha256)]) as (package,):
            found.append({row["rule"]: row["explanation"] for row in rows_of(package, "notes")})
    return found


def found_by_verifying():
    return [(one.code, one.facts.get("table"), one.facts.get("key")) for one in verify_archive().problems]


NOTE = f"IZUS / {GMINA} / IZUS-01 / {RULE}"


@pytest.mark.parametrize(("active", "corrected", "sealed"), [("10", "20", {RULE: WORDS}), ("20", "10", {})])
def test_a_statistic_corrected_later_moves_no_note_of_another_card(clock, active, corrected, sealed):
    """12 organisations are more than 10 and fewer than 20: the correction would take the note away, or add it."""
    world = TrialWorld(active=active, clock=clock)
    assert found_by_verifying() == []
    world.correct(statistics=("ngo_active", corrected))
    assert notes() == [sealed, sealed]
    assert found_by_verifying() == []


def test_a_corrected_card_is_judged_beside_what_its_own_revision_says(clock):
    """12 over 10 is explained. The revision says 30 over 20: still explained; the next one 15 over 20, no warning."""
    world = TrialWorld(active="10", clock=clock)
    world.correct(statistics=("ngo_active", "20"), izus=("orgs_reports", "15"))
    assert notes() == [{RULE: WORDS}, {}]
    assert found_by_verifying() == []
    world.correct(izus=("orgs_reports", "30"))
    world.correct(statistics=("ngo_active", "40"))
    assert notes() == [{RULE: WORDS}, {}, {RULE: WORDS}, {RULE: WORDS}]
    assert found_by_verifying() == []


def test_a_note_changed_behind_the_programs_back_is_still_found_after_corrections(clock):
    """The words of the explanation as they were submitted, which are the note's."""
    world = TrialWorld(active="10", clock=clock)
    world.correct(statistics=("ngo_active", "20"))
    remove_guards(using="default")
    with connection.cursor() as cursor:
        statement = "UPDATE cards_submission SET content = REPLACE(content, 'gmin obok', 'daleka') WHERE card_id = %s"
        cursor.execute(statement, [world.izus])
        assert cursor.rowcount == 1
    assert ("sealed-row-differs", "notes", NOTE) in found_by_verifying()


def test_what_an_earlier_session_seals_meanwhile_is_waited_for(clock, monkeypatch):
    """A package whose cards were judged beside others than those that count when it is sealed is written anew."""
    world = ClosingWorld(cards=1, sequence=2)
    world.accept()
    world.verify()
    call_command("import-package", str(PILOT))
    earlier = Session.objects.get(code="2025-1")
    close_session(world.session, typed=world.session.code, actor=world.analyst)

    def revised_meanwhile(*package, **sha256):
        SealedPackage.objects.create(session=earlier, revision=2, sha256="2" * 64, sealed_at=DURING)
        return keep(*package, **sha256)

    monkeypatch.setattr(sealing, "keep", revised_meanwhile)
    (job,) = run_all()
    assert [one["code"] for one in job.problems] == ["closing-cards-changed"]
    assert not SealedPackage.objects.filter(session=world.session).exists()
