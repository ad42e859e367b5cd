"""Texts of the archive's errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

CORRECTION_REASONS: dict[str, str] = {
    "typing-error": _("a typing error"),
    "notice": _("a notice of the participant"),
    "verification": _("a mistake in verification"),
    "other": _("another reason"),
}
TEXTS: dict[str, str] = {
    "archive-changed": _(
        "The package in the archive is not the one that was sealed: its hash is %(found)s. Restore it."
    ),
    "seal-gone": _(
        "Session %(session)s is closed, but no seal of its package is in the database. Restore the database."
    ),
    "seal-chain-broken": _(
        "Session %(session)s, revision %(revision)s: it should supersede %(former)s, but names “%(supersedes)s”."
    ),
    "sealed-definitions-differ": _(
        "Session %(session)s, revision %(revision)s: the definitions in the database are not the sealed ones."
    ),
    "sealed-row-differs": _(
        "Session %(session)s, revision %(revision)s, table %(table)s, row %(key)s, column %(column)s: the seal says "
        "%(sealed)s, the database says %(found)s."
    ),
    "sealed-row-gone": _(
        "Session %(session)s, revision %(revision)s, table %(table)s: the sealed row %(key)s is not in the database "
        "any more, or says something else there."
    ),
    "sealed-row-added": _(
        "Session %(session)s, revision %(revision)s, table %(table)s: the row %(key)s is in the database, but was not "
        "sealed."
    ),
    "baseline-row-differs": _(
        "Session %(session)s, revision %(revision)s, table %(table)s, row %(key)s, column %(column)s belongs to a "
        "baseline: the first revision says %(sealed)s, this one %(found)s."
    ),
    "baseline-row-gone": _(
        "Session %(session)s, revision %(revision)s, table %(table)s: the row %(key)s of a baseline is missing."
    ),
    "baseline-row-added": _(
        "Session %(session)s, revision %(revision)s, table %(table)s: the row %(key)s was added to a baseline."
    ),
    "baseline-mark-differs": _(
        "Session %(session)s, gmina %(gmina)s: card %(card)s does not bear the mark of a baseline as it should, or "
        "bears it without being one. The mark is what has the database keep the card."
    ),
    "card-shown-differs": _(
        "Session %(session)s: what pages show of card %(card)s is not what was submitted and sealed."
    ),
    "card-unreadable": _(
        "Card %(card)s (%(kind)s, gmina %(gmina)s, respondent %(respondent)s) is no readable card any more: "
        "%(reason)s. Restore the database."
    ),
    "submission-differs": _(
        "Session %(session)s: submission %(submission)s is not what its receipt's hash was made of."
    ),
    "revision-changes-baseline": _(
        "The new revision would change a baseline: table %(table)s, row %(key)s, column %(column)s. Nothing was "
        "sealed. A mistake in a baseline is told in an erratum."
    ),
    "package-of-known-session": _(
        "Session %(session)s is there already, and this package is not its sealed one. "
        "Compare the two with atlas verify."
    ),
    "package-of-trial": _(
        "The package of session %(session)s was not imported: it is a trial's. A trial counts for nothing; look at its"
        " figures with atlas compute --partial."
    ),
    "package-too-early": _(
        "The package of session %(session)s was not imported: it is number %(sequence)s of the sequence, and no closed"
        " session has number %(missing)s. Import the earlier packages or close the earlier sessions first."
    ),
    "package-too-late": _(
        "The package of session %(session)s was not imported: it is number %(sequence)s of the sequence, and session"
        " %(later)s, a later one, is closed already, with baselines that do not know this one. Import all packages into"
        " an empty database, in one command."
    ),
    "package-number-taken": _(
        "The package of session %(session)s was not imported: its number %(sequence)s of the sequence is that of"
        " session %(other)s. If that one is only planned, turn it into a trial, import the package, then turn it back;"
        " otherwise the package cannot come into this database."
    ),
    "participant-of-other-kind": _(
        "%(participant)s is registered as %(kind)s, the package has it as the other kind. "
        "Correct the code in one of them."
    ),
}
