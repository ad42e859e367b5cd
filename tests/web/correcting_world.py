"""The pilot's two closed sessions, for tests of correcting the cards of the second."""

from __future__ import annotations

from pathlib import Path

from atlas.archive.models import SealedPackage
from atlas.archive.package_cards import rows_of
from atlas.archive.selectors import corrections_mark
from atlas.archive.store import folder_of
from atlas.cards.models import Card
from atlas.closing.services.correcting import ask_for_revision, correct_line
from atlas.engine.packages.reading import read_packages
from atlas.jobs.models import Job
from atlas.jobs.services.running import run
from atlas.monitoring.models import Session

PILOT = [Path(__file__).parents[2] / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]
JANOW = "0605053"


def second():
    return Session.objects.get(code="2026-1")


def a_card(respondent="ORG-001", *, session="2026-1", gmina=JANOW):
    found = Card.objects.select_related("session", "scope", "participant")
    return found.get(session__code=session, participant__code=respondent, scope__gmina=gmina)


def corrected(card, *, line="researchers", text="0", actor, reason="typing-error", words=""):
    return correct_line(card, line=line, texts={"value": text}, reason=reason, words=words, actor=actor)


def asked_to_seal(*, actor):
    return ask_for_revision(second(), seen=corrections_mark(second()), actor=actor)


def ended(job):
    run(job.pk)
    return Job.objects.get(pk=job.pk)


def done(job):
    job = ended(job)
    assert (job.state, job.problems) == ("done", [])
    return job


def newest_seal():
    return SealedPackage.objects.filter(session__code="2026-1").order_by("revision").last()


def rows_in(seal):
    with read_packages([folder_of(seal.sha256)]) as (package,):
        return {name: list(rows_of(package, name)) for name in package.tables}
