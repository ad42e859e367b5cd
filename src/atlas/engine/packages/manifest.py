"""`datapackage.json`: which files a package has, and whether they are still what was sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from atlas.engine.packages.contract import DEFINITIONS, MANIFEST
from atlas.engine.packages.opening import within
from atlas.kernel.errors import BadInput, DomainError, Place, Problem
from atlas.kernel.hashing import PREFIX, sha256_of_file

if TYPE_CHECKING:
    from pathlib import Path


class SchemaField(BaseModel):
    """A field of a Table Schema, as far as we read it."""

    model_config = ConfigDict(extra="allow")
    name: str


class TableSchema(BaseModel):
    """A Frictionless Table Schema, as far as we read it."""

    model_config = ConfigDict(extra="allow")
    fields: list[SchemaField] = []


class Entry(BaseModel):
    """A resource of the manifest."""

    model_config = ConfigDict(extra="allow")
    name: str
    path: str
    format: str
    hash: str
    table: TableSchema = Field(default_factory=TableSchema, alias="schema")


class Manifest(BaseModel):
    """The manifest, as far as we read it."""

    model_config = ConfigDict(extra="allow")
    resources: list[Entry]


@dataclass(frozen=True)
class File:
    """A resource's file, with the name that messages call it."""

    name: str
    path: Path
    format: str
    called: str
    fields: tuple[str, ...] = ()


def read_manifest(folder: Path, *, called: str) -> Manifest:
    """Read the manifest.

    Raises:
        DomainError: 'manifest-not-json' with the line.
        BadInput: 'manifest-invalid', 'manifest-name-twice'.
    """
    place = f"{called}/{MANIFEST}"
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, a number with thousands of digits
        row = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise DomainError("manifest-not-json", place=Place(place, row), reason=str(error)) from error
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as error:
        raise BadInput(
            Problem("manifest-invalid", Place(place), {"key": _key(one["loc"]), "reason": one["msg"]})
            for one in error.errors()
        ) from error
    names = [entry.name for entry in manifest.resources]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput(Problem("manifest-name-twice", Place(place), {"name": name}) for name in twice)
    return manifest


def _key(at: tuple[int | str, ...]) -> str:
    return ".".join(map(str, at)) or MANIFEST


def checked_files(manifest: Manifest, folder: Path, *, called: str, known: set[str]) -> dict[str, File]:
    """Return the files of the resources we know, each there and with the hash the manifest gives; others are ignored.

    Raises:
        BadInput: 'path-leaves-package', 'file-missing', 'hash-form', 'hash-differs', 'format-unknown'.
    """
    problems: list[Problem] = []
    files: dict[str, File] = {}
    for entry in manifest.resources:
        if entry.name not in known:
            continue
        try:
            files[entry.name] = _checked(entry, folder, called=called)
        except DomainError as error:
            problems += error.problems
    if problems:
        raise BadInput(problems)
    return files


def _checked(entry: Entry, folder: Path, *, called: str) -> File:
    path = within(folder, entry.path, file=f"{called}/{MANIFEST}")
    name = f"{called}/{entry.path}"
    formats = ("json",) if entry.name == DEFINITIONS else ("csv", "parquet")
    if entry.format not in formats:
        raise DomainError("format-unknown", place=Place(name), found=entry.format, known=", ".join(formats))
    if not path.is_file():
        raise DomainError("file-missing", place=Place(name), resource=entry.name)
    if not entry.hash.startswith(PREFIX):
        raise DomainError("hash-form", place=Place(name), found=entry.hash)
    found = sha256_of_file(path)
    if entry.hash != PREFIX + found:
        raise DomainError("hash-differs", place=Place(name), found=found, sealed=entry.hash.removeprefix(PREFIX))
    return File(entry.name, path, entry.format, name, tuple(one.name for one in entry.table.fields))
