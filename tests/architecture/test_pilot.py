"""The pilot in examples/: its cards are as the tools type them, its packages are what its cards make, and it names
nobody.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from atlas.definitions.load import definitions_to_json, shipped_definitions
from atlas.engine.packages.reading import read_packages

ROOT = Path(__file__).parents[2]
PILOT = ROOT / "examples" / "pilot"
COLLECTED = PILOT / "collected"
SESSIONS = ("2025-1", "2026-1")
FORMER = {"2025-1": [], "2026-1": [PILOT / "2025-1"]}
REFUSED = COLLECTED / "2026-1" / "refused"


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def run(module, *arguments):
    return ran([sys.executable, "-m", module], arguments)


def atlas(*arguments):
    return ran([Path(sys.executable).with_name("atlas")], arguments)


def ran(program, arguments):
    command = [*map(str, program), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("session", SESSIONS)
def test_the_pilot_carries_the_shipped_definitions(session):
    carried = (PILOT / session / "definitions.json").read_bytes()
    assert carried == definitions_to_json(shipped_definitions()), "run python -m tools.seal examples/pilot/…"


def test_the_pilot_is_in_order_and_says_that_it_is_invented():
    with read_packages([PILOT / session for session in SESSIONS]) as packages:
        names = [one.session.name for one in packages]
    assert all("wymyślone" in name for name in names)


@pytest.mark.parametrize("session", SESSIONS)
def test_the_pilots_forms_are_as_its_packages_say(session, tmp_path):
    yaml = COLLECTED / session / "session.yaml"
    done = run("tools.fill_cards", PILOT / session, yaml, tmp_path, *FORMER[session])
    assert done.returncode == 0, done.stderr
    assert bytes_in(tmp_path) == bytes_in(COLLECTED / session / "cards"), "run make pilot"


@pytest.mark.parametrize("session", SESSIONS)
def test_the_pilots_packages_are_what_its_forms_make(session, tmp_path):
    collected, former = COLLECTED / session, [part for one in FORMER[session] for part in ("--previous", one)]
    done = atlas(
        "package", collected / "cards", "--session", collected / "session.yaml", *former,
        "--format", "csv", "--out", tmp_path / session,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert bytes_in(tmp_path / session) == bytes_in(PILOT / session)


def test_about_sixty_forms_came_in():
    assert sum(len(list(COLLECTED.glob(f"{session}/*/*.xlsx"))) for session in SESSIONS) == 60


def test_one_card_is_refused_for_each_of_its_mistakes_and_nothing_is_written(tmp_path):
    done = run("tools.refused_card", COLLECTED / "2026-1" / "session.yaml", tmp_path / "again.xlsx")
    assert done.returncode == 0, done.stderr
    (card,) = REFUSED.iterdir()
    assert card.read_bytes() == (tmp_path / "again.xlsx").read_bytes(), "run make pilot"
    yaml = COLLECTED / "2026-1" / "session.yaml"
    done = atlas("package", REFUSED, "--session", yaml, "--out", tmp_path / "out")
    assert done.returncode == 2
    mistakes = [line for line in done.stderr.splitlines() if card.name in line]
    assert len(mistakes) == 15, done.stderr
    assert not (tmp_path / "out").exists()
    assert (tmp_path / "out-bledy.xlsx").exists()
