"""Texts of fieldwork's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "session-not-to-read": _("There is no session %(session)s for you to read. Go back to the first page."),
    "territory-not-in-session": _(
        "The session %(session)s does not cover the territory %(territory)s. Begin at the session's completeness."
    ),
    "obstacles-not-found": _("There is no such page for you. Go back to the first page."),
    "obstacle-link-unknown": _(
        "We do not know this link. Copy it whole from the letter of your invitation, or write to the Monitoring Centre."
    ),
}
