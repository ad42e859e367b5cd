"""Texts of the sessions' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "session-known": _("There is a session %(session)s already. Give another code."),
    "sequence-taken": _(
        "Another session has the sequence %(sequence)s already. Give session %(session)s the next free number."
    ),
    "session-not-planned": _("Session %(session)s is no longer being planned; its scope and invitations stay."),
    "session-transition": _("A session in the state “%(state)s” cannot do “%(action)s”. Look at its page again."),
    "card-invitation-not-found": _("You were not asked for this card. Look at the list of your cards."),
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
    "extension-reason-needed": _("Write why this participant gets more time. Whoever verifies the card reads it."),
    "card-of-other-kind": _("%(participant)s does not file Karta %(kind)s. Invite it for its own kind of card."),
}
