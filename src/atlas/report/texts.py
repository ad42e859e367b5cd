"""Texts of the report's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "territory-not-in-scope": _(
        "No session here covers the territory %(territory)s. Give a gmina with 7 digits, a powiat with 4, a "
        "voivodeship with 2, or PL. Gminas in the packages: %(known)s."
    ),
}
