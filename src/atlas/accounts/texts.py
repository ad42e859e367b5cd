"""Texts of the accounts' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "user-known": _("There is an account with this e-mail address already. Log in with it."),
    "centre-needed": _("Only the Centre may do this. Write to the Centre."),
    "administrator-needed": _("Only an administrator of the Centre may do this. Ask one of them."),
    "territory-not-readable": _(
        "%(territory)s is no territory that can be read. Give a voivodeship's two digits, or PL."
    ),
    "own-second-factor": _("You cannot reset your own second factor. Ask another administrator of the Centre."),
    "too-often": _("This was tried too often. Wait %(minutes)s minutes, then try again."),
    "own-account": _("You cannot change your own role or account here. Ask another administrator of the Centre."),
    "last-administrator": _(
        "This is the last administrator of the Centre. Make somebody else an administrator first, then try again."
    ),
    "account-not-found": _("There is no such account here. Go back to the list of people."),
    "account-invitation-not-found": _("There is no such open invitation. Go back to the list of people."),
    "address-has-account": _(
        "There is an account with this e-mail address already. Find it in the list of people and change its role."
    ),
    "place-missing": _("No role was chosen. Choose what the person is invited to."),
    "place-double": _("People of the Centre read everything. Choose either a role in the Centre or a territory."),
    "invitation-ended": _(
        "This invitation no longer works: it was used or withdrawn, or its time is over. Ask the Centre for a new one."
    ),
    "invitation-of-other": _(
        "This invitation was sent to another e-mail address than your account has. Log out and open its link again."
    ),
    "reason-needed": _("A reason is needed. Write in a few words why you do this."),
}
