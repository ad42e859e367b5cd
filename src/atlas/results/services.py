"""Computes a session's results from sealed packages, keeps the files, and notes what was computed from what."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.archive.store import folder_of as package_folder
from atlas.audit.services import record
from atlas.engine.output import write_results
from atlas.engine.packages.reading import read_packages
from atlas.engine.run import compute, steps_of
from atlas.jobs.services.asking import ask_for
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, Place
from atlas.monitoring.models import Session
from atlas.results.models import ResultRun
from atlas.results.selectors import packages_for
from atlas.results.store import keep, scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from atlas.accounts.actor import Actor
    from atlas.engine.lineage import Note
    from atlas.engine.model import Package
    from atlas.jobs.models import Job
    from atlas.results.selectors import PackageFacts

    Tell = Callable[[str, int, int], None]

KIND = "compute-results"
READING, COMPUTING, KEEPING = "reading", "computing", "keeping"


def ask_to_compute(session: Session, *, actor: Actor) -> Job:
    """Ask for a session's results to be computed again, as a job.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'results-need-package'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        at = clock.now()
        _packages_of(session)
        return ask_for(
            KIND, key=f"results:{session.code}", about=session.code, arguments={"session_id": session.pk},
            by=actor.user_id, at=at,
        )  # fmt: skip


def compute_results(
    session: Session, *, by: int | None, tell: Tell, hold: Callable[[], None] = lambda: None
) -> ResultRun:
    """Compute a session's results from the sealed packages of all sessions up to it; they are current from then on.

    A trial session is computed by itself. The files are those that `atlas compute` writes, byte for byte.

    Args:
        session: A session that has a sealed package.
        by: Id of the user who asked; None for the machine.
        tell: Is told how far the work is: a stage, of how many steps so many are done.
        hold: Called first in the transaction that keeps what was found: a job refuses there a worker that lost it.

    Raises:
        DomainError: 'results-need-package'; 'archive-changed' or what reading finds, where a package in the archive is
            not what was sealed; 'sequence-gap'; 'cannot-write'; 'results-overtaken'.
    """
    packages = _packages_of(session)
    with scratch_folder() as scratch:
        notes = _computed(packages, into=scratch / "results", partial=session.is_trial, tell=tell)
        tell(KEEPING, 0, 1)
        folder, files = keep(scratch / "results")
    with transaction.atomic():
        hold()
        _must_be_newest(packages, session)
        at = clock.now()
        run = ResultRun.objects.create(
            session=session, packages=packages, is_partial=session.is_trial, folder=folder, files=files,
            notes=[{"kind": one.kind, "sequence": one.sequence, "old": one.old, "new": one.new} for one in notes],
            program_version=version("atlas-mp"), definitions_sha256=session.instruments.sha256,
            computed_at=at, computed_by=by,
        )  # fmt: skip
        record("compute-results", about=run, by=by, at=at, session=session.code, folder=folder)
    tell(KEEPING, 1, 1)
    return run


def _packages_of(session: Session) -> list[PackageFacts]:
    packages = packages_for(session)
    if not packages:
        raise DomainError("results-need-package", session=session.code)
    return packages


def _computed(packages: Sequence[PackageFacts], *, into: Path, partial: bool, tell: Tell) -> tuple[Note, ...]:
    """Read, compute and write; return what rule 11 found."""
    folders = [package_folder(str(one["sha256"])) for one in packages]
    with read_packages(folders, progress=_steps(tell, READING, total=len(folders))) as read:
        _must_be_sealed(read, packages)
        results = compute(read, partial=partial, progress=_steps(tell, COMPUTING, total=steps_of(read)))
        write_results(results, into)
    return results.notes


def _steps(tell: Tell, stage: str, *, total: int) -> Callable[[], None]:
    done = 0

    def step() -> None:
        nonlocal done
        done = min(done + 1, total)  # the engine's own count is about right
        tell(stage, done, total)

    tell(stage, 0, total)
    return step


def _must_be_sealed(read: Sequence[Package], packages: Sequence[PackageFacts]) -> None:
    """Compare what lies in the archive with its seals: a manifest edited with its hashes reads well, too."""
    for package, facts in zip(read, packages, strict=True):
        if package.hash != facts["sha256"]:
            raise DomainError("archive-changed", place=Place(str(facts["session"])), found=package.hash)


def _must_be_newest(packages: Sequence[PackageFacts], session: Session) -> None:
    """Lock the sessions, so that no seal comes in between, and see that none came since the computing began."""
    codes = [one["session"] for one in packages]
    list(Session.objects.select_for_update().filter(code__in=codes).order_by("pk").values_list("pk", flat=True))
    if packages_for(session) != packages:
        raise DomainError("results-overtaken", session=session.code)
