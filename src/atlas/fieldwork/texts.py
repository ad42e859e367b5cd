"""Texts of fieldwork's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "obstacles-not-found": _("There is no such page for you. Go back to the first page."),
    "obstacle-link-unknown": _(
        "We do not know this link. Copy it whole from the letter of your invitation, or write to the Monitoring Centre."
    ),
}
