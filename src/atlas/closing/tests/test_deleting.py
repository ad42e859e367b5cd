"""A trial that was closed is deleted with its seals, protocol, errata, results and files; a real session stays."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from tests.web.builders import GMINA, READY, acting, make_organisation, type_in
from tests.web.closing_world import DURING, ClosingWorld, run_all

from atlas.accounts.models import User
from atlas.archive.models import Correction, Erratum, SealedPackage
from atlas.archive.store import folder_of as package_folder
from atlas.archive.verifying import verify_archive
from atlas.audit.models import Entry
from atlas.cards import source_files
from atlas.cards.access import get_card
from atlas.cards.models import Card, CardVersion, OnBehalf, SourceDocument, Submission
from atlas.cards.rules import CardKind, Channel
from atlas.cards.services.entries import Opening, open_on_behalf
from atlas.cards.services.sources import Sources, attach
from atlas.cards.services.submitting import submit_card
from atlas.cards.services.uploads import keep_upload, kept_upload
from atlas.closing.models import ClosingProtocol
from atlas.closing.services.asking import close_session
from atlas.closing.services.correcting import ask_for_preview, ask_for_revision, correct_line
from atlas.closing.services.deleting import delete_session_with_files
from atlas.closing.services.errata import add_erratum
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.monitoring.models import Invitation, Session
from atlas.results.models import ResultRun
from atlas.results.store import folder_of as results_folder

PILOT = Path(__file__).parents[4] / "examples" / "pilot" / "2025-1"
SEALED = (SealedPackage, ClosingProtocol, Erratum, Correction, ResultRun, OnBehalf, SourceDocument)


@pytest.fixture(autouse=True)
def _during():
    with time_machine.travel(DURING, tick=False):
        yield


@pytest.fixture
def world(committed_db):
    """A trial, closed, with a card that the Centre entered, an erratum, a correction and the revision with it."""
    made = ClosingWorld(code="proba", sequence=None)
    made.accept(made.cards[0], entered(made))
    draft, user = made.started(made.institution), acting(made.user)
    made.upload = kept_upload(draft, keep_upload(draft, [b"PK"], size=2, actor=user), actor=user)
    made.put_aside(made.cards[1])
    made.verify()
    close_session(made.session, typed="proba", actor=made.analyst)
    run_all()
    add_erratum(made.now(), territory=GMINA, indicator="", text="Za mało (wymyślone).", actor=made.analyst)
    card = Card.objects.select_related("session", "scope", "participant").get(pk=made.cards[0].pk)
    correct_line(
        card, line="consultations", texts={"value": "0"}, reason="typing-error", words="", actor=made.analyst
    )  # fmt: skip
    preview = ask_for_preview(made.now(), actor=made.analyst)
    run_all()
    preview.refresh_from_db()
    ask_for_revision(made.now(), seen=preview.facts["mark"], actor=made.analyst)
    run_all()
    call_command("import-package", str(PILOT))
    return made


def entered(world):
    """A card that the Centre entered from a note of a call, submitted."""
    fresh = make_organisation("ORG-009", seat_gmina=GMINA, legal_form="association")
    asked = Invitation.objects.create(
        session=world.session, card_kind="NGO", participant=fresh, scope=world.cards[0].scope
    )
    card = open_on_behalf(asked, Opening(Channel.PHONE), kind=CardKind.NGO, actor=world.analyst)
    attach(card, Sources(note="Rozmowa (wymyślona)."), actor=world.analyst)
    user = User.objects.get(pk=world.analyst.user_id)
    card = type_in(get_card(world.analyst, card.pk), user=user, **READY)
    submit_card(card, key=uuid4(), seen_version=card.version, explanations={}, actor=world.analyst)
    return Card.objects.get(pk=card.pk)


def files(trial):
    return [
        *(package_folder(one) for one in SealedPackage.objects.filter(session=trial).values_list("sha256", flat=True)),
        *(results_folder(one) for one in ResultRun.objects.filter(session=trial).values_list("folder", flat=True)),
        *(source_files.folder() / one for one in SourceDocument.objects.values_list("key", flat=True)),
    ]


def test_a_closed_trial_is_deleted_whole_and_its_files_with_it(world):
    trial, real = world.now(), Session.objects.get(code="2025-1")
    (kept,) = SealedPackage.objects.filter(session=real)
    lying = files(trial)
    assert [model for model in SEALED if not model.objects.exists()] == []
    assert (SealedPackage.objects.filter(session=trial).count(), ResultRun.objects.count()) == (2, 2)
    assert [path for path in [*lying, world.upload] if not path.exists()] == []

    rows = delete_session_with_files(trial, typed_code="proba", actor=world.analyst)
    assert (rows["archive.sealedpackage"], rows["closing.closingprotocol"], rows["archive.correction"]) == (2, 1, 1)
    assert [path for path in [*lying, world.upload] if path.exists()] == []
    assert [path.name for path in package_folder("x").parent.iterdir()] == [kept.sha256]
    assert not list(results_folder("x").parent.iterdir())
    for model in (Card, Submission, Invitation, SealedPackage):
        assert set(model.objects.values_list("session", flat=True)) <= {real.pk}
    assert set(CardVersion.objects.values_list("card__session", flat=True)) == {real.pk}
    assert [model for model in SEALED if model.objects.exists()] == [SealedPackage, Erratum]
    assert set(Erratum.objects.values_list("session", flat=True)) == {real.pk}
    assert verify_archive().problems == []
    assert Entry.objects.get(action="delete-session").facts["code"] == "proba"


def test_what_does_not_come_to_its_end_leaves_the_files(world):
    trial = world.now()
    lying = files(trial)

    with transaction.atomic():
        delete_session_with_files(trial, typed_code="proba", actor=world.analyst)
        transaction.set_rollback(True)
    with pytest.raises(DomainError, match="deletion-not-confirmed"):
        delete_session_with_files(trial, typed_code="prob", actor=world.analyst)
    with pytest.raises(NotAllowed, match="centre-needed"):
        delete_session_with_files(trial, typed_code="proba", actor=acting(world.user))
    assert lying
    assert [path for path in lying if not path.exists()] == []
    assert verify_archive().problems == []


def test_a_real_closed_session_is_not_deleted(world):
    real = Session.objects.get(code="2025-1")
    with pytest.raises(DomainError, match="session-stays"):
        delete_session_with_files(real, typed_code="2025-1", actor=world.analyst)
    (kept,) = SealedPackage.objects.filter(session=real)
    assert package_folder(kept.sha256).is_dir()


def test_results_that_another_run_names_stay(world):
    trial = world.now()
    shared = ResultRun.objects.filter(session=trial).last()
    real = Session.objects.get(code="2025-1")
    facts = {name: getattr(shared, name) for name in (
        "packages", "is_partial", "folder", "files", "notes", "program_version", "definitions_sha256", "computed_at",
    )}  # fmt: skip
    ResultRun.objects.create(session=real, **facts)
    others = [one.folder for one in ResultRun.objects.filter(session=trial) if one.folder != shared.folder]
    delete_session_with_files(trial, typed_code="proba", actor=world.analyst)
    assert [path.name for path in results_folder("x").parent.iterdir()] == [shared.folder]
    assert others
