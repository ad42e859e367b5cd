"""The engine and the independent recomputation agree in every figure, on worlds with all awkward cases."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.recomputation import agreement, reference, worlds

from atlas.engine.backends.duckdb import DuckDBBackend
from atlas.engine.packages.reading import read_packages
from atlas.engine.run import compute

PILOT = Path(__file__).parents[2] / "examples" / "pilot"
SETTINGS = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@SETTINGS
@given(worlds.worlds())
def test_duckdb_agrees_with_the_reference_in_every_figure(world):
    with tempfile.TemporaryDirectory() as folder:
        results = agreement.engine_results(world, Path(folder), kind="parquet")
    assert agreement.differences(results, reference.compute(world)) == []


@settings(SETTINGS, max_examples=15)
@given(worlds.worlds(max_sessions=2))
def test_csv_packages_give_the_same_figures(world):
    with tempfile.TemporaryDirectory() as folder:
        results = agreement.engine_results(world, Path(folder), kind="csv")
    assert agreement.differences(results, reference.compute(world)) == []


@settings(SETTINGS, max_examples=15)
@given(worlds.partial_worlds())
def test_a_partial_run_agrees_too(world):
    with tempfile.TemporaryDirectory() as folder:
        results = agreement.engine_results(world, Path(folder), kind="parquet", partial=True)
    assert agreement.differences(results, reference.compute(world, partial=True)) == []


@settings(SETTINGS, max_examples=30)
@given(worlds.worlds(min_sessions=2))
def test_sessions_scanned_one_by_one_give_the_same_figures(world):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(DuckDBBackend, "rows_at_once", 1)
        results = agreement.engine_results(world, Path(folder), kind="parquet")
    assert agreement.differences(results, reference.compute(world)) == []


@pytest.mark.spark
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # py4j leaves its sockets to the collector
@settings(SETTINGS, max_examples=4)
@given(worlds.worlds(min_sessions=2, max_sessions=2))
def test_spark_agrees_with_the_reference_in_every_figure(world):
    with tempfile.TemporaryDirectory() as folder:
        results = agreement.engine_results(world, Path(folder), kind="parquet", engine="spark")
    assert agreement.differences(results, reference.compute(world)) == []


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_spark_gives_what_duckdb_gives_on_the_pilot():
    with read_packages([PILOT / "2025-1", PILOT / "2026-1"]) as packages:
        ours, theirs = compute(packages), compute(packages, engine="spark")
    assert all(getattr(ours, name).equals(getattr(theirs, name)) for name in ("indicators", "pairs", "disclosure"))
