"""The engine and the independent recomputation agree in every figure, on worlds with all awkward cases."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.recomputation import agreement, reference, worlds

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


@pytest.mark.spark
@settings(SETTINGS, max_examples=4)
@given(worlds.worlds(min_sessions=2, max_sessions=2))
def test_spark_agrees_with_the_reference_in_every_figure(world):
    with tempfile.TemporaryDirectory() as folder:
        results = agreement.engine_results(world, Path(folder), kind="parquet", engine="spark")
    assert agreement.differences(results, reference.compute(world)) == []
