"""Texts of the sessions' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "session-known": _("There is a session %(session)s already. Give another code."),
    "sequence-taken": _(
        "Another session was just given the number %(sequence)s of the sequence, so session %(session)s was not saved."
        " Save it once more: it gets the next number."
    ),
    "session-not-last": _(
        "Session %(session)s keeps the number %(sequence)s of the sequence: sessions are closed in their order, and"
        " these come after it: %(later)s. Delete them or turn them into trials first, in the order given here."
    ),
    "sequence-went-on": _(
        "Session %(session)s keeps the number %(sequence)s of the sequence: session %(later)s comes after it and is"
        " announced already, so it could never be closed. Announce session %(session)s too and close it first."
    ),
    "earlier-session-planned": _(
        "Sessions are closed in their order, and session %(earlier)s, an earlier one, is only planned. Announce it"
        " first. If it is not to take place, turn session %(session)s into a trial, delete session %(earlier)s, and"
        " turn session %(session)s back: it gets the free number."
    ),
    "session-not-planned": _("Session %(session)s is no longer being planned; its scope and invitations stay."),
    "session-transition": _(
        "This step is not possible any more: the session has moved on meanwhile. Open its page to see how it stands."
    ),
    "card-invitation-not-found": _("You were not asked for this card. Look at the list of your cards."),
    "instruments-not-published": _("Instrument set %(number)s is a draft. Choose a published one."),
    "period-backwards": _(
        "The period ends on %(period_to)s, before it begins on %(period_from)s. Correct one of them."
    ),
    "trial-not-published": _("%(session)s is a trial session. Its results stay inside: it is never published."),
    "session-stays": _(
        "Session %(session)s is no longer being planned, so it stays. Only planned and trial sessions can be deleted."
    ),
    "session-being-closed": _(
        "This session is just being closed, so nothing was changed. Look at it again in a few minutes."
    ),
    "deletion-not-confirmed": _("Nothing was deleted. To delete the session, type its code: %(session)s."),
    "session-is-closed": _("Session %(session)s is closed. Its points of receipt stay as they were."),
    "point-unreachable": _(
        "Nobody could hand a card over at “%(name)s”: give its e-mail address, telephone or address, as its way needs."
    ),
    "hours-backwards": _("At “%(name)s” duty ends before it begins on some day. Correct the hours."),
    "invited-already": _("%(participant)s is asked for a card of gmina %(gmina)s already."),
    "territories-missing": _(
        "The register of territories has no gminas on %(day)s. Take over GUS's TERC file first: atlas-web import-terc."
    ),
    "announced-after-opening": _(
        "The announcement on %(day)s comes after the opening on %(opens_on)s. Announce first, then open."
    ),
    "closes-before-opening": _("The deadline %(day)s is before the opening on %(opens_on)s. Choose a later deadline."),
    "verified-before-deadline": _(
        "Verification would end on %(day)s, before the deadline %(closes_on)s. Choose a later day."
    ),
    "published-too-early": _("The day %(day)s is before %(last)s, when the work ends. Publish later."),
    "reminder-outside": _(
        "The reminder on %(day)s must come after the opening on %(opens_on)s, by the deadline %(closes_on)s."
    ),
    "too-many-reminders": _("There can be %(most)s reminders at most. Leave some out."),
    "day-off-holiday": _("%(day)s is a day off: %(holiday)s. The next working day is %(next)s."),
    "day-off-weekend": _("%(day)s is a day off. The next working day is %(next)s."),
    "little-time-to-fill-in": _("Days to fill in a card: %(days)s. Give participants at least %(least)s."),
    "little-time-to-prepare": _(
        "Working days between the announcement and the opening: %(days)s. Participants need at least %(least)s."
    ),
    "little-time-to-verify": _(
        "Working days between the deadline and the end of verification: %(days)s. Plan at least %(least)s."
    ),
    "little-time-to-report": _(
        "Working days between the end of verification and publication: %(days)s. Plan at least %(least)s."
    ),
    "day-not-set": _("This day is not set yet."),
    "no-reminder-set": _("No reminder is planned. One a week before the deadline helps most."),
    "day-is-fixed": _("This day can no longer be changed: the session is past it."),
    "day-only-later": _("Participants were told %(promised)s. The day can move later, but not forward to %(day)s."),
    "day-has-passed": _("%(day)s has passed. Choose today or a later day."),
    "session-not-yours": _("Session %(session)s does not ask you for a card. Look at the list of your cards."),
    "extension-session-over": _(
        "No card of this session can be given more time: it is not announced yet, or no longer takes cards."
    ),
    "extension-not-later": _(
        "This day gives no more time: everybody can hand over cards until %(closes_on)s. Choose a later day."
    ),
    "extension-in-past": _("This day has passed. Choose today or a later day."),
    "extension-after-verification": _(
        "Verification ends on %(verify_until)s, and a card that comes later cannot be read any more. Choose that day or"
        " an earlier one."
    ),
    "renumbering-over": _(
        "Session %(session)s is closed. Its package tells which gminas were renumbered, and stays as it is."
    ),
    "gmina-code-not-six-digits": _("“%(typed)s” is not a gmina's code. Type its first six digits, for example 060505."),
    "gmina-code-unchanged": _("Both codes are %(gmina)s. Type the code that the gmina had, and the one it has now."),
    "renumbering-told": _(
        "Session %(session)s has an entry for code %(gmina)s already. A renumbering is one to one: take the other"
        " back first."
    ),
    "renumbering-old-unknown": _(
        "No earlier session covered a gmina with code %(gmina)s, so there is no baseline to go on with. Check the code."
    ),
    "renumbering-old-valid": _(
        "On %(opens_on)s, when the session opens, the register still has code %(gmina)s. Only a code that is no longer"
        " valid was renumbered."
    ),
    "renumbering-new-unknown": _(
        "On %(opens_on)s, when the session opens, the register has no gmina with code %(gmina)s. Check the code, or"
        " take over a newer TERC file."
    ),
    "renumbering-new-outside": _(
        "Gmina %(gmina)s is not in the scope of this session. Add it to the scope first, or enter this in the session"
        " that covers it."
    ),
    "renumbering-merger": _(
        "An earlier session covered code %(gmina)s already, so this is a merger, not a renumbering. Nothing is entered"
        " for it."
    ),
    "renumbering-later": _(
        "On %(day)s the session will be open already: it opens on %(opens_on)s. Give the day since which the new code"
        " is valid."
    ),
    "card-of-other-kind": _("%(participant)s does not file Karta %(kind)s. Invite it for its own kind of card."),
}
