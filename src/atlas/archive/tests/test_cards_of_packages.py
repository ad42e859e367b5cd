"""A package's cards become accepted cards, and give the package's rows again."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.builders import acting, make_member, make_session, make_user

from atlas.accounts.actor import MACHINE
from atlas.archive.package_cards import cards_in, rows_of
from atlas.audit.models import Entry
from atlas.cards.models import Card, CardVersion, Contact
from atlas.cards.package_rows import CardRows, PackagedCard, document_of_rows, rows_of_document
from atlas.cards.rules import CardKind
from atlas.cards.selectors import context_of, document_of, last_accepted, with_session
from atlas.cards.services import importing
from atlas.cards.services.importing import import_cards
from atlas.cards.services.starting import start_card
from atlas.definitions.card_document import CardDocument, Source
from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.contract import contract_of
from atlas.engine.packages.reading import read_packages
from atlas.kernel.errors import NotAllowed
from atlas.monitoring.models import Invitation, Session
from atlas.registry.models import Participant

EXAMPLES = Path(__file__).parents[4] / "examples" / "pilot"
FIRST, SECOND = PILOT = [EXAMPLES / name for name in ("2025-1", "2026-1")]
OF_CARDS = (
    "cards_ngo", "cards_izus", "services", "territory_statistics", "statistics_sources", "missing_reasons", "notes",
)  # fmt: skip


def card_of(session, respondent, *, gmina, kind="NGO"):
    cards = with_session(Card.objects.filter(session__code=session, scope__gmina=gmina, kind=kind))
    return cards.get(participant__code=respondent) if respondent else cards.get(participant=None)


def in_order(rows):
    return sorted(rows, key=lambda row: sorted((name, str(value)) for name, value in row.items()))


@pytest.mark.django_db
def test_every_card_of_the_pilot_comes_in_accepted():
    call_command("import-package", *map(str, PILOT))
    counts = [Card.objects.filter(session__code=code).count() for code in ("2025-1", "2026-1")]
    expected = [sum(1 for line in _rows_of_files(path)) for path in PILOT]
    assert counts == expected
    assert set(Card.objects.values_list("state", "filed")) == {("accepted", None)}
    assert set(CardVersion.objects.values_list("number", "event", "channel")) == {(1, "imported", "package")}
    assert CardVersion.objects.count() == Card.objects.count()
    assert not Contact.objects.exists()
    entries = Entry.objects.filter(action="import-cards").order_by("id")
    assert [sum(entry.facts["cards"].values()) for entry in entries] == counts


def _rows_of_files(package):
    for name in ("cards_ngo", "cards_izus", "territory_statistics"):
        yield from (package / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.django_db
def test_a_document_says_what_the_rows_say():
    """ORG-001 for 0605053 in 2026-1, read by hand in cards_ngo.csv, services.csv and organisations.csv."""
    call_command("import-package", *map(str, PILOT))
    document = document_of(card_of("2026-1", "ORG-001", gmina="0605053"))
    answers = document.answers
    assert (answers["researchers"], answers["irregularities_statutory"]) == (3, 0)
    assert answers["tools"] == ("street_poll", "survey", "interview")
    assert answers["own_service_monitoring"] is True
    assert [str(row["cost_pln"]) for row in answers["services"][:2]] == ["20240.00", "114080.00"]
    assert answers["organisation_name"] == "Stowarzyszenie „Pomocna Dłoń” (wymyślone)"
    assert (answers["legal_form"], answers["seat_gmina"]) == ("association", "0605053")
    assert "offered_institutional_kinds" not in answers  # an empty cell is missing
    izus = document_of(card_of("2026-1", "IZUS-02", gmina="0605063", kind="IZUS"))
    assert izus.reasons == {"orgs_research_capacity": "not_collected"}
    assert "orgs_research_capacity" not in izus.answers
    noted = document_of(card_of("2026-1", "ORG-008", gmina="0605063"))
    assert noted.explanations == {"note:service-without-staff": "Bez zmian: gotują członkinie koła, społecznie."}
    statistics = document_of(card_of("2026-1", "", gmina="0605053", kind="STATISTICS"))
    assert statistics.answers["population"] == 15118
    assert statistics.sources["families"] == Source("municipal_office", date(2025, 12, 31))


@pytest.mark.django_db
@pytest.mark.parametrize("path", PILOT, ids=["2025-1", "2026-1"])
def test_the_cards_in_the_database_give_the_packages_rows_again(path):
    call_command("import-package", *map(str, PILOT))
    with read_packages([path]) as (package,):
        wanted = {name: in_order(rows_of(package, name)) for name in OF_CARDS}
        given_back = defaultdict(list)
        for card in with_session(Card.objects.filter(session__code=package.session.code)):
            respondent = card.participant.code if card.participant else ""
            one = PackagedCard(CardKind(card.kind), card.scope.gmina, respondent, document_of(card))
            for name, rows in rows_of_document(one, package.definitions).items():
                given_back[name] += rows
    assert {name: in_order(given_back[name]) for name in OF_CARDS} == wanted
    assert all(wanted.values())  # each table has something to be lost


@pytest.mark.django_db
def test_the_last_session_stands_beside_the_open_one():
    call_command("import-package", *map(str, PILOT))
    organisation = Participant.objects.get(code="ORG-001")
    make_session("2026-2", sequence=3, asked=[organisation])
    user = make_user()
    make_member(user, organisation)
    invitation = Invitation.objects.get(session__code="2026-2")
    with time_machine.travel(datetime(2026, 3, 10, 11, tzinfo=UTC), tick=False):
        card = start_card(invitation, actor=acting(user))
    assert last_accepted(card).answers["researchers"] == 3  # that of 2026-1, not of 2025-1
    context = context_of(card, previous=None, today=date(2026, 3, 10))
    assert context.statistics["population"] == 15118
    assert document_of(card).answers["organisation_name"] == organisation.name
    assert "researchers" not in document_of(card).answers


@pytest.mark.django_db
def test_the_number_of_queries_depends_on_batches_alone(monkeypatch):
    monkeypatch.setattr("atlas.archive.services.import_cards", lambda *_cards, **_who: None)
    monkeypatch.setattr("atlas.archive.services._ROAD", ())  # a closed session takes no card
    call_command("import-package", str(FIRST))
    with read_packages([FIRST]) as (package,):
        cards = list(cards_in(package))

    def queries(number):
        with transaction.atomic(), CaptureQueriesContext(connection) as seen:
            import_cards(Session.objects.get(), cards[:number], actor=MACHINE)
            transaction.set_rollback(True)
        return len(seen)

    queries(1)  # a process reads a set of instruments once
    one = queries(1)
    assert queries(30) == one
    monkeypatch.setattr(importing, "BATCH", 10)
    assert queries(30) == one + 2 * 2  # two batches more: their cards, their versions


@pytest.mark.django_db
def test_only_an_administrator_takes_cards_in():
    user = make_user()
    with pytest.raises(NotAllowed, match="administrator-needed"):
        import_cards(make_session(), [], actor=acting(user))


DEFINITIONS = shipped_definitions()
RESOURCES = {resource.name: resource for resource in contract_of(DEFINITIONS)}
_CELLS = {
    "whole": st.integers(0, 10**7), "yes_no": st.booleans(), "date": st.dates(), "text": st.text(max_size=9),
    "money": st.decimals(0, 10**9, places=2),
}  # fmt: skip


def cells(column):
    if column.type == "options":
        chosen = st.sets(st.sampled_from(column.options), min_size=1)
        typed = st.one_of(st.just("none"), chosen.map(lambda found: "|".join(x for x in column.options if x in found)))
    elif column.type == "option":
        typed = st.sampled_from(column.options)
    else:
        typed = _CELLS[column.type]
    return st.none() | typed


def a_row(name, **fixed):
    own = {column.name: cells(column) for column in RESOURCES[name].columns if column.name not in fixed}
    return st.fixed_dictionaries({key: st.just(value) for key, value in fixed.items()} | own)


@st.composite
def packaged(draw):
    kind = draw(st.sampled_from(["NGO", "IZUS"]))
    who = {"gmina": "0605053", "respondent": "R-1"}
    named = {"card_kind": kind, **who}
    services = draw(st.sets(st.sampled_from(DEFINITIONS.catalogues["services"].codes))) if kind == "NGO" else ()
    rules = draw(st.sets(st.sampled_from([one.code for one in DEFINITIONS.templates[kind].rules])))
    items = draw(st.sets(st.sampled_from([one.code for one in DEFINITIONS.templates[kind].package_items])))
    return CardKind(kind), CardRows(
        draw(a_row(f"cards_{kind.lower()}", **who)),
        tables={"services": [draw(a_row("services", **who, service=one)) for one in sorted(services)]},
        reasons=[{**named, "item": one, "reason": "unknown"} for one in sorted(items)],
        notes=[{**named, "rule": one, "explanation": draw(st.text(min_size=1))} for one in sorted(rules)],
    )


@given(packaged())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_a_package_says_of_a_card_comes_back(found):
    kind, rows = found
    document = document_of_rows(rows, DEFINITIONS.templates[kind.value])
    card = PackagedCard(kind, "0605053", "R-1", CardDocument(**vars(document)))
    back = rows_of_document(card, DEFINITIONS)
    assert back[f"cards_{kind.lower()}"] == [rows.row]
    assert back.get("services", []) == list(rows.tables["services"])
    assert in_order(back["missing_reasons"]) == in_order(rows.reasons)
    assert in_order(back["notes"]) == in_order(rows.notes)
