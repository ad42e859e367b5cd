"""The roles that ask, and how an address answers them: shorthands for rows of the matrix."""

from __future__ import annotations

ROLES = ("nobody", "stranger", "member", "manager", "clerk", "reader", "analyst", "administrator")
LOGIN, SEEN, DONE, GONE, NO, REFUSED = "login", 200, 302, 404, 403, 409


def all_but(**changed):
    """The answers of all roles: to nobody the log-in, to the others what `everybody` says, unless named."""
    everybody = changed.pop("everybody")
    return dict.fromkeys(ROLES, everybody) | {"nobody": LOGIN} | changed


CARD_SEEN = all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=SEEN, administrator=SEEN)
OTHER_CARD_SEEN = all_but(everybody=GONE, analyst=SEEN, administrator=SEEN)
CARD_MOVES = all_but(everybody=GONE, member=DONE, manager=DONE, analyst=DONE, administrator=DONE)
OTHER_CARD_MOVES = all_but(everybody=GONE, analyst=DONE, administrator=DONE)
CENTRE_SEES = all_but(everybody=GONE, analyst=SEEN, administrator=SEEN)
READER_SEES = all_but(everybody=GONE, reader=SEEN)
CENTRE_DOES = all_but(everybody=GONE, analyst=DONE, administrator=DONE)
CENTRE_IS_REFUSED = all_but(everybody=GONE, analyst=REFUSED, administrator=REFUSED)
ADMINISTRATOR_SEES = all_but(everybody=GONE, administrator=SEEN)
ADMINISTRATOR_DOES = all_but(everybody=GONE, administrator=DONE)
NOT_TO_ONESELF = all_but(everybody=GONE, administrator=NO)
CENTRE_ANSWERS = all_but(everybody=GONE, analyst=NO, administrator=DONE)
CENTRE_SENDS_NOTHING = all_but(everybody=GONE, analyst=REFUSED, administrator=REFUSED)
CENTRE_WITHOUT_ENTRY = all_but(everybody=GONE, analyst=NO, administrator=NO)  # a colleague entered the card
CARD_IS_ASKED_ABOUT = all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=NO, administrator=NO)
