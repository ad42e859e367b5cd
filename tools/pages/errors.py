"""`docs/reference/errors.md`: every error code with its text in both languages, layer by layer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from atlas.accounts.texts import TEXTS as ACCOUNTS
from atlas.archive.texts import TEXTS as ARCHIVE
from atlas.definitions.texts import TEXTS as DEFINITIONS
from atlas.engine.texts import TEXTS as ENGINE
from atlas.kernel.language import translate
from atlas.kernel.texts import TEXTS as KERNEL
from atlas.monitoring.texts import TEXTS as MONITORING
from atlas.registry.texts import TEXTS as REGISTRY
from atlas.report.texts import TEXTS as REPORT
from atlas.sheets.texts import TEXTS as SHEETS
from atlas.workspace.texts import TEXTS as WORKSPACE
from tools.markdown import code, page, table

if TYPE_CHECKING:
    from collections.abc import Mapping

LAYERS: dict[str, Mapping[str, str]] = {
    "Files and territories": KERNEL, "Definitions and formulas": DEFINITIONS, "Packages and computing": ENGINE,
    "Report": REPORT, "Spreadsheet cards": SHEETS, "Accounts": ACCOUNTS, "Registers": REGISTRY,
    "Sessions": MONITORING, "Archive": ARCHIVE, "Workspace": WORKSPACE,
}  # fmt: skip
OPENING = """Everything that the product can refuse, by code. The code and its facts are what a program sees; the text
is what a person reads, with the file, row and column in front of it. Names in braces stand for facts. A command that
refuses ends with status 2; nothing is then computed or written. Of many problems the first hundred are shown word for
word, the rest is counted."""


def errors_page() -> str:
    """Return the page."""
    return page("Errors", OPENING, *(_layer(title, texts) for title, texts in LAYERS.items()))


def _layer(title: str, texts: Mapping[str, str]) -> str:
    rows = ((code(name), _shown(text), _shown(translate(text, "pl"))) for name, text in texts.items())
    return f"## {title}\n\n" + table(("Code", "English", "Polish"), rows)


def _shown(text: str) -> str:
    return re.sub(r"%\((\w+)\)s", r"{\1}", text)
