"""Texts of the registers' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "participant-not-found": _("There is no participant %(participant)s here for you. Check the address."),
    "member-not-found": _("There is no such person here. Go back to the list."),
    "invitation-not-found": _("There is no such open invitation. Go back to the list."),
    "request-not-found": _("There is no such request. Go back to the list."),
    "people-not-yours": _("Only who manages the people of %(name)s may do this. Ask them, or write to the Centre."),
    "function-of-other-kind": _(
        "%(function)s is no function of this kind of participant (%(kind)s). Choose another one."
    ),
    "already-member": _("This person represents the participant already."),
    "invitation-over": _(
        "This link no longer works: it was used or withdrawn, its time is over, or a newer letter has another one. Open"
        " the link of your newest letter, or ask for a new invitation."
    ),
    "last-manager": _("Somebody must manage the people. Hand over to another person first."),
    "member-gone": _("This person no longer represents the participant. Go back to the list."),
    "request-answered": _("This request was answered already. Go back to the list."),
    "participant-known": _(
        "There is a participant with the code %(participant)s already. Leave the code empty or change it."
    ),
    "number-known": _("An organisation with the number %(number)s is registered already. Check %(name)s."),
    "krs-wrong": _("%(found)s is no KRS number. It has ten digits."),
    "nip-wrong": _("%(found)s is no NIP. It has ten digits, and the last one must fit the others. Check each digit."),
    "regon-wrong": _(
        "%(found)s is no REGON. It has 9 or 14 digits, and the last one must fit the others. Check each digit."
    ),
    "terc-empty": _("The TERC file holds no territory. Give the official file, whole."),
    "terc-day": _("The TERC file must speak of one day; found: %(found)s. Give the official file of one day."),
    "terc-twice": _("%(twice)s codes stand twice in the TERC file. Give the official file of one day."),
    "terc-older": _(
        "The file speaks of %(as_of)s, the register already of %(newest)s. Give a newer file; history is not rewritten."
    ),
    "terc-other-of-day": _(
        "Another file of %(as_of)s was taken over before, and this one differs. History is not rewritten."
    ),
    "table-unreadable": _("Not a readable table: %(reason)s. Give a CSV (UTF-8) or XLSX file with a header."),
    "table-too-large": _("The table is too large: at most %(most_mb)s MB and 50,000 rows are read. Divide it."),
    "table-empty": _(
        "The file is empty. Give a CSV (UTF-8) or XLSX file with a header and a row for each organisation."
    ),
    "table-no-xlsx": _(
        "This is no XLSX file, whatever it is called. Open it in a spreadsheet program, save it as .xlsx."
    ),
    "table-locked": _("The file is protected with a password. Open it, remove the password, and save it again."),
    "table-macros": _("The file has macros; none are run. Save it as .xlsx without macros, or as CSV."),
    "table-unsafe": _(
        "The file is made in a way that no spreadsheet program makes them; it was not opened. Ask its sender what it"
        " is, or copy the rows into a new file."
    ),
    "table-formulas": _(
        "The file holds formulas or values of other files, in cells: %(cells)s. Copy the rows into a new file as values"
        " (Paste Special)."
    ),
    "table-column-twice": _("Columns stand twice: %(found)s. Keep one of each."),
    "row-name-missing": _("The name is missing. Each organisation needs one."),
    "row-name-long": _("The name is too long; it may have %(most)s characters. Shorten it."),
    "row-legal-form": _("%(found)s is no legal form. Known are: %(known)s."),
    "row-gmina": _("%(found)s is no gmina of today. Give seven digits of TERYT; several are separated by |."),
    "row-twice": _("%(found)s stands twice in the file. Keep one of the rows."),
    "row-registered": _("%(found)s is registered already. Take the row out, or correct it."),
}
