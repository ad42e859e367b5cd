"""Texts of closing's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "session-not-closed": _(
        "Session %(session)s is not closed yet. Errata and corrections come after closing; until then return the card."
    ),
    "erratum-text-needed": _("Write what was wrong and what would be right."),
    "erratum-territory-unknown": _(
        "Session %(session)s has no territory %(territory)s. Type a TERYT code of its scope, or PL for the country."
    ),
    "erratum-indicator-unknown": _(
        "There is no indicator %(indicator)s in this session's definitions. Choose one from the list, or leave it "
        "empty."
    ),
    "correction-of-baseline": _(
        "This card belongs to the baseline of the gmina %(gmina)s, which is never changed. Add an erratum instead: it "
        "stands beside the values."
    ),
    "correction-card-not-accepted": _("Only an accepted card can be corrected: others are not in the package."),
    "correction-reason-needed": _("Choose the reason of the correction."),
    "correction-words-needed": _("Say the reason in words, since you chose “other”."),
    "correction-line-unknown": _("This line is not one that can be corrected. Choose another."),
    "correction-changes-nothing": _(
        "The card says this already, or a correction that waits does. Type what it should say; what waits by mistake is"
        " thrown away in the list of corrections."
    ),
    "correction-breaks-rule": _(
        "With its corrections the card %(kind)s of %(gmina)s (%(respondent)s) breaks a rule that every accepted card"
        " keeps: %(message)s Correct it once more, or throw a correction away."
    ),
    "correction-applied": _(
        "This correction stands in a sealed revision and stays. Correct the card once more instead."
    ),
    "correction-not-found": _("There is no such correction any more. Go back to the list."),
    "corrections-changed": _(
        "The corrections, the errata or the sealed package changed since the preview. Make a new preview and look "
        "at it."
    ),
    "nothing-to-revise": _("No correction waits in session %(session)s. Correct a card first."),
    "guard-gone": _(
        "Nothing keeps the rows of %(table)s as they are: the trigger %(trigger)s is missing or changed. Run atlas-web "
        "prepare, which puts it back."
    ),
    "closing-not-confirmed": _("Type the session's code, %(session)s, to confirm. Nothing was changed."),
    "closing-list-changed": _(
        "Since you opened this page, a card was accepted, or a renumbering entered or taken back, so other gminas may"
        " get their baseline now. Read the list once more, then confirm."
    ),
    "closing-cards-undecided": _(
        "The session cannot be closed yet: %(count)s cards wait for a decision. Accept each of them or set it aside."
    ),
    "closing-two-izus": _(
        "The session cannot be closed like this: %(count)s gminas have two accepted Karty IZUS, and a package takes one"
        " of a gmina. They stand in the list below."
    ),
    "closing-sequence-gap": _(
        "Sessions are closed in their order: number %(sequence)s waits for number %(missing)s. Close the earlier"
        " session first, or import its package."
    ),
    "closing-cards-changed": _(
        "The cards of session %(session)s, or earlier ones that they are judged beside, changed while its package was"
        " written. Nothing was sealed. Start closing it again."
    ),
    "closing-no-room": _(
        "The package could not be written because the disk is full (%(reason)s). Nothing was sealed, and cards move"
        " again. Make room in the archive, then start closing the session again."
    ),
    "closing-cannot-write": _(
        "The package could not be written: %(reason)s. Nothing was sealed, and cards move again. Whoever looks after"
        " the machine checks the archive's folder; then start closing the session again."
    ),
    "protocol-not-found": _("This session has no protocol yet. It is made when the session is closed."),
}
