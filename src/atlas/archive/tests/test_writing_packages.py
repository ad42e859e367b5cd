"""The database's accepted cards become the very tables that `atlas package` makes of the same cards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from tests.web.builders import (
    GMINA,
    NOW,
    READY,
    acting,
    make_card,
    make_member,
    make_organisation,
    make_session,
    make_user,
    type_in,
)

from atlas.accounts.actor import MACHINE
from atlas.archive import package_writing
from atlas.archive.package_cards import rows_of
from atlas.archive.package_writing import Revision, accepted_digest, write_session_package
from atlas.archive.services import import_package
from atlas.cards.models import Card
from atlas.cards.selectors import document_of
from atlas.cards.services.submitting import submit_card
from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.references import LARGEST_SEQUENCE
from atlas.engine.packages.writing import write_package
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.sheets.packaging import collect, form_files
from atlas.sheets.previous import previous_cards
from atlas.sheets.session_file import read_session_file

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[4] / "examples" / "pilot"
CODES = ("2025-1", "2026-1")
BESIDES = {
    "errata": [
        {"number": 1, "territory": "0605053", "indicator": "NGO-3.6", "text": "Sprostowanie", "dated_on": None}
    ]
}  # fmt: skip


@pytest.fixture
def pilot():
    call_command("import-package", *(str(EXAMPLES / code) for code in CODES))
    return {session.code: session for session in Session.objects.all()}


def packaged_from_forms(code, folder):
    """What `atlas package` writes from the pilot's filled forms."""
    source = EXAMPLES / "collected" / code
    session = read_session_file(source / "session.yaml")
    files = form_files(source / "cards", besides=session.files)
    former = None
    if code == "2026-1":
        with read_packages([EXAMPLES / "2025-1"]) as (package,):
            former = previous_cards(package)
    definitions = shipped_definitions()
    found = collect(files, session, definitions=definitions, previous=former, language="pl")
    assert not found.problems
    write_package(found.tables, folder, definitions=definitions)
    return found.tables


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("code", CODES)
def test_the_pilot_in_the_database_gives_byte_for_byte_what_its_forms_give(pilot, code, tmp_path):
    tables = packaged_from_forms(code, tmp_path / "forms")
    errata = {"errata": tables["errata"]} if "errata" in tables else {}
    write_session_package(pilot[code], tmp_path / "web", revision=Revision(besides=errata))
    assert bytes_in(tmp_path / "web") == bytes_in(tmp_path / "forms")


def test_how_cards_are_cut_into_batches_changes_nothing(pilot, tmp_path, monkeypatch):
    write_session_package(pilot["2026-1"], tmp_path / "whole")
    monkeypatch.setattr(package_writing, "BATCH", 7)
    told = []
    counts = write_session_package(
        pilot["2026-1"], tmp_path / "pieces", progress=lambda done, total: told.append((done, total))
    )
    assert bytes_in(tmp_path / "pieces") == bytes_in(tmp_path / "whole")
    assert told[-1] == (counts.total(), counts.total())
    assert (counts["NGO"], counts["IZUS"], counts["STATISTICS"]) == (24, 5, 5)


def test_the_number_of_queries_depends_on_batches_alone(pilot, tmp_path, monkeypatch):
    def queries(batch):
        monkeypatch.setattr(package_writing, "BATCH", batch)
        with CaptureQueriesContext(connection) as seen:
            write_session_package(pilot["2026-1"], tmp_path / str(batch))
        return len(seen)

    queries(100)  # a process reads a set of instruments once
    assert queries(100) <= 10
    assert queries(17) <= 10 + 4  # one batch more: its cards, and what explained ones are judged beside


WORDS = "Usługa dopiero rusza (wymyślone)."


@pytest.fixture
def accepted():
    """A Karta NGO with a warning explained on its page, accepted."""
    with time_machine.travel(NOW, tick=False):
        organisation = make_organisation(seat_gmina=GMINA, legal_form="association")
        make_session(asked=[organisation])
        user = make_user()
        make_member(user, organisation)
        card = make_card(user, organisation)
        card = type_in(card, user=user, **READY, contracts="3", users_total="0", researchers="2")
        words = {"contracts": WORDS, "researchers": "Na to nie ma ostrzeżenia"}
        submit_card(card, key=uuid4(), seen_version=card.version, explanations=words, actor=acting(user))
    Card.objects.update(state="accepted")
    return Card.objects.get()


def rows_in(folder, *names):
    with read_packages([folder]) as (package,):
        return [list(rows_of(package, name)) for name in names]


def test_words_about_a_warning_become_a_note_and_nothing_else_of_a_person_gets_in(accepted, tmp_path):
    write_session_package(accepted.session, tmp_path / "package")
    (card,), notes = rows_in(tmp_path / "package", "cards_ngo", "notes")
    assert (card["contracts"], card["users_total"], card["researchers"]) == (3, 0, 2)
    assert [(note["rule"], note["explanation"]) for note in notes] == [("contracts-without-users", WORDS)]
    cells = str([pq.read_table(path).to_pylist() for path in (tmp_path / "package").glob("*.parquet")])
    assert WORDS in cells
    for word in ("Anna", "example.org", "81 123 45 67", "ostrzeżenia"):
        assert word not in cells


def test_what_was_submitted_is_packaged_whatever_the_cards_row_says(accepted, tmp_path):
    content = {**accepted.content, "answers": {**accepted.content["answers"], "contracts": 9}}
    Card.objects.update(content=content)
    write_session_package(accepted.session, tmp_path / "package")
    ((card,),) = rows_in(tmp_path / "package", "cards_ngo")
    assert card["contracts"] == 3


@pytest.mark.parametrize("state", ["submitted", "returned", "set_aside", "draft", "withdrawn"])
def test_a_card_that_is_not_accepted_stays_out(accepted, tmp_path, state):
    before = accepted_digest(accepted.session)
    Card.objects.update(state=state)
    assert not write_session_package(accepted.session, tmp_path / "package")
    assert rows_in(tmp_path / "package", "cards_ngo", "notes", "missing_reasons") == [[], [], []]
    assert accepted_digest(accepted.session) != before


def test_a_correction_stands_in_the_next_revision_which_names_the_one_before(accepted, tmp_path):
    document = document_of(accepted)
    corrected = replace(document, answers={**document.answers, "contracts": 4})
    revision = Revision(2, "sha256:" + "0" * 64, {accepted.pk: corrected})
    write_session_package(accepted.session, tmp_path / "package", revision=revision)
    ((card,), (session,)) = rows_in(tmp_path / "package", "cards_ngo", "session")
    assert card["contracts"] == 4
    assert (session["revision"], session["supersedes"]) == (2, "sha256:" + "0" * 64)


def test_a_changed_version_changes_the_digest(accepted):
    before = accepted_digest(accepted.session)
    assert accepted_digest(accepted.session) == before
    Card.objects.update(version=F("version") + 1)
    assert accepted_digest(accepted.session) != before


def test_a_trial_s_package_has_a_number_that_no_session_reaches_and_is_not_imported(tmp_path):
    session = make_session("proba", sequence=None)
    write_session_package(session, tmp_path / "package")
    ((row,),) = rows_in(tmp_path / "package", "session")
    assert (row["session"], row["sequence"]) == ("proba", LARGEST_SEQUENCE)
    Session.objects.all().delete()
    with read_packages([tmp_path / "package"]) as (package,), pytest.raises(DomainError, match="package-of-trial"):
        import_package(package, actor=MACHINE)
