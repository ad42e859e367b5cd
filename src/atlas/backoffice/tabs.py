"""The pages of one session, in the order in which the Centre's work goes."""

from __future__ import annotations

from atlas.kernel.language import _

TABS: tuple[tuple[str, str], ...] = (
    ("session", _("Overview")),
    ("plan", _("Planning")),
    ("announcement", _("Announcement")),
    ("letters-of-intent", _("Letters of intent")),
    ("completeness", _("Completeness")),
    ("help", _("Help for participants")),
    ("verification", _("Verification")),
    ("closing", _("Closing")),
    ("results", _("Results")),
    ("errata", _("Errata and corrections")),
)
"""Names of addresses in `backoffice`, each taking the session's code, with their titles."""
