"""Texts of the engine's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "package-missing": _("There is no such file or folder. Check the path."),
    "package-no-manifest": _("There is no %(manifest)s here. Give the folder or ZIP that has it at its top."),
    "zip-unreadable": _("Not a readable ZIP or package: %(reason)s. Ask for the file again."),
    "zip-too-large": _("The ZIP unpacks to more than %(most_mb)s MB. Unpack it yourself and give the folder."),
    "zip-too-many-files": _(
        "The ZIP holds %(found)s files; at most %(most)s are unpacked. A package has about fifteen."
    ),
    "zip-encrypted": _("%(found)s is encrypted. Pack the files again without a password."),
    "zip-name-twice": _("%(found)s stands twice in the ZIP. Pack the files again."),
    "path-leaves-package": _(
        "The path %(found)s leads out of the package. A package names only files of its own folder."
    ),
    "manifest-not-json": _("Not readable as JSON: %(reason)s. Ask for the package again."),
    "manifest-invalid": _("%(key)s: %(reason)s. Each resource needs name, path, format and hash."),
    "manifest-name-twice": _("The resource %(name)s stands twice. A package has each table once."),
    "format-unknown": _("The format %(found)s is not read. Known here: %(known)s."),
    "file-missing": _("The file of resource %(resource)s is missing. Ask for the package again."),
    "hash-form": _("The hash must be sha256: and 64 hex digits; found: %(found)s."),
    "hash-differs": _(
        "The file is not what was sealed: its SHA-256 is %(found)s, the manifest says %(sealed)s. "
        "Ask for the package again; do not mend the file."
    ),
    "resource-missing": _("The resource %(resource)s is missing. A package needs it, even if it is empty."),
    "column-missing": _("The column is missing in %(resource)s. Add it; cells may be empty."),
    "schema-differs": _(
        "The manifest declares the columns %(declared)s, the file has %(found)s. Write the package again."
    ),
    "csv-bom": _("The file starts with a byte order mark. Save it as UTF-8 without BOM."),
    "csv-not-utf8": _("This row is not UTF-8. Save the file as UTF-8."),
    "csv-no-header": _("There is no header. The first row holds the column names, separated by commas."),
    "csv-column-twice": _("This column stands twice. Keep one of them."),
    "csv-columns": _("The row has %(found)s cells, the header %(wanted)s. Check commas and quotes."),
    "csv-unreadable": _("Not readable as CSV: %(reason)s. Check quotes and commas."),
    "parquet-unreadable": _("Not readable as Parquet: %(reason)s. The file may be cut off: ask for it again."),
    "parquet-type": _("The column has type %(found)s; needed is %(wanted)s. Write the package again."),
    "cell-required": _("The cell is empty; a value is needed here."),
    "cell-negative": _("%(found)s is below zero. Only 0 and more can be counted."),
    "cell-pattern": _("%(found)s does not have the right form (%(wanted)s)."),
    "cell-option": _("%(found)s is none of the codes: %(wanted)s."),
    "cell-options": _(
        "%(found)s is not a choice of these codes in this order, each once, joined by |, or none alone: %(wanted)s."
    ),
    "cell-whole": _("%(found)s is not a whole number (0, 1, 2, …; no spaces, signs or leading zeros)."),
    "cell-money": _("%(found)s is not an amount in PLN (12195.10: a dot and at most two digits after it)."),
    "cell-yes_no": _("%(found)s is neither true nor false."),
    "cell-date": _("%(found)s is not a day (2025-12-31)."),
    "key-twice": _("%(found)s stands twice; the key must be unique. Keep one of the rows."),
    "session-one-row": _("The table session has %(found)s rows; a package holds exactly one session."),
    "session-dates": _("Session %(session)s ends before it starts. Correct its period or its opening and closing day."),
    "session-sequence": _("The sequence is %(sequence)s; sessions are numbered from 1."),
    "template-version": _(
        "The session used card template %(found)s, its definitions hold %(known)s. Ask for the package again."
    ),
    "definitions-needed": _(
        "The session used card template %(found)s. Without definitions.json only version %(known)s can be read."
    ),
    "powiat-not-prefix": _("The powiat %(powiat)s is not the first four digits of gmina %(gmina)s."),
    "voivodeship-not-prefix": _("The voivodeship %(voivodeship)s is not the first two digits of gmina %(gmina)s."),
    "gmina-twice": _("Gmina %(gmina)s stands twice in the scope: its first six digits are another row's."),
    "scope-empty": _("The scope holds no gmina. A session monitors at least one; add it to scope."),
    "outside-scope": _("Gmina %(gmina)s is not in the session's scope. Add it to scope, or take the row out."),
    "card-not-invited": _(
        "The Karta %(kind)s of %(respondent)s for gmina %(gmina)s has no invitation. Add it to invitations, "
        "or take the card out."
    ),
    "service-without-card": _(
        "%(respondent)s has no Karta NGO for gmina %(gmina)s. Add the card, or take the row out."
    ),
    "respondent-not-registered": _("%(respondent)s is not in the register %(register)s. Add it there."),
    "two-izus-cards": _(
        "Gmina %(gmina)s has two Karty IZUS (here: %(respondent)s). A gmina has one; keep the right one."
    ),
    "session-twice": _(
        "Session %(session)s comes twice: %(first)s and %(second)s. "
        "Give one package, of one revision, for each session."
    ),
    "sequence-gap": _(
        "The sessions given have the sequence %(found)s; needed is 1 to %(last)s, each once. "
        "Give the missing packages, or use --partial to compute without baseline and change."
    ),
    "sum-too-large": _("A sum does not fit 64 bits (%(reason)s). A cell must hold a mistaken, enormous number."),
    "engine-unknown": _("ATLAS_ENGINE is %(found)s. Known engines: %(known)s."),
    "spark-missing": _("PySpark is not installed. Install atlas-mp[spark], or unset ATLAS_ENGINE."),
}
