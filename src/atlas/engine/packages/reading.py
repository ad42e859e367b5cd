"""Reads packages and finds them good, or names everything that is wrong. Nothing is computed from a bad one."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from atlas.definitions.load import definitions_from_json, shipped_definitions
from atlas.engine.model import Package, SessionFacts
from atlas.engine.packages.contract import DEFINITIONS, MANIFEST, Resource, contract_of
from atlas.engine.packages.csv_files import HEADER_ROWS, csv_header, csv_to_parquet
from atlas.engine.packages.findings import Findings
from atlas.engine.packages.manifest import File, checked_files, read_manifest
from atlas.engine.packages.opening import opened
from atlas.engine.packages.parquet_files import parquet_columns
from atlas.engine.packages.references import check_references
from atlas.engine.packages.store import Store, Typed
from atlas.engine.packages.values import check_values
from atlas.kernel.errors import DomainError, Place
from atlas.kernel.hashing import sha256_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from atlas.definitions.models import Definitions
    from atlas.engine.lineage import Change


@contextmanager
def read_packages(paths: Sequence[Path], *, progress: Callable[[], None] = lambda: None) -> Iterator[list[Package]]:
    """Read and verify packages; their typed tables live until the block ends.

    Args:
        paths: Folders or ZIP files.
        progress: Called after each package.

    Raises:
        BadInput: all errors of all packages (session-package.md, 'Errors').
    """
    with tempfile.TemporaryDirectory(prefix="atlas-packages-") as scratch:
        findings, packages = Findings(), []
        names = Counter(path.name for path in paths)
        for number, path in enumerate(paths):
            called = path.name if path.name and names[path.name] == 1 else str(path)
            folder = Path(scratch) / str(number)
            folder.mkdir()
            try:
                packages.append(_read(path, folder, called=called))
            except DomainError as error:
                findings.extend(error.problems, total=error.total)
            except OSError as error:  # no permission, a name too long, a broken disk
                findings.add("zip-unreadable", Place(str(path)), reason=error.strerror or str(error))
            progress()
        findings.raise_if_any()
        yield packages


def read_changes(path: Path) -> list[Change]:
    """Return the renumberings of gminas (old, new) that a package tells, without reading the rest of it.

    Raises:
        DomainError: 'package-missing', or whatever the manifest or this table has wrong.
    """
    name = "territory_changes"
    resource = next(one for one in contract_of(shipped_definitions()) if one.name == name)
    with tempfile.TemporaryDirectory(prefix="atlas-packages-") as scratch:
        unpacked, findings = Path(scratch) / "unpacked", Findings()
        folder = opened(path, unpacked)
        manifest = read_manifest(folder, called=path.name)
        files = checked_files(manifest, folder, called=path.name, known={name})
        table = _typed(files[name], resource, scratch=Path(scratch), findings=findings) if files else None
        findings.raise_if_any()
        rows = [] if table is None else pq.read_table(table.path, columns=["old", "new"]).to_pylist()
    return [(row["old"], row["new"]) for row in rows]


def _read(path: Path, scratch: Path, *, called: str) -> Package:
    unpacked, typed = scratch / "unpacked", scratch / "typed"
    unpacked.mkdir()
    typed.mkdir()
    folder = opened(path, unpacked)
    manifest = read_manifest(folder, called=called)
    files = checked_files(manifest, folder, called=called, known={DEFINITIONS})
    definitions = _definitions(files)  # they say which tables there are
    files |= checked_files(manifest, folder, called=called, known={one.name for one in contract_of(definitions)})
    tables = _typed_tables(files, contract_of(definitions), scratch=typed, called=called)
    findings = Findings()
    with closing(Store(tables)) as store:
        for resource in contract_of(definitions):
            if resource.name in tables:
                check_values(store, resource, findings=findings)
        if not store.rows("SELECT 1 FROM scope LIMIT 1", "scope"):
            findings.add("scope-empty", Place(tables["scope"].called))
        findings.raise_if_any()
        check_references(store, findings)
    findings.raise_if_any()
    session = _session(tables["session"], definitions, given=DEFINITIONS in files)
    paths = {name: table.path for name, table in tables.items()}
    return Package(path, sha256_of_file(folder / MANIFEST), session, definitions, paths)


def _definitions(files: dict[str, File]) -> Definitions:
    if DEFINITIONS not in files:
        return shipped_definitions()
    file = files[DEFINITIONS]
    definitions = definitions_from_json(file.path.read_bytes(), file=file.called)
    shipped = shipped_definitions()
    return shipped if definitions == shipped else definitions


def _typed_tables(
    files: dict[str, File], contract: tuple[Resource, ...], *, scratch: Path, called: str
) -> dict[str, Typed]:
    findings, tables = Findings(), {}
    for resource in contract:
        if resource.name in files:
            table = _typed(files[resource.name], resource, scratch=scratch, findings=findings)
            if table is not None:
                tables[resource.name] = table
        elif not resource.optional:
            findings.add("resource-missing", Place(f"{called}/{MANIFEST}"), resource=resource.name)
    findings.raise_if_any()
    return tables


def _typed(file: File, resource: Resource, *, scratch: Path, findings: Findings) -> Typed | None:
    if file.format == "csv":
        path, first = scratch / f"{resource.name}.parquet", HEADER_ROWS
        if not csv_to_parquet(file, resource, out=path, findings=findings):
            return None
        columns = list(pq.read_schema(path).names)
        header = csv_header(file.path)
    else:
        path, first = _unmistakable(file.path, scratch / f"{resource.name}.parquet"), 1
        found = parquet_columns(file, resource, findings=findings)
        if found is None:
            return None
        columns = header = found
    for column in resource.columns:
        if not column.optional and column.name not in columns:
            findings.add("column-missing", Place(file.called, None, column.name), resource=resource.name)
    if file.fields and list(file.fields) != header:
        findings.add("schema-differs", Place(file.called), declared=", ".join(file.fields), found=", ".join(header))
    return Typed(path, file.called, first, tuple(columns))


def _unmistakable(path: Path, copy: Path) -> Path:
    """Return the file, or a copy where DuckDB would take its path for a pattern that another file may fit."""
    return Path(shutil.copyfile(path, copy)) if set("*?[{") & set(str(path)) else path


def _session(table: Typed, definitions: Definitions, *, given: bool) -> SessionFacts:
    """Return the one session row, with templates that the definitions have."""
    rows = pq.read_table(table.path).to_pylist()
    if len(rows) != 1:
        raise DomainError("session-one-row", place=Place(table.called), found=len(rows))
    row = {name: value for name, value in rows[0].items() if value is not None}
    for name, kind in (("template_ngo", "NGO"), ("template_izus", "IZUS")):
        version = definitions.templates["NGO" if kind == "NGO" else "IZUS"].version
        if row[name] != version:
            code = "template-version" if given else "definitions-needed"
            raise DomainError(code, place=Place(table.called, table.first_row, name), found=row[name], known=version)
    known = SessionFacts.__dataclass_fields__
    return SessionFacts(code=row["session"], **{name: row[name] for name in known if name in row and name != "code"})
