"""`atlas` itself: help in both languages, quick because it loads nothing that a command needs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from atlas.cli.main import COMMANDS

HEAVY = ("ibis", "duckdb", "pyarrow", "pydantic", "lark", "jinja2", "rich", "babel", "yaml", "pyspark", "tqdm")
LOADED = """
import sys
from atlas.cli.main import main
try:
    main({arguments!r})
except SystemExit as end:
    print("status", end.code)
print("loaded", *sorted(name for name in sys.modules if "." not in name))
"""


def python(script, **environment):
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | environment, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return ran.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []])
def test_help_and_version_load_no_heavy_library(arguments):
    *_said, loaded = python(LOADED.format(arguments=arguments)).splitlines()
    assert loaded.startswith("loaded ")
    assert not {*HEAVY} & {*loaded.split()}


@pytest.mark.parametrize(("language", "word"), [("pl", "Polecenia"), ("en", "Commands")])
def test_help_lists_every_command_in_the_readers_language(language, word):
    said = python(LOADED.format(arguments=["--help"]), ATLAS_LANG=language)
    assert "status 0" in said
    assert word in said
    assert all(f"  {name}" in said for name in COMMANDS)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(atlas, name):
    ran = atlas(name, "--help")
    assert ran.status == 0
    assert f"{name} " in ran.out


def test_an_unknown_command_is_a_usage_error(atlas):
    assert atlas("compose").status == 2


def test_an_error_ends_with_status_2_and_no_traceback_in_a_real_process(tmp_path):
    script = f"from atlas.cli.main import main; main(['verify', {str(tmp_path / 'none')!r}])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
