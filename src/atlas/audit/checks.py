"""Django's system check of the guards: `atlas-web check --database default` names a trigger that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import Error

from atlas.audit.triggers import missing_triggers

if TYPE_CHECKING:
    from collections.abc import Sequence


def check_guards(*, databases: Sequence[str] | None = None, **_facts: Any) -> list[Error]:  # noqa: ANN401
    """Return an error for each trigger that should refuse to change rows and is gone, switched off or changed."""
    return [
        Error(
            f"Nothing guards {one.table} against {one.event}: the trigger {one.name} is missing or changed.",
            hint="Find out who took it away, run atlas-web prepare, which puts it back, then atlas-web verify-archive.",
            obj=alias, id="audit.E001",
        )
        for alias in databases or ()
        for one in missing_triggers(using=alias)
    ]  # fmt: skip
