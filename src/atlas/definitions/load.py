"""Loads definitions: from the shipped YAML (version 1 = the Atlas), from a folder of the same form, or from the
`definitions.json` of a package. All mistakes are named at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from atlas.definitions.checks import Finding, findings
from atlas.definitions.models import CardTemplate, Catalogue, Definitions, Indicator, Lead, Pair
from atlas.definitions.yaml_source import Lines, line_of, read_model
from atlas.kernel.errors import BadInput, DomainError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

Model = TypeVar("Model", bound=BaseModel)
SHIPPED = Path(__file__).parent / "data"
_PERSPECTIVES = ("NGO", "IZUS", "EFF")
_TEMPLATES = ("NGO", "IZUS", "STATISTICS")
_CATALOGUES = ("spheres", "units", "legal_forms", "missing_reasons")


class _Pairs(BaseModel):
    pairs: tuple[Pair, ...]


class _Profile(BaseModel):
    profile: tuple[Lead, ...]


@cache
def shipped_definitions() -> Definitions:
    """Return version 1, the Atlas's own."""
    return load_definitions(SHIPPED)


def load_definitions(folder: Path) -> Definitions:
    """Load and check a folder: `catalogues/`, `templates/`, `indicators/`, `pairs.yaml`, `profile.yaml`.

    Raises:
        BadInput: every mistake with file, line and reason.
    """
    definitions, problems = read_definitions(folder)
    if problems:
        raise BadInput(problems)
    return definitions


def read_definitions(folder: Path) -> tuple[Definitions, list[Problem]]:
    """Load a folder whose files are well formed, with the mistakes that only show when they are read together.

    Raises:
        BadInput: where a file is missing or is not well formed.
    """
    reader = _FolderReader(folder)
    catalogues = {one.catalogue: one for one in reader.all("catalogues", Catalogue, name="catalogue")}
    templates = {one.template: one for one in reader.all("templates", CardTemplate, name="template")}
    indicators = reader.all("indicators", Indicator, name="id")
    pairs, profile = reader.one("pairs.yaml", _Pairs), reader.one("profile.yaml", _Profile)
    if not reader.problems:  # a file that cannot be read is not missing too
        reader.require("templates", missing=[kind for kind in _TEMPLATES if kind not in templates])
        reader.require("catalogues", missing=[name for name in _CATALOGUES if name not in catalogues])
    if reader.problems or pairs is None or profile is None:
        raise BadInput(reader.problems)
    definitions = Definitions(
        templates=templates,
        indicators=tuple(sorted(indicators, key=_official_order)),
        pairs=pairs.pairs,
        profile=profile.profile,
        catalogues=catalogues,
    )
    return definitions, [reader.problem(finding) for finding in findings(definitions)]


def definitions_from_json(text: bytes, *, file: str) -> Definitions:
    """Read the definitions that a package carries.

    Raises:
        BadInput: 'definition-…' and 'formula-…' problems, placed in `file`.
    """
    try:
        definitions = Definitions.model_validate_json(text)
    except ValidationError as error:
        raise BadInput(
            Problem("definition-value", Place(file), {"key": _path(one["loc"]), "reason": one["msg"], "found": ""})
            for one in error.errors()
        ) from error
    missing = [f"templates.{kind}" for kind in _TEMPLATES if kind not in definitions.templates]
    missing += [f"catalogues.{name}" for name in _CATALOGUES if name not in definitions.catalogues]
    if missing:
        raise BadInput(Problem("definition-missing", Place(file), {"missing": one}) for one in missing)
    problems = [
        Problem(one.code, Place(file, None, _path((one.subject, *one.at))), one.facts) for one in findings(definitions)
    ]
    if problems:
        raise BadInput(problems)
    return definitions


def definitions_to_json(definitions: Definitions) -> bytes:
    """Return the definitions whole, for a package; the same definitions give the same bytes."""
    return definitions.model_dump_json(indent=1).encode() + b"\n"


def _path(keys: Iterable[str | int]) -> str:
    return ".".join(map(str, keys))


def _official_order(indicator: Indicator) -> tuple[int, ...]:
    return (_PERSPECTIVES.index(indicator.perspective), *map(int, re.findall(r"[0-9]+", indicator.id)))


@dataclass
class _FolderReader:
    """Reads a folder's files one by one and remembers problems, and which lines each definition stands on."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    _lines: dict[Path, Lines] = field(default_factory=dict)
    _files: dict[str, Path] = field(default_factory=dict)

    def all(self, folder: str, model: type[Model], *, name: str) -> list[Model]:
        paths = sorted((self.folder / folder).glob("*.yaml"))
        self.require(folder, missing=[] if paths else ["*.yaml"])
        found: dict[str, Model] = {}
        for path in paths:
            one = self._read(path, model)
            if one is None:
                continue
            key = str(getattr(one, name))
            if key in found:
                place = Place(str(path), line_of(self._lines[path], (name,)))
                self.problems.append(Problem("definition-key-twice", place, {"key": key}))
            found[key] = one
            self._files[key] = path
        return list(found.values())

    def one(self, name: str, model: type[Model]) -> Model | None:
        path = self.folder / name
        self._files[path.stem] = path
        return self._read(path, model)

    def require(self, name: str, *, missing: list[str]) -> None:
        self.problems += [
            Problem("definition-missing", Place(str(self.folder / name)), {"missing": one}) for one in missing
        ]

    def problem(self, finding: Finding) -> Problem:
        path = self._files.get(finding.subject, self.folder)
        line = line_of(self._lines[path], finding.at) if path in self._lines else None
        return Problem(finding.code, Place(str(path), line, _path(finding.at)), finding.facts)

    def _read(self, path: Path, model: type[Model]) -> Model | None:
        try:
            one, self._lines[path] = read_model(path, model)
        except DomainError as error:
            self.problems += error.problems
            return None
        return one
