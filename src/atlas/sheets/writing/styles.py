"""The look of a form's cells: quiet, framed where one types, told apart in grey print too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from atlas.documents.workbooks import FONT

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

INK, QUIET, LINE, SOFT, ACTION, FIELD = "#1b2129", "#4a5462", "#c3cad3", "#f2f4f7", "#12456b", "#e6f0f9"
BODY: Final = 10.0
SMALL: Final = 9.0
PART: Final = 13.0
TITLE: Final = 15.0
_BASE: Final[dict[str, object]] = {
    "font_name": FONT, "font_size": BODY, "font_color": INK, "text_wrap": True, "valign": "top",
}  # fmt: skip
_STYLES: Final[dict[str, dict[str, object]]] = {
    "words": {},
    "small": {"font_size": SMALL, "font_color": QUIET},
    "small-bold": {"font_size": SMALL, "bold": True},
    "bold": {"bold": True},
    "title": {"bold": True, "font_size": TITLE, "font_color": ACTION},
    "running": {"bold": True, "valign": "vcenter"},
    "head": {
        "bold": True, "font_size": SMALL, "bg_color": SOFT, "bottom": 2, "border_color": ACTION, "valign": "bottom",
    },
    "part": {"bold": True, "font_size": PART, "font_color": "#ffffff", "bg_color": ACTION, "valign": "vcenter"},
    "section": {
        "bold": True, "font_size": 11.0, "bg_color": SOFT, "left": 5, "left_color": ACTION, "valign": "vcenter",
    },
    "supplement": {
        "bold": True, "font_size": PART, "font_color": ACTION, "valign": "vcenter", "top": 6, "bottom": 6,
        "border_color": ACTION,
    },
    "ruled": {"top": 1, "top_color": LINE},
    "right": {"align": "right"},
    "middle": {"align": "center"},
    "indent": {"indent": 1},
    "field": {"locked": False, "border": 1, "border_color": QUIET, "bg_color": FIELD},
    "aside": {"locked": False, "border": 1, "border_color": LINE, "font_size": SMALL},
    "whole": {"num_format": "#,##0", "align": "right"},
    "money": {"num_format": "#,##0.00", "align": "right"},
    "date": {"num_format": "d.mm.yyyy", "align": "right"},
    "text": {"num_format": "@"},
}  # fmt: skip


class Styles:
    """The formats of one workbook; each combination of names is made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Format] = {}

    def __call__(self, *names: str) -> Format:
        """Return the format that the named styles make together; a later one wins."""
        if names not in self._made:
            self._made[names] = self._book.add_format(self.properties(*names))
        return self._made[names]

    def properties(self, *names: str) -> dict[str, object]:
        """Return what the named styles make together."""
        properties = dict(_BASE)
        for name in names:
            properties |= _STYLES[name]
        return properties
