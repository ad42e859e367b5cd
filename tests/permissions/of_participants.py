"""What each role is answered at the addresses of participants, readers and accounts."""

from __future__ import annotations

from tests.permissions.answers import (
    ADMINISTRATOR_DOES,
    ADMINISTRATOR_SEES,
    CARD_IS_ASKED_ABOUT,
    CARD_MOVES,
    CARD_SEEN,
    CENTRE_ANSWERS,
    CENTRE_SEES,
    DONE,
    GONE,
    NO,
    NOT_TO_ONESELF,
    OTHER_CARD_MOVES,
    OTHER_CARD_SEEN,
    READER_SEES,
    REFUSED,
    ROLES,
    SEEN,
    all_but,
)

OF_PARTICIPANTS: dict[str, dict[str, dict[str, object]]] = {
    "health": {"get": dict.fromkeys(ROLES, SEEN)},
    "set_language": {"post": dict.fromkeys(ROLES, DONE)},
    "account": {"get": dict.fromkeys(ROLES, DONE)},
    "outbox": {"get": dict.fromkeys(ROLES, SEEN)},  # on one's own machine only: tests/architecture/test_web.py
    "workspace:home": {"get": all_but(everybody=SEEN)},
    "workspace:join": {"get": dict.fromkeys(ROLES, SEEN), "post": dict.fromkeys(ROLES, SEEN)},
    "workspace:join-asked": {"get": dict.fromkeys(ROLES, SEEN)},
    "workspace:invitation": {"get": dict.fromkeys(ROLES, SEEN)},
    "workspace:accept-invitation": {  # the link lets whoever holds it in, once; nobody is shown the form of an account
        "post": dict.fromkeys(ROLES, DONE) | {"nobody": SEEN, "member": REFUSED, "manager": REFUSED},
    },
    "workspace:people": {
        "get own": all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=SEEN, administrator=SEEN),
        "get other": all_but(everybody=GONE, analyst=SEEN, administrator=SEEN),
    },
    "workspace:invite-member": {  # an empty form comes back with what is missing
        "post own": all_but(everybody=GONE, member=NO, manager=SEEN, analyst=NO, administrator=SEEN),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=SEEN),
    },
    "workspace:remove-member": {
        "post own": all_but(everybody=GONE, member=NO, manager=DONE, analyst=NO, administrator=DONE),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=DONE),
    },
    "workspace:hand-over": {  # only who manages hands over; the Centre invites somebody instead
        "post own": all_but(everybody=GONE, member=NO, manager=DONE, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:withdraw-invitation": {
        "post own": all_but(everybody=GONE, member=NO, manager=DONE, analyst=NO, administrator=DONE),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=DONE),
    },
    "workspace:card": {"get own": CARD_MOVES, "get other": OTHER_CARD_MOVES},
    "workspace:card-section": {
        "get own": all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=DONE, administrator=DONE),
        "get other": OTHER_CARD_MOVES,
        "post own": all_but(everybody=GONE, member=DONE, manager=DONE, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:check-card": {  # what is sent lacks the statement
        "get own": CARD_SEEN,
        "get other": OTHER_CARD_SEEN,
        "post own": all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:receipt": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:receipt-answers": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:withdraw-card": {  # the card was withdrawn already
        "post own": all_but(everybody=GONE, member=REFUSED, manager=REFUSED, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:start-card": {
        "post own": all_but(everybody=GONE, member=DONE, manager=DONE, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:start-statistics": {  # the invitation is an organisation's: statistics are no matter of its people
        "post own": all_but(everybody=GONE, member=NO, manager=NO, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:places": {"get": all_but(everybody=SEEN)},
    "workspace:card-sheet": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:card-pdf": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:receipt-pdf": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:submitted-card-pdf": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:upload-card": {  # what is sent lacks a file
        "get own": all_but(everybody=GONE, member=SEEN, manager=SEEN, analyst=NO, administrator=NO),
        "get other": all_but(everybody=GONE, analyst=NO, administrator=NO),
        "post own": all_but(everybody=GONE, member=REFUSED, manager=REFUSED, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:take-over-upload": {  # what is sent names no file that is kept
        "post own": all_but(everybody=GONE, member=REFUSED, manager=REFUSED, analyst=NO, administrator=NO),
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:accounts": {"get": ADMINISTRATOR_SEES},
    "workspace:invite-account": {"get": ADMINISTRATOR_SEES, "post": ADMINISTRATOR_SEES},
    "workspace:account": {"get own": ADMINISTRATOR_SEES, "get other": ADMINISTRATOR_SEES},
    "workspace:change-place": {"post own": ADMINISTRATOR_SEES, "post other": ADMINISTRATOR_SEES},  # no role chosen
    "workspace:reset-second-step": {"post own": ADMINISTRATOR_SEES, "post other": ADMINISTRATOR_SEES},  # no reason yet
    "workspace:deactivate-account": {"post own": NOT_TO_ONESELF, "post other": ADMINISTRATOR_DOES},
    "workspace:reactivate-account": {"post own": NOT_TO_ONESELF, "post other": ADMINISTRATOR_DOES},
    "workspace:withdraw-account-invitation": {"post": ADMINISTRATOR_DOES},
    "workspace:account-invitation": {"get": dict.fromkeys(ROLES, SEEN)},
    "workspace:accept-account-invitation": {  # it gives rights: to the account of its address only
        "post": dict.fromkeys(ROLES, REFUSED) | {"nobody": SEEN},
    },
    "workspace:card-history": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:card-version": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:compare-versions": {"get own": CARD_SEEN, "get other": OTHER_CARD_SEEN},
    "workspace:card-organisations": {  # of an institution's card only
        "get own": all_but(everybody=GONE),
        "get office": all_but(everybody=GONE, clerk=SEEN, analyst=SEEN, administrator=SEEN),
    },
    "workspace:report-obstacle": {  # an empty form comes back with what is missing
        "get own": CARD_IS_ASKED_ABOUT,
        "get other": all_but(everybody=GONE, analyst=NO, administrator=NO),
        "post own": CARD_IS_ASKED_ABOUT,
        "post other": all_but(everybody=GONE, analyst=NO, administrator=NO),
    },
    "workspace:report-obstacle-by-link": {"get": dict.fromkeys(ROLES, SEEN), "post": dict.fromkeys(ROLES, SEEN)},
    "workspace:obstacle-reported": {"get": dict.fromkeys(ROLES, SEEN)},
    "workspace:obstacles": {"get": CENTRE_SEES},
    "workspace:reader-completeness": {"get": READER_SEES},  # the reader's own voivodeship
    "workspace:reader-completeness-of": {"get": READER_SEES},
    "workspace:session-days": {
        "get": all_but(everybody=GONE, member=SEEN, manager=SEEN, clerk=SEEN, analyst=SEEN, administrator=SEEN),
    },
    "workspace:join-requests": {"get": CENTRE_SEES},
    "workspace:accept-request": {"post": CENTRE_ANSWERS},
    "workspace:refuse-request": {"post": CENTRE_ANSWERS},
}
