"""Names of a session's territories, as its scope has them: by code, and which codes somebody means by a name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from atlas.kernel.teryt import level_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from atlas.monitoring.models import ScopeGmina

_COLUMNS = {
    "gmina": ("gmina", "name"),
    "powiat": ("powiat", "powiat_name"),
    "voivodeship": ("voivodeship", "voivodeship_name"),
}


def names_by_code(scope: QuerySet[ScopeGmina], codes: Iterable[str]) -> dict[str, str]:
    """Return the names of gminas, powiats and voivodeships of a scope (a query for each level among the codes)."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for code in codes:
        wanted[level_of(code) or ""] |= {code}
    found: dict[str, str] = {}
    for level, (code, name) in _COLUMNS.items():
        if level in wanted:
            rows = scope.filter(**{f"{code}__in": wanted[level]}).order_by(code)
            found |= dict(rows.values_list(code, name).distinct())
    return found


def codes_by_name(scope: QuerySet[ScopeGmina], text: str) -> set[str]:
    """Return the codes of all territories of a scope whose names hold a text, whatever its case (1 query)."""
    names = [name for _code, name in _COLUMNS.values()]
    rows = scope.values_list(*(column for pair in _COLUMNS.values() for column in pair))
    if text.isascii():  # SQLite's own LIKE knows no case beyond ASCII
        rows = rows.filter(Q(*((f"{name}__icontains", text) for name in names), _connector=Q.OR))
    wanted = text.casefold()
    return {
        code
        for row in rows
        for code, name in zip(row[::2], row[1::2], strict=True)
        if wanted in name.casefold()
    }  # fmt: skip
