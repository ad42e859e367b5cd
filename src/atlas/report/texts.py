"""Texts of the report's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "territory-not-in-scope": _(
        "No session here covers the territory %(territory)s. Give a gmina with 7 digits, a powiat with 4, a "
        "voivodeship with 2, or PL. Gminas in the packages: %(known)s."
    ),
    "boundaries-too-large": _(
        "The boundaries take %(found_mb)s MB; at most %(most)s MB are read. Simplify them, or give fewer territories."
    ),
    "boundaries-unreadable": _(
        "Not readable as GeoJSON (%(reason)s). Give a file with features: polygons with the property teryt."
    ),
    "boundaries-invalid": _(
        "Feature %(number)s is not a territory. It needs the property teryt (2, 4 or 7 digits) and a polygon in "
        "degrees (WGS 84)."
    ),
}
