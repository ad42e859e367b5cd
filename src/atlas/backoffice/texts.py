"""Texts of the back office's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "centre-page-not-found": _("There is no such page for you. Go back to the first page."),
    "job-not-found": _("There is no such work. Look at the list of all work."),
    "voivodeship-not-found": _(
        "There is no voivodeship %(voivodeship)s on the session's day. Choose one on the scope's page."
    ),
    "territory-change-not-found": _("This entry is not there any more. Look at the list of TERYT changes."),
    "point-not-found": _("This point of receipt is not there any more. Look at the list of points."),
    "session-not-found": _("There is no session %(session)s. Look at the list of sessions."),
    "participant-unknown": _(
        "The registers have nobody of the code or name “%(text)s”. Try a part of the name, or add them to the register."
    ),
    "participants-several": _("“%(text)s” fits several: %(names)s. Write the code of one of them."),
    "gmina-not-in-scope": _(
        "The scope of this session has no gmina of the code or name “%(text)s”. Add it to the scope first."
    ),
    "gminas-several": _("“%(text)s” fits several gminas: %(names)s. Write the code of one of them."),
    "questions-not-sent": _(
        "You typed questions, and accepting the card sends none of them, so nothing was decided. Return the card with"
        " the questions, or delete them and accept it."
    ),
    "asked-not-found": _("Session %(session)s asks nobody for this card. Look at the list of its participants."),
}
