"""A card's lines as the data of a Typst template: what the blank form and a filled card print alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atlas.kernel.language import translate
from atlas.sheets.wording import VERSION, identity_words, key_of, running_title, said, time_of, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.identity import Identity
    from atlas.sheets.layout import Line

    Element = dict[str, object]

_BELONGING = frozenset({"tick", "words", "row"})


def page_data(
    definitions: Definitions, kind: TemplateKind, *, identity: Identity, words: Mapping[str, str], language: Language
) -> dict[str, Any]:
    """Return what stands around the lines: title, running head, foot, whose card it is, and the template's words."""
    template = definitions.templates[kind]
    return {
        "title": said(template.title, language),
        "running": running_title(template, identity, language=language),
        "foot": f"{said(template.name, language)} · {translate(VERSION, language) % {'version': template.version}}",
        "identity": [list(pair) for pair in identity_words(identity, kind, language=language)],
        "words": {name: translate(text, language) for name, text in words.items()},
    }


def gathered(lines: Iterable[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Give each line with those that stand below it: options, words beside 'other', rows of a table."""
    head: Line | None = None
    below: list[Line] = []
    for line in lines:
        if line.kind in _BELONGING:
            below.append(line)
            continue
        if head is not None:
            yield head, below
        head, below = line, []
    if head is not None:
        yield head, below


def element_of(line: Line, definitions: Definitions, *, identity: Identity, language: Language) -> Element:
    """Return what is printed of a line itself: number, official label, help, unit and time, a table's columns."""
    item = line.item
    columns = [
        {
            "label": f"{one.number} {said(one.label, language)}",
            "help": said(one.help, language),
            "unit": unit_of(one, definitions, language=language),
        }
        for one in line.columns
    ]
    return {
        "kind": line.kind,
        "number": line.number,
        "label": said(line.label, language),
        "help": said(line.help, language) if line.help else "",
        "unit": unit_of(item, definitions, language=language) if item else "",
        "time": time_of(item, identity, language=language) if item else "",
        "required": bool(item and item.required),
        "personal": bool(item and item.personal),
        "columns": columns,
        "key": key_of(line, definitions, language=language) if columns else "",
    }
