"""The command line as tests call it: arguments in, status and words out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from atlas.cli.main import main

ROOT = Path(__file__).parents[4]


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    status: object
    out: str
    err: str


@pytest.fixture
def atlas(capsys, monkeypatch):
    """Run `atlas` and return what came of it; it speaks English unless a test says otherwise."""
    monkeypatch.setenv("ATLAS_LANG", "en")

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(one) for one in arguments])
        said = capsys.readouterr()
        return Ran(ended.value.code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def pilot():
    """The two packages of the pilot in the examples."""
    return [ROOT / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]
