"""The texts of all layers by error code."""

from __future__ import annotations

from atlas.definitions.texts import TEXTS as DEFINITIONS
from atlas.engine.texts import TEXTS as ENGINE
from atlas.kernel.texts import TEXTS as KERNEL
from atlas.report.texts import TEXTS as REPORT
from atlas.sheets.texts import TEXTS as SHEETS

TEXTS: dict[str, str] = KERNEL | DEFINITIONS | ENGINE | REPORT | SHEETS
