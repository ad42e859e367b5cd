"""The pages of one session, in the order in which the Centre's work goes."""

from __future__ import annotations

from atlas.kernel.language import _

TABS: tuple[tuple[str, str], ...] = (
    ("session", _("Overview")),
    ("closing", _("Closing")),
    ("errata", _("Errata and corrections")),
)  # fmt: skip
"""Names of addresses in `backoffice`, each taking the session's code, with their titles."""
