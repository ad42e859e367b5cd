"""Reads YAML so that a mistake can be shown where it stands: file, line, reason. Duplicate keys are mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from atlas.kernel.errors import BadInput, DomainError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)
Lines = dict[tuple[str | int, ...], int]
_CODES = {"missing": "definition-key-missing", "extra_forbidden": "definition-key-unknown"}


class _Loader(yaml.CSafeLoader):
    """Leaves dates as text: no definition holds one, and a day that does not exist has no line in YAML's error."""


class _TextLoader(yaml.CBaseLoader):
    """Makes nothing but texts, lists and mappings."""


_Loader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read_model(path: Path, model: type[Model], *, as_text: bool = False) -> tuple[Model, Lines]:
    """Read one YAML file into a model, with the line of every value by its path of keys.

    Args:
        path: The file.
        model: What it holds.
        as_text: Leave every plain value as it is typed: a TERYT code keeps its leading zero without quotes.

    Raises:
        DomainError: 'definition-unreadable' (not YAML).
        BadInput: 'definition-…' problems, each with file and line.
    """
    data, lines = _read(path, _TextLoader if as_text else _Loader)
    try:
        return model.model_validate(data), lines
    except ValidationError as error:
        raise BadInput(_problem(detail, path, lines=lines) for detail in error.errors()) from error


def line_of(lines: Lines, place: tuple[str | int, ...]) -> int:
    """Return the line of a value, or of the nearest thing around it that has one."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _read(path: Path, loader_type: type[_Loader | _TextLoader]) -> tuple[object, Lines]:
    lines: Lines = {}
    try:
        text = path.read_text(encoding="utf-8")
        loader = loader_type(text)
        node = loader.get_single_node()
        if node is None:
            raise DomainError("definition-unreadable", place=Place(str(path), 1), reason="empty")
        _note_lines(node, (), lines=lines, path=path)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        raise DomainError("definition-unreadable", place=Place(str(path), row), reason=error.problem or "") from error
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:  # ValueError: not UTF-8
        raise DomainError("definition-unreadable", place=Place(str(path)), reason=str(error)) from error


def _note_lines(node: yaml.Node, at: tuple[str | int, ...], *, lines: Lines, path: Path) -> None:
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, part in enumerate(node.value):
            _note_lines(part, (*at, index), lines=lines, path=path)
    if isinstance(node, yaml.MappingNode):
        for key, part in node.value:
            place = Place(str(path), key.start_mark.line + 1)
            if not isinstance(key, yaml.ScalarNode):
                raise DomainError("definition-unreadable", place=place, reason="a key must be a plain word")
            if (*at, key.value) in lines:
                raise DomainError("definition-key-twice", place=place, key=key.value)
            _note_lines(part, (*at, key.value), lines=lines, path=path)


def _problem(detail: ErrorDetails, path: Path, *, lines: Lines) -> Problem:
    where = tuple(detail["loc"])
    facts: Mapping[str, object] = {"key": ".".join(map(str, where)), "reason": detail["msg"], "found": detail["input"]}
    return Problem(_CODES.get(detail["type"], "definition-value"), Place(str(path), line_of(lines, where)), facts)
