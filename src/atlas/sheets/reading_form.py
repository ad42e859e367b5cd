"""One filled form as far as it could be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from atlas.definitions.models import TemplateKind
    from atlas.kernel.errors import Place, Problem


@dataclass(frozen=True)
class Form:
    """One filled form as far as it could be read.

    `answers` hold values by item code, a multi-choice as a tuple of codes in the catalogue's order, a table as a list
    of rows; `reasons`, `explanations` and `places` are by item code, for a table's row by `services:meals`; `sources`
    are by statistic. A form with a problem goes into no package.
    """

    place: Place
    kind: TemplateKind
    gmina: str
    respondent: str
    answers: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    sources: dict[str, tuple[str, date]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> tuple[TemplateKind, str, str]:
        """What there may be one of in a session."""
        return self.kind, self.gmina, "" if self.kind == "STATISTICS" else self.respondent
