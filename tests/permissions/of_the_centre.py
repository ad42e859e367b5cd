"""What each role is answered at the Centre's addresses."""

from __future__ import annotations

from tests.permissions.answers import (
    CENTRE_DOES,
    CENTRE_IS_REFUSED,
    CENTRE_SEES,
    CENTRE_SENDS_NOTHING,
    CENTRE_WITHOUT_ENTRY,
    GONE,
    REFUSED,
    all_but,
)

OF_THE_CENTRE: dict[str, dict[str, dict[str, object]]] = {
    "backoffice:jobs": {"get": CENTRE_SEES},
    "backoffice:job": {"get": CENTRE_SEES},
    "backoffice:session": {"get": CENTRE_SEES},
    "backoffice:completeness": {"get": CENTRE_SEES},
    "backoffice:completeness-of": {"get": CENTRE_SEES},
    "backoffice:asked-list": {"get": CENTRE_SEES},
    "backoffice:asked-file": {"get": CENTRE_SEES},
    "backoffice:remind": {"post own": CENTRE_DOES, "post other": CENTRE_DOES},
    "backoffice:announcement": {"get": CENTRE_SEES},
    "backoffice:announce": {"get": CENTRE_SEES, "post": CENTRE_IS_REFUSED},  # the session is open
    "backoffice:send-announcement-again": {"post": CENTRE_DOES},
    "backoffice:letters": {"get": CENTRE_SEES},
    "backoffice:letters-csv": {"get": CENTRE_SEES},
    "backoffice:without-address": {"get": CENTRE_SEES},
    "backoffice:letter-text": {"get": CENTRE_SEES, "post": CENTRE_SEES},  # what is sent lacks the text
    "backoffice:letter-preview": {"get": CENTRE_SEES},
    "backoffice:trial-letter": {"post": CENTRE_DOES},
    "backoffice:letters-of-intent": {"get": CENTRE_SEES},
    "backoffice:send-letters-of-intent": {"post": CENTRE_DOES},
    "backoffice:letters-of-intent-csv": {"get": CENTRE_SEES},
    "backoffice:letter-of-intent": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:letter-of-intent-pdf": {"get": CENTRE_SEES},
    "backoffice:new-session": {"get": CENTRE_SEES, "post": CENTRE_SEES},  # an empty form comes back
    "backoffice:move-session": {"post": CENTRE_IS_REFUSED},  # no step is named
    "backoffice:copy-session": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:delete-session": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:session-calendar": {"get": CENTRE_SEES},
    "backoffice:plan": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:plan-scope": {"get": CENTRE_SEES},
    "backoffice:change-scope": {"post": CENTRE_IS_REFUSED},  # from here on the session is open already
    "backoffice:plan-scope-within": {"get": CENTRE_SEES, "post": CENTRE_IS_REFUSED},
    "backoffice:plan-codes": {"get": CENTRE_SEES, "post": CENTRE_SEES},  # an empty form comes back
    "backoffice:take-codes-back": {"post": CENTRE_DOES},
    "backoffice:plan-participants": {"get": CENTRE_SEES},
    "backoffice:invite-proposed": {"post": CENTRE_IS_REFUSED},
    "backoffice:leave-out": {"post": CENTRE_DOES},  # nobody is ticked: the list comes again
    "backoffice:invite-again": {"post": CENTRE_IS_REFUSED},
    "backoffice:add-participant": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:plan-schedule": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:plan-points": {"get": CENTRE_SEES},
    "backoffice:add-point": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:point": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:remove-point": {"post": CENTRE_DOES},
    "backoffice:closing": {"get": CENTRE_SEES},
    "backoffice:close-session": {  # the session is open: it is not closed before its cards are verified
        "post": all_but(everybody=GONE, analyst=REFUSED, administrator=REFUSED),
    },
    "backoffice:closing-gminas": {"get": CENTRE_SEES},
    "backoffice:closing-point": {"get": CENTRE_SEES},
    "backoffice:closing-protocol": {"get": all_but(everybody=GONE)},  # there is none before it is closed
    "backoffice:verification": {"get": CENTRE_SEES},
    "backoffice:next-card": {"post": CENTRE_DOES},
    "backoffice:accept-clean": {"get": CENTRE_SEES, "post": CENTRE_DOES},
    "backoffice:review": {"get own": CENTRE_DOES},  # it was withdrawn: its people's page shows it
    "backoffice:hold-review": {"post own": CENTRE_SEES},
    "backoffice:take-review-over": {"post own": CENTRE_DOES},
    "backoffice:leave-review": {"post own": CENTRE_DOES},
    "backoffice:accept-card": {"post own": CENTRE_DOES},  # back to the queue: the card was withdrawn
    "backoffice:return-card": {"post own": CENTRE_DOES},
    "backoffice:set-card-aside": {"post own": CENTRE_DOES},
    "backoffice:settle-flag": {"post own": CENTRE_IS_REFUSED},  # the card is not submitted
    "backoffice:results": {"get": CENTRE_SEES},
    "backoffice:compute-results": {  # the session was not closed: it has no package
        "post": all_but(everybody=GONE, analyst=REFUSED, administrator=REFUSED),
    },
    "backoffice:result-file": {"get": CENTRE_SEES},
    "backoffice:help": {"get": CENTRE_SEES},
    "backoffice:extend": {"get own": CENTRE_SEES, "post own": CENTRE_SEES},  # an empty form says what is missing
    "backoffice:enter-card": {"get own": CENTRE_SEES, "post own": CENTRE_SEES},
    "backoffice:enter-statistics": {  # by an invitation to a Karta IZUS only
        "get own": all_but(everybody=GONE),
        "get office": CENTRE_SEES,
        "post office": CENTRE_SEES,
    },
    "backoffice:entered-card": {"get own": CENTRE_SEES, "post own": CENTRE_SENDS_NOTHING},
    "backoffice:leave-entry": {"post own": CENTRE_WITHOUT_ENTRY},
    "backoffice:card-source": {"get own": CENTRE_SEES},
    "backoffice:remove-source": {"post own": CENTRE_WITHOUT_ENTRY},
    "backoffice:obstacle": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:close-obstacle": {"post": CENTRE_SEES},
    "backoffice:errata": {"get": CENTRE_SEES, "post": CENTRE_SEES},
    "backoffice:preview-corrections": {"post": CENTRE_IS_REFUSED},  # the session is open: nothing waits
    "backoffice:seal-revision": {"post": CENTRE_IS_REFUSED},
    "backoffice:correct-card": {"get": CENTRE_IS_REFUSED, "post": CENTRE_IS_REFUSED},
    "backoffice:revision-protocol": {"get": all_but(everybody=GONE)},
    "backoffice:drop-correction": {"post": all_but(everybody=GONE)},  # there is none
}
