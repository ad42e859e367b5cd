"""Texts of closing's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "guard-gone": _(
        "Nothing keeps the rows of %(table)s as they are: the trigger %(trigger)s is missing or changed. Run atlas-web "
        "prepare, which puts it back."
    ),
    "closing-not-confirmed": _("Type the session's code, %(session)s, to confirm. Nothing was changed."),
    "closing-list-changed": _(
        "A card was accepted since you opened this page, so other gminas may get their baseline now. Read the list once"
        " more, then confirm."
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
        "The cards of session %(session)s changed while its package was written. Nothing was sealed. Start closing it"
        " again."
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
