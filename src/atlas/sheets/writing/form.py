"""Writes a form as an XLSX file: the card's lines, protected but for its answers, with its identity inside."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from atlas.definitions.card_document import CardDocument
from atlas.definitions.load import definitions_to_json
from atlas.documents.workbooks import EARLIEST, new_workbook
from atlas.kernel.language import translate
from atlas.sheets.filled import Filled
from atlas.sheets.identity import NOBODY, Identity
from atlas.sheets.layout import FORM, IDENTITY_KEYS, IDENTITY_SHEET, LAYOUT_VERSION, SHEET_TITLES, Column, layout_of
from atlas.sheets.wording import VERSION, running_title, said
from atlas.sheets.writing import words
from atlas.sheets.writing.canvas import FIRST, LAST, Canvas, widths_for
from atlas.sheets.writing.checks import Checks, Lists
from atlas.sheets.writing.pages import BOTTOM, SIDE, TOP, breaks_of, room_of
from atlas.sheets.writing.rows import draw_line
from atlas.sheets.writing.styles import Styles
from atlas.sheets.writing.top import FROZEN_ROWS, draw_top

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter import Workbook

    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.layout import Line
    from atlas.sheets.previous import Former

MADE_BY: Final = "atlas-mp"
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_A4: Final = 9
_ALLOWED: Final = {"format_rows": True, "format_columns": True, "select_locked_cells": True}


def write_card(
    definitions: Definitions, kind: TemplateKind, *, identity: Identity = NOBODY,
    previous: Mapping[str, Former] | None = None, filled: CardDocument | None = None,
    names: Mapping[str, str] = NOTHING, contact: Mapping[str, str] = NOTHING, language: Language = "pl",
) -> bytes:  # fmt: skip
    """Write the form of a card or of a gmina's statistics.

    Args:
        definitions: The session's; their labels stand on the form.
        kind: NGO, IZUS or STATISTICS.
        identity: Whose form it is; without it the form belongs to nobody yet.
        previous: The values of the last accepted card by a line's code; they stand beside the answers.
        filled: What the card says so far; without it only what the registers know stands in the form.
        names: What to write for a TERYT code: 'Janów Lubelski, powiat janowski (0605053)'; the code where it is silent.
        contact: Part III by item code, as text; a document holds no contact data.
        language: Of labels, hints and drop-downs; Polish labels are the official ones.

    Returns:
        An XLSX file; the same input gives the same bytes.

    Source: the Atlas, part V; decision 0012.
    """
    out, lines = io.BytesIO(), layout_of(definitions, kind)
    template = definitions.templates[kind]
    document = CardDocument(answers=identity.known) if filled is None else filled
    title = running_title(template, identity, language=language)
    with new_workbook(out, title=title, dated=identity.period[1] if identity.period else EARLIEST) as book:
        sheet = book.add_worksheet(said(SHEET_TITLES[kind], language))
        checks = Checks(Lists(book, definitions, language=language), language=language)
        canvas = Canvas(
            sheet=sheet, styles=Styles(book), checks=checks,
            kind=kind, language=language, definitions=definitions, identity=identity, former=previous,
            filled=Filled(document, definitions, language, names, contact),
            widths=widths_for(kind, former=previous is not None),
        )  # fmt: skip
        draw_top(canvas, title=title, lists=any(line.kind == "tick" for line in lines))
        _draw_lines(lines, canvas)
        _set_up_page(canvas)
        _write_identity(book, canvas)
    return out.getvalue()


def _draw_lines(lines: tuple[Line, ...], canvas: Canvas) -> None:
    begins = set()
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else line
        if before.kind == "tick" != line.kind and before.item is not None:
            canvas.described.add(before.item.options)
        if line.kind in {"part", "supplement"} and place:
            begins.add(canvas.row)
        draw_line(line, canvas)
        if line.kind == "part" and line.label == canvas.definitions.templates[canvas.kind].sections[-1].label:
            canvas.across((canvas.say(words.PERSONAL), "words"), head=True)
    rows = [replace(row, begins_page=place in begins) for place, row in enumerate(canvas.printed)]
    canvas.sheet.set_h_pagebreaks(breaks_of(rows, room=room_of(canvas.widths.values()), repeated=FROZEN_ROWS))


def _set_up_page(canvas: Canvas) -> None:
    canvas.write_checks()
    sheet, template = canvas.sheet, canvas.definitions.templates[canvas.kind]
    sheet.set_column(Column.CODE, Column.CODE, None, None, {"hidden": True})
    for column, width in canvas.widths.items():
        sheet.set_column(column, column, width, None, {"hidden": not width})
    sheet.protect("", _ALLOWED)
    sheet.set_paper(_A4)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
    sheet.repeat_rows(0, FROZEN_ROWS - 1)
    sheet.print_area(0, FIRST, canvas.row - 1, LAST)
    version = translate(VERSION, canvas.language) % {"version": template.version}
    parts = (said(template.name, canvas.language), version, canvas.identity.session)
    foot = " · ".join(part for part in parts if part).replace("&", "&&")
    pages = canvas.say(words.FOOT) % {"page": "&P", "pages": "&N"}
    sheet.set_footer(f'&L&"Arial"&8{foot}&R&"Arial"&8{pages}')
    sheet.ignore_errors({"number_stored_as_text": f"B1:H{canvas.row}"})


def _write_identity(book: Workbook, canvas: Canvas) -> None:
    identity, template = canvas.identity, canvas.definitions.templates[canvas.kind]
    values = {
        "form": FORM, "layout": str(LAYOUT_VERSION), "kind": canvas.kind, "template_version": str(template.version),
        "language": canvas.language, "session": identity.session, "respondent": identity.respondent,
        "gmina": identity.gmina, "definitions": hashlib.sha256(definitions_to_json(canvas.definitions)).hexdigest(),
        "made_by": MADE_BY,
    }  # fmt: skip
    sheet = book.add_worksheet(IDENTITY_SHEET)
    sheet.very_hidden()
    for row, key in enumerate(IDENTITY_KEYS):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, values[key])
