"""The people of the demonstration: one for each role, all invented, with one password that is told to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PASSWORD = "demo-atlas-2026"  # noqa: S105 -- printed on purpose: it opens invented data on one's own machine
Role = Literal["administrator", "analyst", "representative", "clerk", "rops", "ministry"]


@dataclass(frozen=True)
class Person:
    """Somebody who can log in to the demonstration; `participant` is the code of whom they represent."""

    role: Role
    name: str
    participant: str = ""

    @property
    def email(self) -> str:
        """The address to log in by."""
        return f"{self.role}@demo.example"


PEOPLE = (
    Person("administrator", "Administratorka (demo)"),
    Person("analyst", "Analityk (demo)"),
    Person("representative", "Menager US (demo)", "ORG-002"),
    Person("clerk", "Pracowniczka CUS (demo)", "IZUS-01"),
    Person("rops", "ROPS w Lublinie (demo)"),
    Person("ministry", "Ministerstwo (demo)"),
)
