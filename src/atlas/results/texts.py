"""Texts of the results' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "results-need-package": _(
        "Session %(session)s has no sealed package yet, so there is nothing to compute. Close the session first."
    ),
    "results-overtaken": _(
        "While session %(session)s was being computed, a new package was sealed. Compute the results again."
    ),
    "results-not-found": _("These results are not here. Go back to the session's page of results."),
    "results-changed": _(
        "The file %(file)s is not the one that was computed. Compute the results again, and find out who changed it."
    ),
}
