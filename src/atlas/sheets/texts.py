"""Texts of the spreadsheet cards' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "session-file-unreadable": _("The session file cannot be read: %(reason)s. Mend it at this place."),
    "session-file-key-missing": _("%(key)s is missing. A session file needs it."),
    "session-file-key-unknown": _("A session file has no key %(key)s. Take it out, or correct its spelling."),
    "session-file-key-twice": _("%(key)s stands twice. Keep one of them."),
    "session-file-value": _("%(key)s must be a plain text or number. Found: %(found)s."),
    "session-file-register": _(
        "%(name)s must be a list of rows, each with plain values by column, or the name of a CSV file."
    ),
    "session-file-csv-beside": _(
        "%(found)s is not the name of a file beside the session file. Put the CSV file there and give its bare name."
    ),
    "session-file-csv-unreadable": _(
        "The CSV file %(found)s cannot be read: %(reason)s. It must lie beside the session file, saved as UTF-8."
    ),
    "session-file-csv-row": _("The row has not as many cells as the header (%(wanted)s). Check separators and quotes."),
    "session-file-column-unknown": _("There is no column %(found)s here. Known: %(known)s."),
    "session-file-template": _(
        "Version %(found)s of the Karta %(kind)s is not known; this program has version %(known)s. Correct the number."
    ),
}
