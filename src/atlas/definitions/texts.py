"""Texts of the definitions' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "definition-unreadable": _("Not readable as YAML: %(reason)s. Mend the file at this place."),
    "definition-key-missing": _("%(key)s is missing. Add it."),
    "definition-key-unknown": _("%(key)s is not a key that a definition has. Take it out, or correct its spelling."),
    "definition-key-twice": _("%(key)s stands twice. Keep one of them."),
    "definition-value": _("%(key)s: %(reason)s. Found: %(found)s."),
    "definition-missing": _("%(missing)s is missing in this folder. A set of definitions needs it."),
    "definition-unknown-catalogue": _("There is no catalogue %(found)s. Known: %(nearest)s."),
    "definition-unknown-unit": _("There is no unit %(found)s. Known: %(nearest)s."),
    "definition-unknown-item": _("The card has no item %(found)s. Correct the code."),
    "definition-unknown-indicator": _("There is no indicator %(found)s. Give an id that stands in indicators/."),
    "definition-kind": _("The kind is %(found)s, but the formula makes a %(wanted)s. Correct one of them."),
    "definition-breakdown": _(
        "Nothing can be broken down by %(found)s. Give a multi-choice item or the key of the table: %(nearest)s."
    ),
    "formula-too-long": _("The formula has %(long)s characters; at most %(most)s are read. Shorten it."),
    "formula-syntax": _(
        "Line %(line)s, column %(column)s of the formula: found %(found)s where one of these can stand: %(wanted)s."
    ),
    "formula-number-too-large": _(
        "Line %(line)s, column %(column)s of the formula: the largest number is %(most)s. Write a smaller one."
    ),
    "formula-no-such-day": _("Line %(line)s, column %(column)s of the formula: there is no day %(found)s."),
    "formula-unknown-item": _(
        "Line %(line)s, column %(column)s of the formula: the card has no item %(found)s. Nearest: %(nearest)s."
    ),
    "formula-unknown-statistic": _(
        "Line %(line)s, column %(column)s of the formula: there is no territory statistic %(found)s. "
        "Nearest: %(nearest)s."
    ),
    "formula-unknown-option": _(
        "Line %(line)s, column %(column)s of the formula: the item has no option %(found)s. Nearest: %(nearest)s."
    ),
    "formula-unknown-function": _(
        "Line %(line)s, column %(column)s of the formula: no function %(found)s here. There are: %(nearest)s."
    ),
    "formula-arguments": _(
        "Line %(line)s, column %(column)s of the formula: %(function)s takes %(wanted)s arguments, not %(found)s."
    ),
    "formula-name-wanted": _(
        "Line %(line)s, column %(column)s of the formula: %(function)s takes the code of an item here."
    ),
    "formula-wrong-kind": _(
        "Line %(line)s, column %(column)s of the formula: this is a %(found)s, needed is: %(wanted)s."
    ),
    "formula-mixed-tables": _(
        "Line %(line)s, column %(column)s of the formula: all columns must belong to the same table of the card."
    ),
    "formula-form": _("Line %(line)s, column %(column)s: not the form of an indicator. The forms are: %(wanted)s."),
}
