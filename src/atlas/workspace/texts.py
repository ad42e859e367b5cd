"""Texts of the workspace's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "demo-is-local": _("The demonstration is made on your own machine only. Set ATLAS_MODE=local."),
}
