"""Who runs in the benchmark and with which function; the product is called in this file and nowhere else.

What `load` imports is there before the clock starts, so no contestant pays for its imports.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.rivals.rules import LEVELS_COLUMNS, PANEL_COLUMNS

if TYPE_CHECKING:  # the runner imports this file and stays small
    import pyarrow as pa

PRODUCT = "atlas.engine.run"  # the module whose import is tried; while it fails the product is skipped
NOT_THERE = 3  # exit code of a child whose contestant cannot be imported
Work = Callable[[list[Path]], "pa.Table"]


def product_levels(packages: list[Path]) -> "pa.Table":
    """The product's rows with the columns of `rivals.rules.LEVELS_COLUMNS`."""
    return _computed(packages, partial=True, columns=LEVELS_COLUMNS)


def product_panel(packages: list[Path]) -> "pa.Table":
    """The product's rows with the columns of `rivals.rules.PANEL_COLUMNS`; its time holds that of the levels, too."""
    table = _computed(packages, partial=False, columns=PANEL_COLUMNS)
    first = table["session"][0]
    compute = importlib.import_module("pyarrow.compute")
    rows: pa.Table = table.filter(compute.not_equal(table["session"], first))
    return rows


def _computed(packages: list[Path], *, partial: bool, columns: tuple[str, ...]) -> "pa.Table":
    """Compute without verifying first: the rivals do not verify either (`run.py` times verification apart)."""
    module = importlib.import_module(PRODUCT)
    found: pa.Table = module.compute([_package(path) for path in packages], partial=partial).indicators
    return found.select(list(columns))


def _package(folder: Path) -> object:
    model = importlib.import_module("atlas.engine.model")
    shipped = importlib.import_module("atlas.definitions.load").shipped_definitions()
    row = importlib.import_module("pyarrow.parquet").read_table(folder / "session.parquet").to_pylist()[0]
    names = [name for name in model.SessionFacts.__dataclass_fields__ if name in row and name != "code"]
    session = model.SessionFacts(code=row["session"], **{name: row[name] for name in names if row[name] is not None})
    tables = {path.stem: path for path in folder.glob("*.parquet")}
    return model.Package(folder, "", session, shipped, tables)


@dataclass(frozen=True)
class Contestant:
    """A `slow` one runs once at 10^7 cards, and nobody above `cards_at_most`."""

    name: str
    label: str
    module: str
    works: dict[str, str]
    slow: bool = False
    cards_at_most: int = 10**9

    def load(self, work: str) -> Work:
        """Import all it needs and return the function to be timed; ImportError or AttributeError = not there."""
        if self.module == PRODUCT:
            importlib.import_module("atlas.definitions.load").shipped_definitions()
            importlib.import_module(PRODUCT)
            return product_levels if work == "levels" else product_panel
        function: Work = getattr(importlib.import_module(self.module), self.works[work])
        return function


HAND_WRITTEN, SCAN, ATLAS, POSTGRES, PANDAS = "duckdb_sql", "scan", "product", "postgres", "pandas"
BOTH = {"levels": "levels", "panel": "panel"}
CONTESTANTS: tuple[Contestant, ...] = (
    Contestant(SCAN, "bare Parquet scan (the limit)", "bench.rivals.scan", {"levels": "levels"}),
    Contestant(HAND_WRITTEN, "hand-written DuckDB SQL", "bench.rivals.duckdb_sql", BOTH),
    Contestant(ATLAS, "**Atlas MP**", PRODUCT, BOTH),
    Contestant("polars", "polars, streaming", "bench.rivals.polars_rival", {"levels": "levels"}),
    Contestant(PANDAS, "pandas", "bench.rivals.pandas_rival", {"levels": "levels"}, slow=True),
    Contestant(
        "pandas_panel", "pandas", "bench.rivals.pandas_panel", {"panel": "panel"}, slow=True, cards_at_most=10**6
    ),
    Contestant(POSTGRES, "PostgreSQL, same SQL", "bench.rivals.postgres", {"levels": "levels"}, slow=True),
)
