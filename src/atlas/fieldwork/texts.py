"""Texts of fieldwork's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "session-not-to-read": _("There is no session %(session)s for you to read. Go back to the first page."),
    "territory-not-in-session": _(
        "The session %(session)s does not cover the territory %(territory)s. Begin at the session's completeness."
    ),
    "obstacles-not-found": _("There is no such page for you. Go back to the first page."),
    "obstacle-not-found": _("There is no such obstacle. Look at the list of obstacles."),
    "obstacle-closed": _("This obstacle is settled, so nothing was changed."),
    "obstacle-answer-needed": _("Write what was agreed: whoever reported the problem reads it."),
    "obstacle-outcome-needed": _("Write in a few words what came of it."),
    "obstacle-without-card": _(
        "This report came by a link and does not say for which card it is. Give more time on the session's page, at the"
        " participant."
    ),
    "obstacle-link-unknown": _(
        "We do not know this link. Copy it whole from the letter of your invitation, or write to the Monitoring Centre."
    ),
    "letter-field-unknown": _("There is no field %(field)s. These fields can stand in the text: %(allowed)s."),
    "letter-field-odd": _(
        "%(field)s is no field: only a plain name stands in braces. These fields can stand in the text: %(allowed)s."
    ),
    "letter-brace-alone": _(
        "A brace stands alone in the text. Close the field, e.g. {session}, or type the brace twice to show one."
    ),
    "letter-text-changed": _(
        "Somebody has changed this text meanwhile. Yours is kept below: open the page again in another window, compare,"
        " then save."
    ),
    "announcement-is-out": _("Session %(session)s is announced, and the text of its announcement stays as it is."),
    "nobody-invited": _("Session %(session)s invites nobody yet. Invite participants, then announce it."),
    "session-gets-no-letters": _("No letters of this kind go out in session %(session)s now: look at its state."),
    "no-own-address": _("A trial letter goes to the address of who is logged in. Log in and ask for it again."),
    "session-not-reminding": _("In session %(session)s no cards come in now, so nobody is reminded."),
    "reminded-today": _("%(participant)s was reminded today already. Another reminder can be sent tomorrow."),
    "nothing-missing": _("%(participant)s has filed all its cards, or cannot file them any more. Nobody was reminded."),
    "participant-without-address": _(
        "No address of %(participant)s is known. Invite somebody to represent it, then remind again."
    ),
    "invited-not-found": _(
        "Session %(session)s does not invite %(participant)s for such a card. Look at the list of its participants."
    ),
    "letter-not-found": _("There is no such letter in session %(session)s. Go back to its announcement."),
    "answer-without-day": _("Give the day of the answer."),
    "day-without-answer": _("Choose the answer, or leave its day empty."),
    "day-in-future": _("%(day)s is yet to come. Give a day until today."),
    "answer-before-letter": _(
        "The answer of %(answered_on)s is older than the letter of %(sent_on)s. Correct one of the days."
    ),
}
