"""Builders of small packages for cases worked out by hand, and how to look up what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.recomputation.reference_definitions import Package, Row
    from tests.recomputation.reference_sessions import Result

A, B, C, D = "0601011", "0601022", "0602013", "1401011"


def package(sequence: int, scope: tuple[str, ...] = (A, B, C, D)) -> Package:
    """An empty session `s1`, `s2`, ... over some gminas."""
    names: tuple[str, ...] = ("invitations", "organisations", "institutions", "cards_ngo", "cards_izus", "services")
    empty: Package = {name: [] for name in (*names, "territory_statistics", "territory_changes")}
    rows: list[Row] = [{"gmina": gmina, "powiat": gmina[:4], "voivodeship": gmina[:2]} for gmina in scope]
    return {**empty, "session": [{"session": f"s{sequence}", "sequence": sequence}], "scope": rows}


def invite(to: Package, kind: str, gmina: str, respondent: str) -> None:
    to["invitations"].append({"card_kind": kind, "gmina": gmina, "respondent": respondent})


def ngo(to: Package, gmina: str, respondent: str, **cells: Any) -> None:
    """An accepted Karta NGO with its invitation; what is not given is missing."""
    invite(to, "NGO", gmina, respondent)
    to["cards_ngo"].append({"gmina": gmina, "respondent": respondent, **cells})


def izus(to: Package, gmina: str, respondent: str, **cells: int | None) -> None:
    invite(to, "IZUS", gmina, respondent)
    to["cards_izus"].append({"gmina": gmina, "respondent": respondent, **cells})


def service(to: Package, gmina: str, respondent: str, name: str, cells: Row) -> None:
    to["services"].append({"gmina": gmina, "respondent": respondent, "service": name, **cells})


def statistics(to: Package, gmina: str, **cells: int | None) -> None:
    to["territory_statistics"].append({"gmina": gmina, **cells})


def change(to: Package, *pairs: tuple[str, str]) -> None:
    to["territory_changes"] += [{"old": old, "new": new, "from_on": None} for old, new in pairs]


def row_of(result: Result, indicator: str, territory: str, session: str = "s1", breakdown: str | None = None) -> Row:
    place = (session, indicator, breakdown, territory)
    rows = [r for r in result.indicators if place == (r["session"], r["indicator"], r["breakdown"], r["territory"])]
    assert len(rows) == 1
    return rows[0]


def pick(result: Result, indicator: str, territory: str, names: str, session: str = "s1") -> list[Any]:
    row = row_of(result, indicator, territory, session)
    return [row[name] for name in names.split()]


def values(result: Result, indicator: str, *territories: str, session: str = "s1") -> list[Any]:
    return [row_of(result, indicator, territory, session)["value"] for territory in territories]


def pair_of(result: Result, pair: str, territory: str) -> list[Any]:
    rows = [row for row in result.pairs if (row["pair"], row["territory"]) == (pair, territory)]
    assert len(rows) == 1
    return [rows[0][name] for name in ("gminas_compared", "ngo", "izus", "difference")]
