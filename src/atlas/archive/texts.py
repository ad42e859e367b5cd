"""Texts of the archive's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "archive-changed": _(
        "The package in the archive is not the one that was sealed: its hash is %(found)s. Restore it."
    ),
    "package-of-known-session": _(
        "Session %(session)s is there already, and this package is not its sealed one. "
        "Compare the two with atlas verify."
    ),
    "participant-of-other-kind": _(
        "%(participant)s is registered as %(kind)s, the package has it as the other kind. "
        "Correct the code in one of them."
    ),
}
