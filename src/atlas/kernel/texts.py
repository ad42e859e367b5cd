"""Texts of the kernel's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "bad-input": _("The input has mistakes."),
    "cannot-write": _(
        "Cannot write here: %(reason)s. Nothing was changed. Choose another folder with --out, or make room."
    ),
    "territories-unreadable": _("Not a territory table: %(reason)s. Make it anew with: atlas terc FILE"),
    "terc-unreadable": _(
        "Not a readable TERC file: %(reason)s. Give the official CSV file of GUS (UTF-8, semicolons)."
    ),
    "terc-columns": _("The header lacks %(missing)s. The official TERC file starts with %(wanted)s."),
    "terc-row": _("This row does not have the seven columns %(wanted)s. Download the file again, or mend the row."),
    "terc-code": _("%(found)s is no TERYT code: it has 2, 4 or 7 digits. Download the file again, or mend the row."),
}
