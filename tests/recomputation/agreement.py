"""Runs the engine over worlds as the reference takes them, and tells where the two differ."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.writing import write_package
from atlas.engine.run import compute

if TYPE_CHECKING:
    from pathlib import Path

    from tests.recomputation import reference

    from atlas.engine.model import Results

DATES = {"opens_on", "closes_on", "period_from", "period_to", "from_on", "as_of", "dated_on"}


def written(world: list[reference.Package], folder: Path, *, kind: Literal["csv", "parquet"]) -> list[Path]:
    """Write a world's packages and return where they are."""
    paths = []
    for number, package in enumerate(world):
        paths.append(folder / f"package-{number}")
        tables = {
            name: [
                {key: date.fromisoformat(value) if key in DATES and value else value for key, value in row.items()}
                for row in rows
            ]
            for name, rows in package.items()
        }
        write_package(tables, paths[-1], definitions=shipped_definitions(), format=kind)
    return paths


def engine_results(
    world: list[reference.Package], folder: Path, *, kind: Literal["csv", "parquet"], partial: bool = False,
    engine: str = "duckdb",
) -> Results:  # fmt: skip
    """Write, read and compute a world."""
    with read_packages(written(world, folder, kind=kind)) as packages:
        return compute(packages, partial=partial, engine=engine)


def differences(results: Results, expected: reference.Result) -> list[str]:
    """Return the first differences between the engine's tables and the reference's: every figure, exactly."""
    found = []
    for name in ("indicators", "pairs", "disclosure"):
        ours, theirs = getattr(results, name).to_pylist(), getattr(expected, name)
        if len(ours) != len(theirs):
            found.append(f"{name}: {len(ours)} rows, expected {len(theirs)}")
        for our, their in zip(ours, theirs, strict=False):
            keys = [
                our[key] for key in ("session", "indicator", "pair", "breakdown", "level", "territory") if key in our
            ]
            found += [
                f"{name} {keys} {key}: {our[key]!r}, expected {their[key]!r}" for key in their if our[key] != their[key]
            ]
    return found[:20]
