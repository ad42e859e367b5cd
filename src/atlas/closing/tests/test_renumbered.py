"""A gmina gets another code between two sessions: told of it, everything goes on; not told, a new baseline begins."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import time_machine
from django.core.management import call_command
from tests.web.builders import READY, acting, type_in
from tests.web.closing_world import DURING, ClosingWorld, run_all
from tests.web.territories import PLACES, RENUMBERED, take_over

from atlas.accounts.actor import MACHINE
from atlas.archive.package_cards import rows_of
from atlas.archive.selectors import newest_seals
from atlas.archive.store import folder_of
from atlas.archive.verifying import verify_archive
from atlas.audit.triggers import remove_guards
from atlas.cards.contexts import contexts_of
from atlas.cards.look_rows import looked_at
from atlas.cards.models import Card
from atlas.cards.selectors import context_of, last_accepted, with_session
from atlas.cards.services.starting import start_card
from atlas.closing.rules import Check
from atlas.closing.selectors import accepted_mark, baseline_parts, items
from atlas.closing.services.asking import close_session
from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.writing import GatheredRows
from atlas.engine.run import compute
from atlas.instruments.services import keep_shipped
from atlas.monitoring.models import Invitation, TerritoryChange
from atlas.monitoring.renumbering import Renumbering
from atlas.monitoring.services import (
    Asked,
    SessionPlan,
    invite,
    move_session,
    plan_session,
    tell_renumbering,
    widen_scope,
)
from atlas.results.models import ResultRun
from atlas.results.store import folder_of as results_in

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 3, 2, 11, 0, tzinfo=UTC)
JANOW = Renumbering("060505", "060508", date(2027, 1, 1))
PILOT = [Path(__file__).parents[4] / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]
OLD, NEW = "0605053", "0605083"


class TwoSessions:
    """The first is closed with one Karta NGO of Janów Lubelski; the second asks the same organisation a year later."""

    def __init__(self, *, told, **lines):
        with time_machine.travel(DURING, tick=False):
            take_over(PLACES, "2025-01-01")
            self.first = ClosingWorld(cards=1)
            self.first.accept()
            self.first.verify()
            close(self.first.session, self.first.analyst)
        take_over(RENUMBERED, "2027-01-01")
        plan = SessionPlan(
            "2027-1", "Druga (wymyślona)", date(2027, 2, 1), date(2027, 4, 30), date(2026, 1, 1), date(2026, 12, 31)
        )
        self.session = plan_session(plan, instruments=keep_shipped(actor=MACHINE), actor=MACHINE)
        widen_scope(self.session, [NEW], actor=MACHINE)
        if told:
            tell_renumbering(self.session, JANOW, actor=self.first.analyst)
        organisation = self.first.organisations[0]
        invite(self.session, [Asked("NGO", NEW, organisation)], actor=MACHINE)
        for action in ("announce", "open"):
            self.session = move_session(self.session, action, actor=MACHINE)
        with time_machine.travel(LATER, tick=False):
            invitation = Invitation.objects.get(session=self.session, participant=organisation)
            started = start_card(invitation, actor=acting(self.first.user))
            typed = type_in(started, user=self.first.user, **READY, **(lines or {"consultations": "7"}))
            self.card = with_session(Card.objects.all()).get(pk=self.first.submit(typed).pk)

    def closed(self):
        with time_machine.travel(LATER, tick=False):
            self.first.accept(self.card)
            self.session = move_session(self.session, "verify", actor=MACHINE)
            close(self.session, self.first.analyst)
        self.card.refresh_from_db()
        return self


def close(session, analyst):
    close_session(session, typed=session.code, actor=analyst)
    assert {(job.state, str(job.problems)) for job in run_all()} == {("done", "[]")}


def computed():
    """Of the gmina in the second session: which session its baseline is, and the change since; as the engine says."""
    folders = [folder_of(seal.sha256) for seal in newest_seals()]
    with read_packages(folders) as packages:
        table = compute(packages).indicators
    run = ResultRun.objects.get(session__code="2027-1")
    assert pq.read_table(results_in(run.folder) / "indicators.parquet").equals(table)
    rows = table.select(["session", "territory", "indicator", "breakdown", "baseline_session", "change"]).to_pylist()
    found = [row for row in rows if (row["session"], row["territory"], row["breakdown"]) == ("2027-1", NEW, None)]
    return {row["indicator"]: (row["baseline_session"], row["change"]) for row in found}


def test_a_renumbered_gmina_goes_on_with_its_baseline():
    world = TwoSessions(told=True).closed()
    first, second = newest_seals()
    with read_packages([folder_of(first.sha256), folder_of(second.sha256)]) as (before, after):
        assert "territory_changes" not in before.tables
        assert list(rows_of(after, "territory_changes")) == [
            {"old": "060505", "new": "060508", "from_on": date(2027, 1, 1)}
        ]
    assert verify_archive().problems == []
    assert list(Card.objects.filter(is_baseline=True)) == world.first.cards
    assert {base for base, _change in computed().values()} == {"2026-1", None}
    assert computed()["NGO-1.2"] == ("2026-1", 0.0)  # one organisation of one held consultations, then and now
    parts = baseline_parts(world.session)
    assert (parts.new["NGO"], parts.compared["NGO"]) == ({}, {NEW: "Janów Lubelski"})


def test_not_told_of_the_gmina_begins_a_new_baseline():
    """The negative control: it is the told change that carries the baseline on."""
    world = TwoSessions(told=False).closed()
    assert verify_archive().problems == []
    assert list(Card.objects.filter(is_baseline=True).order_by("pk")) == [*world.first.cards, world.card]
    assert "2026-1" not in {base for base, _change in computed().values()}


@pytest.mark.parametrize(("told", "then"), [(True, 1), (False, None)])
def test_what_the_card_said_under_the_old_code_stands_beside_it(told, then):
    world = TwoSessions(told=told, researchers="1")  # and nothing of consultations
    previous = last_accepted(world.card)
    assert (previous and previous.answers["consultations"]) == then
    beside = context_of(world.card, previous=previous, today=LATER.date())
    at_once = contexts_of([world.card], session=world.session)[world.card.pk]
    assert beside.previous.get("consultations") == at_once.previous.get("consultations") == then
    (looked,) = looked_at([world.card], session=world.session, peers={})
    gone = [flag.item for flag in looked.flags if flag.code == "answer-gone"]
    assert gone == (["consultations"] if told else [])


def test_the_check_list_names_codes_that_went_and_came_until_it_is_told():
    world = TwoSessions(told=False)

    def named():
        checks = (Check.CODES_GONE, Check.CODES_NEW)
        return [[one.gmina for one in items(world.session, check, on=LATER.date())] for check in checks]

    assert named() == [[OLD], [NEW]]
    seen = accepted_mark(world.session)
    tell_renumbering(world.session, JANOW, actor=world.first.analyst)
    assert named() == [[], []]
    assert accepted_mark(world.session) != seen  # whoever read the list before reads it again


def test_an_archive_whose_renumbering_was_changed_behind_its_back_is_found():
    TwoSessions(told=True).closed()
    remove_guards(using="default")
    TerritoryChange.objects.update(old="060506")
    problems = [(one.code, one.facts.get("table")) for one in verify_archive().problems]
    assert ("sealed-row-gone", "territory_changes") in problems


def test_an_import_reads_the_renumbering_back(tmp_path):
    first, second = PILOT
    told = {"old": "060599", "new": "060506", "from_on": None}
    with read_packages([second]) as (package,):
        gathered = GatheredRows(package.definitions)
        for name, path in package.tables.items():
            gathered.take(name, pq.read_table(path))
        gathered.add({"territory_changes": [told]})
        gathered.write(tmp_path / "second")
    call_command("import-package", str(first), str(tmp_path / "second"))
    assert list(TerritoryChange.objects.values("old", "new", "from_on")) == [told]
    assert verify_archive().problems == []
