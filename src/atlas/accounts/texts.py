"""Texts of the accounts' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "user-known": _("There is an account with this e-mail address already. Log in with it."),
    "administrator-needed": _("Only an administrator of the Centre may do this. Ask one of them."),
    "territory-not-readable": _(
        "%(territory)s is no territory that can be read. Give a voivodeship's two digits, or PL."
    ),
    "own-second-factor": _("You cannot reset your own second factor. Ask another administrator of the Centre."),
    "too-often": _("This was tried too often. Wait %(minutes)s minutes, then try again."),
    "reason-needed": _("A reason is needed. Write in a few words why you do this."),
}
