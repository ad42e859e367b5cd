"""Documents lead where they say, decisions have their parts, and no file tells where it was written."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).relative_to(ROOT).as_posix()
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADINGS = ["Context", "Choice", "Cost", "Revisit when"]
MOST_LINES = 40
REGISTRIES = ("pypi.org", "files.pythonhosted", "registry.npmjs", "deb.debian")
MACHINE_PATH = re.compile(rb"(?<![\w.~-])/(?:work|root|home)/")


def _project_files() -> list[str]:
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(name for name in set(listed) if name and (ROOT / name).is_file())


FILES = _project_files()
PAGES = [name for name in FILES if name.endswith(".md")]
DECISIONS = [name for name in PAGES if name.startswith("docs/decisions/")]


def _prose(name: str) -> str:
    """A page without its code, in which brackets mean other things."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.sub(r"`[^`\n]*`", "code", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(name):
    broken = []
    for target in LINK.findall(_prose(name)):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        page = (ROOT / name).parent / path if path else ROOT / name
        if not page.exists() or (anchor and page.suffix == ".md" and anchor not in _anchors(page)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_has_its_four_parts_and_is_short(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    number = Path(name).name[:4]
    assert text.startswith(f"# {number} ")
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == HEADINGS
    assert len(text.splitlines()) <= MOST_LINES


def test_decisions_are_numbered_without_a_gap_and_stand_in_the_index():
    numbers = [int(Path(name).name[:4]) for name in DECISIONS]
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert numbers == list(range(1, len(numbers) + 1))
    assert [name for name in DECISIONS if name.removeprefix("docs/") not in index] == []


@pytest.mark.parametrize("name", [one for one in FILES if one not in {"LICENSE", HERE}])
def test_a_file_names_no_registry_and_no_path_of_a_machine(name):
    content = (ROOT / name).read_bytes()
    assert [host for host in REGISTRIES if host.encode() in content] == []
    assert MACHINE_PATH.findall(content) == []
