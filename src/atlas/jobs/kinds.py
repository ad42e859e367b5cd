"""What kinds of work there are, and what falls due when: each app lists its own in modules `jobs` and `timetable`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from types import ModuleType


@dataclass(frozen=True)
class JobKind:
    """A kind of work: its code, its title (a marked text), its stages' titles by code, and what does it.

    `work(progress, **arguments)` returns facts for the job's page. It may be begun again after its worker was killed,
    so it goes on where it was, or starts clean. `at_end(job, at=moment)` hears that a job is done or has failed for
    good, within the transaction in which it ends.
    """

    code: str
    title: str
    work: Callable[..., Mapping[str, object] | None]
    stages: Mapping[str, str] = field(default_factory=dict)
    at_end: Callable[..., None] | None = None


@dataclass(frozen=True)
class Due:
    """Something that is to be set going now, once: `key` names the occurrence, e.g. 'remind:2026-1:2026-03-20'."""

    key: str
    kind: str
    about: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@cache
def job_kinds() -> dict[str, JobKind]:
    """Return all kinds by code, from the lists `KINDS` of the apps' modules `jobs`."""
    return {kind.code: kind for module in _modules("jobs") for kind in module.KINDS}


def due_at(moment: datetime) -> Iterator[Due]:
    """Give all that falls due by a moment, done before or not, from the functions `DUE` of the modules `timetable`."""
    functions: Iterable[Callable[[datetime], Iterable[Due]]] = [
        one for module in _modules("timetable") for one in module.DUE
    ]
    for function in functions:
        yield from function(moment)


def _modules(name: str) -> list[ModuleType]:
    return [
        import_module(f"{config.name}.{name}")
        for config in apps.get_app_configs()
        if config.name.startswith("atlas.") and config.label != "jobs" and module_has_submodule(config.module, name)
    ]
