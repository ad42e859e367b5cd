"""The pilot, computed once for all tests of the report."""

from pathlib import Path

import pytest

from atlas.engine.packages.reading import read_packages
from atlas.engine.run import compute
from atlas.report.build import build_report

PILOT = Path(__file__).parents[4] / "examples" / "pilot"


@pytest.fixture(scope="session")
def pilot():
    with read_packages([PILOT / "2025-1", PILOT / "2026-1"]) as packages:
        yield packages, compute(packages)


@pytest.fixture(scope="session")
def report_of(pilot):
    packages, results = pilot

    def build(territory, *, audience="centre", language="en", results=results, packages=packages):
        return build_report(packages, results, territory=territory, audience=audience, language=language)

    return build


@pytest.fixture(scope="session")
def result_row(pilot):
    _packages, results = pilot
    rows = {
        (row["session"], row["indicator"], row["breakdown"] or "", row["territory"]): row
        for row in results.indicators.to_pylist()
    }
    return lambda indicator, territory, option="", session="2026-1": rows[session, indicator, option, territory]
