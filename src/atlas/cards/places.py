"""The gminas and powiats of a day, by the name or code that somebody types."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError
from atlas.kernel.teryt import powiat_of
from atlas.registry.selectors import territories_on

if TYPE_CHECKING:
    from datetime import date

_CODE = re.compile(r"(?:.*\()?([0-9]{7}|[0-9]{4})\)?")
_MOST_NAMED = 8


class TerritoryPlaces:
    """The territories that hold on a day; read once, when the first one is asked for (1 query)."""

    def __init__(self, *, on: date) -> None:
        self._on = on

    def label(self, code: str) -> str:
        """Return 'Jarosław (gmina miejska), powiat jarosławski (1804011)'; a code nobody knows stands alone."""
        found = self._units.get(code)
        if found is None:
            return code
        level, name, kind = found
        if level == "powiat":
            return f"{name}, {kind} ({code})"
        powiat = self._units.get(powiat_of(code), ("", "", ""))[1]
        return f"{name} ({kind}), powiat {powiat} ({code})"

    def code(self, text: str) -> str:
        """Return the code of the place that a text means: a label, a code, a name, or a name with its powiat.

        Raises:
            DomainError: 'place-unknown', 'place-ambiguous' with the labels to choose from.
        """
        digits = _CODE.fullmatch(text.strip())
        if digits is not None and digits[1] in self._units:
            return digits[1]
        name, _, within = (part.strip().casefold() for part in text.partition(","))
        within = within.removeprefix("powiat").removeprefix("pow.").strip()
        found = [code for code in self._named.get(name.removeprefix("gmina ").strip(), []) if self._lies(code, within)]
        if not found:
            raise DomainError("place-unknown", found=text.strip())
        if len(found) > 1:
            known = "; ".join(self.label(code) for code in found[:_MOST_NAMED])
            raise DomainError("place-ambiguous", found=text.strip(), known=known)
        return found[0]

    def beginning(self, text: str, *, most: int) -> list[str]:
        """Return the labels of gminas whose name begins with a text, at most so many."""
        start = text.strip().casefold()
        found = [code for code, (level, name, _) in self._units.items() if level == "gmina" and _begins(name, start)]
        return [self.label(code) for code in found[:most]] if start else []

    def _lies(self, code: str, within: str) -> bool:
        return not within or self._units.get(powiat_of(code), ("", "", ""))[1].casefold() == within

    @cached_property
    def _units(self) -> dict[str, tuple[str, str, str]]:
        rows = territories_on(self._on).exclude(level="voivodeship").order_by("code")
        return {
            code: (level, name, kind) for code, level, name, kind in rows.values_list("code", "level", "name", "kind")
        }

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        named: dict[str, list[str]] = {}
        for code, (level, name, _kind) in self._units.items():
            named.setdefault(name.casefold() if level == "gmina" else f"powiat {name.casefold()}", []).append(code)
        return named


def _begins(name: str, start: str) -> bool:
    return name.casefold().startswith(start)
