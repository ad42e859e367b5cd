"""`python -m atlas.sheets.worker`: opens spreadsheets within limits on memory, processor time and files.

One line of JSON with the settings comes in, then a line with paths; for each file one line goes out. The process that
started it (worker_pool.py) lives on when a file kills this one. Imports little, so that it starts at once.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import defusedxml.ElementTree  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook

from atlas.kernel.errors import DomainError
from atlas.sheets.guard import WORKBOOK, WORKBOOK_LINKS, Limits, checked_parts, formula_cells, stored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO, NotRequired

Found = dict[str, object]


class Settings(TypedDict):
    """Which sheets to look at: `identity` holds keys and values; a card's own is called one of `titles`, and of it
    only these `columns` matter, two or more, counted from 0. Without a sheet of these titles the first one is read.

    `limits` are what the file may be at most, by the names of the guard's `Limits`; without them those of a card hold.
    """

    identity: str
    titles: list[str]
    columns: list[int]
    limits: NotRequired[dict[str, int]]


MEMORY_BYTES = 1024**3
SECONDS_A_FILE = 10
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def limit_resources() -> None:
    """Bound this process: memory, files it may write (none), core dumps (none)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    settings = json.loads(requests.readline())
    gc.disable()  # nothing made here refers back to itself; looking for it would cost a tenth of the time
    for request in requests:
        for path in json.loads(request):
            _more_time()
            answers.write(_line(found_in(Path(path), settings)))
            answers.flush()


def found_in(path: Path, settings: Settings) -> Found:
    """Return `rows`, `identity`, `merged` and `formulas` of a file, or the `code` and `facts` of its refusal."""
    try:
        return _found(path, settings)
    except DomainError as error:
        return {"code": error.code, "facts": error.facts}
    except OSError as error:
        return {"code": "sheet-unreadable", "facts": {"reason": error.strerror or str(error)}}
    except (CalamineError, SyntaxError, ValueError) as error:  # ElementTree's own error is a SyntaxError
        return {"code": "sheet-damaged", "facts": {"reason": str(error)}}
    except MemoryError:
        return {"code": "sheet-too-many-cells", "facts": {"most": _limits(settings).cells}}


def _found(path: Path, settings: Settings) -> Found:
    limits = _limits(settings)
    with path.open("rb") as stream:
        content = stream.read(limits.file_bytes + 1)
    parts = checked_parts(content, limits=limits)
    links = parts[WORKBOOK_LINKS].content if WORKBOOK_LINKS in parts else b""
    sheets = _sheets(parts[WORKBOOK].content, links)
    own = [name for name in sheets if name in settings["titles"]] + [
        name for name in sheets if not name.startswith("_")
    ]
    with CalamineWorkbook.from_filelike(stored(parts)) as book:
        identity = _identity(book, settings["identity"]) if settings["identity"] in sheets else {}
        if not own:
            return {"identity": identity, "sheet": "", "rows": [], "merged": [], "formulas": []}
        sheet = book.get_sheet_by_name(own[0])
        rows = _rows(sheet.to_python(skip_empty_area=False), columns=settings["columns"])
        merged = sheet.merged_cell_ranges or []
    if sheets[own[0]] not in parts:
        raise DomainError("sheet-damaged", reason=f"the sheet {own[0]} is not in the file")
    formulas = formula_cells(parts[sheets[own[0]]].content)
    return {"identity": identity, "sheet": own[0], "rows": rows, "merged": merged, "formulas": formulas}


def _limits(settings: Settings) -> Limits:
    return Limits(**settings.get("limits", {}))


@lru_cache(maxsize=64)  # forms of one program differ in their sheets, not in this
def _sheets(workbook: bytes, links: bytes) -> dict[str, str]:
    """Return a workbook's sheets in order, by name, with the part that holds each."""
    by_id = defusedxml.ElementTree.fromstring(links, forbid_dtd=True) if links else ()
    targets = {link.get("Id"): link.get("Target", "") for link in by_id}
    root = defusedxml.ElementTree.fromstring(workbook, forbid_dtd=True)
    found = {}
    for sheet in root.iter(_SHEET):
        target = targets.get(sheet.get(_ID), "")
        found[sheet.get("name", "")] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return found


def _identity(book: CalamineWorkbook, name: str) -> dict[str, object]:
    table = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return {str(row[0]): row[1] for row in table if len(row) > 1 and row[0] != ""}


def _rows(table: Sequence[Sequence[object]], *, columns: Sequence[int]) -> list[list[object]]:
    """Return the rows that hold something, each with its number in front and only the cells that matter."""
    wide = max(columns) + 1
    if table and len(table[0]) < wide:  # all rows are of one length
        table = [[*row, *[""] * (wide - len(row))] for row in table]
    wanted = itemgetter(*columns)
    numbered = enumerate(map(wanted, table), start=1)
    # Nearly always settled by the first, faster half; a zero or a False is something too.
    return [[number, *cells] for number, cells in numbered if any(cells) or any(cell != "" for cell in cells)]


def _line(found: Found) -> bytes:
    return json.dumps(found, default=_as_json, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _as_json(value: object) -> object:
    """Return what JSON has no word for: days apart from texts, times and spans as text."""
    if isinstance(value, datetime):
        return {"day": value.date().isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else str(value)


def _more_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS_A_FILE
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


if __name__ == "__main__":
    limit_resources()
    serve(sys.stdin.buffer, sys.stdout.buffer)
