"""Texts of fieldwork's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "obstacles-not-found": _("There is no such page for you. Go back to the first page."),
    "obstacle-not-found": _("There is no such obstacle. Look at the list of obstacles."),
    "obstacle-closed": _("This obstacle is settled, so nothing was changed."),
    "obstacle-answer-needed": _("Write what was agreed: whoever reported the problem reads it."),
    "obstacle-outcome-needed": _("Write in a few words what came of it."),
    "obstacle-without-card": _(
        "This report came by a link and does not say for which card it is. Give more time on the session's page, at the"
        " participant."
    ),
    "obstacle-link-unknown": _(
        "We do not know this link. Copy it whole from the letter of your invitation, or write to the Monitoring Centre."
    ),
}
