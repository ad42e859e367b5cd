"""Drop-downs and hints at cells. They help and ask back; what was typed is judged when the form is read, not here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from atlas.kernel.language import translate
from atlas.kernel.polish_numbers import LARGEST_MONEY, LARGEST_WHOLE
from atlas.sheets.layout import LISTS_SHEET, NO, REASONS, SOURCES, TICK, YES
from atlas.sheets.wording import said
from atlas.sheets.writing import words

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from atlas.definitions.models import Definitions
    from atlas.kernel.language import Language
    from atlas.sheets.layout import Line

    Check = dict[str, object]

LONGEST_HINT: Final = 255
LONGEST_TITLE: Final = 32
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)


class Lists:
    """Drop-downs' texts in a sheet that nobody sees: one column for each catalogue that a form chooses from."""

    def __init__(self, book: Workbook, definitions: Definitions, *, language: Language) -> None:
        self._sheet = book.add_worksheet(LISTS_SHEET)
        self._sheet.very_hidden()
        self._definitions = definitions
        self._language = language
        self._ranges: dict[str, str] = {}

    def labels(self, catalogue: str) -> list[str]:
        """Return the texts of a catalogue's options in order."""
        return [said(option.label, self._language) for option in self._definitions.catalogues[catalogue].options]

    def range(self, catalogue: str) -> str:
        """Return where the texts of a catalogue stand, as a drop-down refers to them."""
        if catalogue not in self._ranges:
            place, labels = len(self._ranges), self.labels(catalogue)
            self._sheet.write_column(0, place, labels)
            letter = chr(ord("A") + place)
            self._ranges[catalogue] = f"={LISTS_SHEET}!${letter}$1:${letter}${len(labels)}"
        return self._ranges[catalogue]


class Checks:
    """What each kind of cell offers and asks back, in the form's language."""

    def __init__(self, lists: Lists, *, language: Language) -> None:
        self._lists = lists
        self._language = language

    def answer(self, line: Line, *, kind: str) -> Check | None:
        """Return the check of an answer's cell; None where anything may be typed and nothing need be said."""
        match kind:
            case "whole":
                return self._within(LARGEST_WHOLE, words.NUMBER_TITLE, hint=words.NUMBER_HINT, ask=words.NUMBER_WARNING)
            case "statistic":
                hint = words.STATISTIC_HINT
                return self._within(LARGEST_WHOLE, words.NUMBER_TITLE, hint=hint, ask=words.NUMBER_WARNING)
            case "money":
                check = self._within(LARGEST_MONEY, words.MONEY_TITLE, hint=words.MONEY_HINT, ask=words.MONEY_WARNING)
                return check | {"validate": "decimal"}
            case "date":
                return self.date()
            case "yes_no":
                return self._choice([said(YES, self._language), said(NO, self._language)])
            case "choice":
                return self._choice(self._lists.range(line.item.options if line.item else ""))
            case "tick":
                return self._tick(line)
            case _:
                return None

    def date(self) -> Check:
        """Return the check of a cell for a day."""
        hints = self._hints(words.DATE_TITLE, words.DATE_HINT, ask=words.DATE_WARNING)
        return {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST, **hints}

    def reason(self) -> Check:
        """Return the check of the cell that says why there is no answer."""
        hints = self._hints(words.REASON_TITLE, words.REASON_HINT, ask=words.CHOICE_WARNING)
        return {"validate": "list", "source": self._lists.range(REASONS), **hints}

    def source(self) -> Check:
        """Return the check of the cell that says where a statistic is from."""
        return self._choice(self._lists.range(SOURCES))

    def explanation(self) -> Check:
        """Return the hint at the cell for a word about a warning."""
        return {"validate": "any", **self._hints(words.EXPLANATION_TITLE, words.EXPLANATION_HINT)}

    def _choice(self, source: list[str] | str) -> Check:
        hints = self._hints(words.CHOICE_TITLE, words.CHOICE_HINT, ask=words.CHOICE_WARNING)
        return {"validate": "list", "source": source, **hints}

    def _tick(self, line: Line) -> Check:
        told = said(line.help, self._language) if line.help else ""
        hint = f"{told}\n{translate(words.TICK_HINT, self._language)}".strip()
        title = _shortened(said(line.label, self._language), LONGEST_TITLE)
        hints = {"input_title": title, "input_message": _shortened(hint, LONGEST_HINT), "show_error": False}
        return {"validate": "list", "source": [TICK], **hints}

    def _within(self, most: int, title: str, *, hint: str, ask: str) -> Check:
        hints = self._hints(title, hint, ask=ask)
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": most, **hints}

    def _hints(self, title: str, hint: str, *, ask: str = "") -> Check:
        shown = {"input_title": translate(title, self._language), "input_message": translate(hint, self._language)}
        if not ask:
            return {**shown, "show_error": False}
        title, ask = translate(title, self._language), translate(ask, self._language)
        return {**shown, "error_type": "warning", "error_title": title, "error_message": ask}


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
