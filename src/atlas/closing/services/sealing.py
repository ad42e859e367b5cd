"""The work of closing: the package is written beside the archive, read again, kept; one short transaction seals it.

Until that transaction nothing is closed: whatever happens before it, the work can be begun again.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.archive.models import SealedPackage
from atlas.archive.package_writing import accepted_digest, write_session_package
from atlas.archive.selectors import seals_beside
from atlas.archive.services import mark_baselines
from atlas.archive.store import keep, scratch_folder
from atlas.audit.services import record
from atlas.closing.models import ClosingProtocol
from atlas.closing.protocol_facts import protocol_facts
from atlas.closing.services.asking import key_of
from atlas.engine.packages.reading import read_packages
from atlas.jobs.selectors import newest_job
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState, next_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.engine.model import Package

    Tell = Callable[[str, int, int], None]

WRITING, VERIFYING, KEEPING, SEALING = "writing", "verifying", "keeping", "sealing"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def seal_session(session: Session, *, by: int | None, tell: Tell, hold: Callable[[], None]) -> SealedPackage:
    """Write, verify and keep a session's package, seal it and close the session.

    Args:
        session: Being closed, with its instruments.
        by: Id of the user who asked.
        tell: Is told how far the work is: a stage, of how many steps so many are done.
        hold: Called first in the transaction that seals: a job refuses there a worker that lost it.

    Raises:
        DomainError: 'closing-no-room', 'closing-cannot-write', 'closing-cards-changed', or what reading the package
            finds wrong with it.
    """
    try:
        return _sealed(session, by=by, tell=tell, hold=hold)
    except OSError as error:
        raise _unwritten(error) from error
    except DomainError as error:
        if isinstance(error.__cause__, OSError):
            raise _unwritten(error.__cause__) from error
        raise


def let_go_on(
    session: Session, *, job_id: int, by: int | None, hold: Callable[[], None] = lambda: None
) -> None:  # fmt: skip
    """Let a session's cards move again whose closing failed.

    A session that is not being closed stays as it is, and so does one whose closing was asked for again meanwhile.

    Args:
        session: The one.
        job_id: The job that failed to close it.
        by: Id of the user who asked for that job.
        hold: Called first in the transaction, as for `seal_session`.
    """
    with transaction.atomic():
        hold()
        held = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        newest = newest_job(key_of(held))
        if held.closing_since is None or newest is None or newest.pk != job_id:
            return
        held.closing_since = None
        held.save(update_fields=["closing_since"])
        record("stop-closing-session", about=held, by=by, at=at)


def _sealed(session: Session, *, by: int | None, tell: Tell, hold: Callable[[], None]) -> SealedPackage:
    standing = _standing(session)
    with scratch_folder(f"closing-{session.pk}") as scratch:
        folder = scratch / session.code
        tell(WRITING, 0, 1)
        write_session_package(session, folder, progress=lambda done, total: tell(WRITING, done, total))
        tell(VERIFYING, 0, 1)
        with read_packages([folder]) as (package,):
            tell(KEEPING, 0, 1)
            keep(folder, sha256=package.hash)
            tell(SEALING, 0, 1)
            return _seal(session, package, standing=standing, by=by, hold=hold)


def _standing(session: Session) -> tuple[str, list[str]]:
    """Return what a package is written of: the session's cards, and the packages whose cards they are judged beside."""
    return accepted_digest(session), seals_beside(session)


def _unwritten(error: OSError) -> DomainError:
    code = "closing-no-room" if error.errno in _NO_ROOM else "closing-cannot-write"
    return DomainError(code, reason=error.strerror or str(error))


def _seal(
    session: Session, package: Package, *, standing: tuple[str, list[str]], by: int | None, hold: Callable[[], None]
) -> SealedPackage:  # fmt: skip
    with transaction.atomic():
        hold()
        held = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        if held.closing_since is None or _standing(held) != standing:
            raise DomainError("closing-cards-changed", session=held.code)
        seal = SealedPackage.objects.create(session=held, revision=1, sha256=package.hash, sealed_at=at)
        mark_baselines(held, package=package)
        ClosingProtocol.objects.create(seal=seal, facts=protocol_facts(held), by=by)
        held.state, held.closing_since = next_state(SessionState(held.state), "close"), None
        held.save(update_fields=["state", "closing_since"])
        record("close-session", about=held, by=by, at=at, state=held.state, sha256=package.hash)
    return seal
