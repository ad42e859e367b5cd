"""A correction is thrown away while the revision with it is sealed: it stands there whole, or nothing was sealed."""

from __future__ import annotations

from threading import Event

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from tests.trust.together import at_once
from tests.web.builders import acting, make_centre_user
from tests.web.correcting_world import PILOT, a_card, corrected, second

from atlas.accounts.rules import CentreRole
from atlas.archive.models import Correction, SealedPackage
from atlas.archive.selectors import corrections_mark, waiting_corrections
from atlas.archive.verifying import verify_archive
from atlas.closing.services import revising
from atlas.closing.services.correcting import drop_correction
from atlas.kernel.errors import DomainError

pytestmark = pytest.mark.usefixtures("moving_clock")


@pytest.fixture
def outcomes(real_db, monkeypatch):
    """What comes of dropping a correction while the transaction that seals is about to read what waits."""

    def outcomes():
        call_command("import-package", *map(str, PILOT))
        analyst = acting(make_centre_user("analyst@example.org", role=CentreRole.ANALYST))
        correction, mark = corrected(a_card(), actor=analyst), corrections_mark(second())
        sealing, dropped = Event(), Event()

        def reads(session):
            sealing.set()
            dropped.wait(2)
            return waiting_corrections(session)

        def drop():
            sealing.wait(30)
            try:
                return drop_correction(correction, actor=analyst)
            finally:
                dropped.set()

        def seal():
            tell, hold = (lambda *_told: None), (lambda: None)
            return revising.seal_revision(second(), mark=mark, by=analyst.user_id, tell=tell, hold=hold)

        monkeypatch.setattr(revising, "waiting_corrections", reads)
        return at_once([seal, drop])

    return outcomes


def must_be_sealed_whole(outcomes):
    sealed, refused = outcomes
    assert isinstance(refused, DomainError)
    assert refused.code == "correction-applied"
    assert SealedPackage.objects.get(session=second(), revision=2) == sealed
    assert Correction.objects.get().seal == sealed
    assert a_card().content["answers"]["researchers"] == 0
    assert verify_archive().problems == []


def test_dropping_waits_for_the_revision_and_is_refused_then(outcomes):
    must_be_sealed_whole(outcomes())


@pytest.mark.usefixtures("without_locks")
def test_control_without_locks_a_revision_has_what_was_thrown_away(outcomes):
    with pytest.raises((AssertionError, DatabaseError)):
        must_be_sealed_whole(outcomes())
