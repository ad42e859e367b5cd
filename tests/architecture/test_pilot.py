"""The pilot in examples/ is sealed with the definitions that the product ships, and names nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.definitions.load import definitions_to_json, shipped_definitions
from atlas.engine.packages.reading import read_packages

PILOT = Path(__file__).parents[2] / "examples" / "pilot"
SESSIONS = ("2025-1", "2026-1")


@pytest.mark.parametrize("session", SESSIONS)
def test_the_pilot_carries_the_shipped_definitions(session):
    carried = (PILOT / session / "definitions.json").read_bytes()
    assert carried == definitions_to_json(shipped_definitions()), "run python -m tools.seal examples/pilot/…"


def test_the_pilot_is_in_order_and_says_that_it_is_invented():
    with read_packages([PILOT / session for session in SESSIONS]) as packages:
        names = [one.session.name for one in packages]
    assert all("wymyślone" in name for name in names)
