"""What the spreadsheet form says by itself: heads, how to fill it in, hints at cells. English message ids."""

from __future__ import annotations

from typing import Final

from atlas.kernel.language import _
from atlas.sheets.layout import Column, StatisticColumn

CARD_HEADS: Final = {
    Column.NUMBER: _("No."),
    Column.LABEL: _("What we ask"),
    Column.ANSWER: _("Your answer"),
    Column.UNIT: _("What to count in"),
    Column.REASON: _("If empty, why"),
    Column.PREVIOUS: _("Previously"),
    Column.EXPLANATION: _("Explanation, if something is unusual"),
}
STATISTIC_HEADS: Final = {
    StatisticColumn.NUMBER: _("No."),
    StatisticColumn.LABEL: _("What we ask"),
    StatisticColumn.ANSWER: _("Your answer"),
    StatisticColumn.UNIT: _("What to count in"),
    StatisticColumn.SOURCE: _("Where the figure is from"),
    StatisticColumn.AS_OF: _("Figure as of (date)"),
    StatisticColumn.PREVIOUS: _("Previously"),
}
HOW: Final = _("How to fill it in")
LISTS: Final = _("In lists, put x beside everything that fits you. If nothing does, put x at “none of the above”.")
CARD_HOW: Final = (
    _("Type only in the framed fields. The others are locked."),
    _("Type a number. If there were no such events, type 0. If you do not know, leave it empty and choose a reason."),
    LISTS,
    _("You may leave items empty. Only those marked “required” must be filled in."),
    _("Do not add, delete or move rows. Save the file as .xlsx and send it back."),
)
STATISTIC_HOW: Final = (
    _("Type only in the framed fields. The others are locked."),
    _("Type a number. If you do not know it, leave the row empty. Nothing is not zero: type 0 only if it is 0."),
    _("Beside each figure choose where it is from, and type the day it speaks of."),
    _("Do not add, delete or move rows. Save the file as .xlsx and send it back."),
)
NOBODYS: Final = _("This form belongs to no session and nobody yet. Ask the Monitoring Centre for one with your name.")
REQUIRED: Final = _("required")
TICK_BELOW: Final = _("put x below")
PERSONAL: Final = _("The Centre needs these details only to ask about the card. They are never published.")
FOOT: Final = _("page %(page)s of %(pages)s")
NUMBER_TITLE: Final = _("A whole number")
NUMBER_HINT: Final = _(
    "Type a number. If there were no such events, type 0. If you do not know, leave it empty and choose a reason."
)
STATISTIC_HINT: Final = _("Type a number. If you do not know it, leave it empty.")
NUMBER_WARNING: Final = _("A whole number belongs here, for example 12. Keep what you have typed anyway?")
MONEY_TITLE: Final = _("An amount in złoty")
MONEY_HINT: Final = _("Type an amount, for example 32150,40. If the service cost nothing, type 0.")
MONEY_WARNING: Final = _("An amount belongs here, for example 32150,40. Keep what you have typed anyway?")
DATE_TITLE: Final = _("A date")
DATE_HINT: Final = _("Type a date: day, month, year, for example 15.12.2022.")
DATE_WARNING: Final = _("A date belongs here, for example 15.12.2022. Keep what you have typed anyway?")
CHOICE_TITLE: Final = _("Choose from the list")
CHOICE_HINT: Final = _("Click the arrow at the field and choose one answer.")
CHOICE_WARNING: Final = _("This answer is not on the list. Keep what you have typed anyway?")
TICK_HINT: Final = _("Put x if it fits you. Leave it empty if not.")
REASON_TITLE: Final = _("Why is it empty?")
REASON_HINT: Final = _("Choose a reason only if you leave the answer empty.")
EXPLANATION_TITLE: Final = _("Explanation")
EXPLANATION_HINT: Final = _(
    "If the figure may look unusual, say in a sentence why. Do not write anybody's name or illness."
)
PREVIOUS_ROW: Final = _("Previously, in the same order")
