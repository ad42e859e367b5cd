"""Texts of the kernel's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "bad-input": _("The input has mistakes."),
    "cannot-write": _(
        "Cannot write here: %(reason)s. Nothing was changed. Choose another folder with --out, or make room."
    ),
    "number-negative": _("%(found)s is below zero. Enter 0 or more."),
    "number-exponent": _(
        "%(found)s is written with an exponent. Write the number out in digits, for example 100000 instead of 1e5."
    ),
    "number-underscore": _("%(found)s has underscores. Part the thousands with a space, or not at all."),
    "number-digits": _("%(found)s is not written with the digits 0 to 9. Type it again with these digits."),
    "number-ambiguous": _("%(found)s can be read in two ways: is it %(whole)s or %(fraction)s? Type the one you mean."),
    "number-grouping": _(
        "In %(found)s the digits are not grouped as in a number. Write for example 1234 or 1 234, and decimals after a "
        "comma."
    ),
    "number-fraction": _("%(found)s is not whole. Only whole things are counted here: enter 0, 1, 2 and so on."),
    "number-decimals": _("%(found)s has more than two decimals. Enter złoty and grosz, for example 12195,10."),
    "number-too-large": _("%(found)s is too large: at most %(most)s fits here. Check for extra zeros."),
    "number-unreadable": _(
        "%(found)s is not a number. Enter digits only, without words or units; where you have no data, nothing."
    ),
    "territories-unreadable": _("Not a territory table: %(reason)s. Make it anew with: atlas terc FILE"),
    "terc-unreadable": _(
        "Not a readable TERC file: %(reason)s. Give the official CSV file of GUS (UTF-8, semicolons)."
    ),
    "terc-columns": _("The header lacks %(missing)s. The official TERC file starts with %(wanted)s."),
    "terc-row": _("This row does not have the seven columns %(wanted)s. Download the file again, or mend the row."),
    "terc-code": _("%(found)s is no TERYT code: it has 2, 4 or 7 digits. Download the file again, or mend the row."),
}
