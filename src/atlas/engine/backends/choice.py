"""Picks the backend that ATLAS_ENGINE names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.backends.duckdb import duckdb_backend
from atlas.engine.backends.spark import spark_backend
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from atlas.engine.scan import Backend

_BACKENDS: dict[str, Callable[[Iterable[Path]], AbstractContextManager[Backend]]] = {
    "duckdb": duckdb_backend,
    "spark": spark_backend,
}


def backend_for(engine: str, folders: Iterable[Path]) -> AbstractContextManager[Backend]:
    """Return a backend that may read the given folders.

    Raises:
        DomainError: 'engine-unknown'; 'spark-missing' where pyspark is not installed.
    """
    if engine not in _BACKENDS:
        raise DomainError("engine-unknown", found=engine, known=", ".join(_BACKENDS))
    return _BACKENDS[engine](folders)
