"""Long work of sessions: opening one on its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.jobs.kinds import JobKind
from atlas.kernel.language import _
from atlas.monitoring.services.moving import open_on_its_day

if TYPE_CHECKING:
    from atlas.jobs.services.running import Progress


def open_session(progress: Progress, *, session: int) -> dict[str, object]:
    """Open a session whose day has come; begun twice, it opens once."""
    return {"opened": int(open_on_its_day(session, progress=progress))}


KINDS = (JobKind("open-session", _("Opening a session on its day"), open_session),)
