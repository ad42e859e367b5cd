"""What the engine takes and gives: sessions with their tables, and the three result tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from atlas.definitions.models import Definitions
    from atlas.engine.lineage import Note


@dataclass(frozen=True)
class SessionFacts:
    """The one row of resource `session`."""

    code: str
    name: str
    sequence: int
    opens_on: date
    closes_on: date
    period_from: date
    period_to: date
    template_ngo: int
    template_izus: int
    revision: int = 1
    supersedes: str = ""


@dataclass(frozen=True)
class Package:
    """A package that was read and found good.

    `tables` holds one typed Parquet file for each resource it has; `hash` is the SHA-256 of its `datapackage.json`.
    """

    path: Path
    hash: str
    session: SessionFacts
    definitions: Definitions
    tables: Mapping[str, Path]


_TEXT, _WHOLE, _REAL = pa.string(), pa.int64(), pa.float64()
INDICATORS = pa.schema([
    ("session", _TEXT), ("indicator", _TEXT), ("breakdown", _TEXT), ("level", _TEXT), ("territory", _TEXT),
    ("value", _REAL), ("numerator", _REAL), ("denominator", _REAL), ("cards", _WHOLE), ("respondents", _WHOLE),
    ("invited", _WHOLE), ("coverage", _REAL), ("gminas_used", _WHOLE), ("gminas_in_scope", _WHOLE),
    ("definition_version", _WHOLE), ("baseline_session", _TEXT), ("baseline_value", _REAL),
    ("baseline_gminas_used", _WHOLE), ("baseline_definition_version", _WHOLE), ("change", _REAL),
    ("relative_change", _REAL), ("panel_n", _WHOLE), ("panel_value", _REAL), ("panel_baseline", _REAL),
    ("panel_change", _REAL),
])  # fmt: skip
PAIRS = pa.schema([
    ("session", _TEXT), ("pair", _TEXT), ("level", _TEXT), ("territory", _TEXT), ("gminas_compared", _WHOLE),
    ("ngo", _WHOLE), ("izus", _WHOLE), ("difference", _WHOLE),
])  # fmt: skip
DISCLOSURE = pa.schema([
    ("session", _TEXT), ("indicator", _TEXT), ("breakdown", _TEXT), ("level", _TEXT), ("territory", _TEXT),
    ("contributors", _WHOLE), ("top_share", _REAL),
])  # fmt: skip


@dataclass(frozen=True)
class Results:
    """Everything computed from some packages, in the contract's columns and order; `notes` speak of rule 11."""

    indicators: pa.Table
    pairs: pa.Table
    disclosure: pa.Table
    notes: tuple[Note, ...] = ()
