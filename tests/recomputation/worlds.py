"""Small but nasty worlds: Hypothesis strategies for lists of session packages.

Hypothesis draws the structure (sessions, gminas, scope, renumberings, who files a card where, which columns are
filled at all), so that shrinking takes away sessions, gminas, cards and columns. What stands in a cell comes from a
generator keyed by (seed, table, session, gmina, respondent): taking one card away changes no other cell, and a world
is made in a few milliseconds.

Every world obeys the contract of session-package.md. Left out on purpose, since the contract is silent there: a
`territory_changes` row onto a code that stays in use without being renumbered itself, a code that comes back in the
same session in which it was given up, two renumberings of one gmina in one package, the same (old, new) row twice
with different dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st
from tests.recomputation.worlds_cells import (
    IZUS_COLUMNS,
    LEGAL_FORMS,
    NGO_COLUMNS,
    PALETTES,
    SERVICE_COLUMNS,
    STATISTICS_COLUMNS,
    Cells,
    Package,
    Row,
)
from tests.recomputation.worlds_map import (
    EVENTS,
    LAYOUTS,
    SESSION_CODES,
    Change,
    Map,
)

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

# --- Who takes part ---------------------------------------------------------------------------------------------


class Plan(NamedTuple):
    """What is the same for all sessions of a world."""

    seed: int
    palette: str
    density: str
    organisations: int
    institutions: int
    filled: dict[str, set[str]]


def bits(draw: DrawFn, count: int) -> int:
    """A drawn mask; shrinks to no bit. From bytes, since Hypothesis draws large integers unevenly."""
    size = (count + 7) // 8
    return int.from_bytes(draw(st.binary(min_size=size, max_size=size)), "little") & ((1 << count) - 1)


def up_to(most: int, *sizes: int) -> list[int]:
    """The sizes to choose from, the likely ones more than once."""
    return [size for size in sizes if size <= most]


def draw_filled(draw: DrawFn) -> dict[str, set[str]]:
    """For each table, the columns that are filled at all: most of them, and after shrinking only those that matter."""
    tables = {"ngo": NGO_COLUMNS, "izus": IZUS_COLUMNS, "statistics": STATISTICS_COLUMNS, "services": SERVICE_COLUMNS}
    filled = {}
    for table, columns in tables.items():
        mask = bits(draw, len(columns)) | bits(draw, len(columns)) | bits(draw, len(columns))
        filled[table] = {name for place, name in enumerate(columns) if mask >> place & 1}
    return filled


def masks(draw: DrawFn, count: int) -> list[int]:
    """Several masks of the six places in one draw: few draws leave room for large worlds."""
    word = bits(draw, 6 * count)
    return [word >> 6 * number & 63 for number in range(count)]


def thicken(density: str, one: int, other: int) -> int:
    """Few, half or most of the places."""
    return {"sparse": one & other, "even": one, "dense": one | other}[density]


def invitation(card_kind: str, gmina: str, respondent: str) -> Row:
    return {"card_kind": card_kind, "gmina": gmina, "respondent": respondent}


def add_ngo(draw: DrawFn, plan: Plan, package: Package, codes: dict[int, str], sequence: int) -> None:
    """Invitations, cards and service rows of the organisations."""
    for number in range(plan.organisations):
        respondent = f"NGO-{number + 1}"
        one, other, asked = masks(draw, 3)
        filed = thicken(plan.density, one, other)
        for place, gmina in codes.items():
            if (filed | asked) >> place & 1:
                package["invitations"].append(invitation("NGO", gmina, respondent))
            if filed >> place & 1:
                add_ngo_card(plan, package, (sequence, place, respondent), gmina)


def add_ngo_card(plan: Plan, package: Package, key: tuple[int, int, str], gmina: str) -> None:
    names = {"gmina": gmina, "respondent": key[2]}
    cells = Cells(plan.palette, plan.seed, "ngo", *key)
    package["cards_ngo"].append({**names, **cells.row(NGO_COLUMNS, plan.filled["ngo"])})
    for service in cells.services():
        row = Cells(plan.palette, plan.seed, "services", *key, service).row(SERVICE_COLUMNS, plan.filled["services"])
        package["services"].append({**names, "service": service, **row})


def add_izus(draw: DrawFn, plan: Plan, package: Package, codes: dict[int, str], sequence: int) -> None:
    """Invitations of institutions (also of several for one gmina) and at most one card for a gmina."""
    if not plan.institutions:
        return
    for place, gmina in codes.items():
        word = bits(draw, 6)
        choice, asked = word & 7, word >> 3
        # 0: no card; 1-5: from the institution at home there; 6, 7: from another one. Homes serve several gminas.
        author = (place + max(choice - 5, 0)) % plan.institutions if choice else None
        for number in range(plan.institutions):
            if asked >> number & 1 or number == author:
                package["invitations"].append(invitation("IZUS", gmina, f"IZUS-{number + 1}"))
        if author is not None:
            names = {"gmina": gmina, "respondent": f"IZUS-{author + 1}"}
            cells = Cells(plan.palette, plan.seed, "izus", sequence, place)
            package["cards_izus"].append({**names, **cells.row(IZUS_COLUMNS, plan.filled["izus"])})


def add_statistics(draw: DrawFn, plan: Plan, package: Package, codes: dict[int, str], sequence: int) -> None:
    one, other = masks(draw, 2)
    for place, gmina in codes.items():
        if (one | other) >> place & 1:
            cells = Cells(plan.palette, plan.seed, "statistics", sequence, place)
            row = cells.row(STATISTICS_COLUMNS, plan.filled["statistics"])
            package["territory_statistics"].append({"gmina": gmina, **row})


# --- Packages ---------------------------------------------------------------------------------------------------


def session_row(code: str, sequence: int) -> Row:
    year, half = 2024 + (sequence + 1) // 2, (sequence - 1) % 2
    first, last = (("01-01", "06-30"), ("07-01", "12-31"))[half]
    return {
        "session": code,
        "name": f"Sesja {sequence}",
        "opens_on": f"{year + half}-{('07', '01')[half]}-10",
        "closes_on": f"{year + half}-{('08', '02')[half]}-20",
        "period_from": f"{year}-{first}",
        "period_to": f"{year}-{last}",
        "sequence": sequence,
        "template_ngo": 1,
        "template_izus": 1,
    }


def scope_row(gmina: str, place: int) -> Row:
    return {
        "gmina": gmina,
        "name": f"Gmina {place + 1}",
        "powiat": gmina[:4],
        "voivodeship": gmina[:2],
        "institution_type": ("CUS", "OPS")[place % 2],
    }


def registers(plan: Plan, gmina: str) -> Package:
    """Organisations and institutions, also those without a card."""
    organisations = [
        {
            "respondent": f"NGO-{number + 1}",
            "name": f"Organizacja {number + 1}",
            "legal_form": LEGAL_FORMS[number % len(LEGAL_FORMS)],
            "seat_gmina": gmina,
        }
        for number in range(plan.organisations)
    ]
    institutions = [
        {
            "respondent": f"IZUS-{number + 1}",
            "name": f"Centrum {number + 1}",
            "institution_type": ("CUS", "OPS", "other")[number % 3],
            "seat_gmina": gmina,
        }
        for number in range(plan.institutions)
    ]
    return {"organisations": organisations, "institutions": institutions}


def draw_codes(draw: DrawFn, places: dict[int, str]) -> dict[int, str]:
    """The session's scope: place -> 7-digit code. Never empty; the seventh digit is drawn anew each time."""
    one, other = masks(draw, 2)
    inside = [place for place in sorted(places) if (one | other) >> place & 1] or [min(places)]
    kinds = draw(st.one_of(st.just(0), st.integers(0, 3**6 - 1)))  # the seventh digits, in base 3
    return {place: f"{places[place]}{1 + kinds // 3**place % 3}" for place in inside}


def draw_package(draw: DrawFn, plan: Plan, codes: dict[int, str], code: str, sequence: int) -> Package:
    package: Package = {
        "session": [session_row(code, sequence)],
        "scope": [scope_row(gmina, place) for place, gmina in codes.items()],
        **registers(plan, min(codes.values())),
        **{name: [] for name in ("invitations", "cards_ngo", "cards_izus", "services", "territory_statistics")},
    }
    add_ngo(draw, plan, package, codes, sequence)
    add_izus(draw, plan, package, codes, sequence)
    add_statistics(draw, plan, package, codes, sequence)
    return {name: sorted(rows, key=row_key) for name, rows in package.items()}


def row_key(row: Row) -> tuple[str, ...]:
    """Rows of a package are sorted by key."""
    return tuple(row.get(name) or "" for name in ("card_kind", "gmina", "respondent", "service", "session"))


def change_rows(draw: DrawFn, former: list[Change], changes: list[Change]) -> list[Row] | None:
    """The session's territory_changes: the new rows, perhaps the former ones again; None = no such resource."""
    mode = draw(st.sampled_from(("plain", "cumulative", "always")))
    rows = list(changes)
    if mode == "cumulative":
        # Not where an old row would meet a new one at the same end: it would look like a merger or a division.
        ends = {(change.old, 0) for change in changes} | {(change.new, 1) for change in changes}
        if not any((row.old, 0) in ends or (row.new, 1) in ends for row in former):
            rows += former
    if not rows and mode == "plain":
        return None
    return [change._asdict() for change in sorted(set(rows), key=lambda row: (row.old, row.new, row.from_on or ""))]


def next_changes(draw: DrawFn, gminas: Map, sequence: int, *, quiet: bool) -> list[Change]:
    """None, one or two events between two sessions; the two never touch the same code."""
    if quiet:
        return []
    date = draw(st.sampled_from((None, f"{2024 + sequence}-01-01")))
    changes = gminas.happen(draw(st.sampled_from(EVENTS)), draw(st.integers(0, 5)), date)
    ends = {row.old for row in changes} | {row.new for row in changes}
    untouched = {place: code for place, code in gminas.places.items() if code not in ends}
    if draw(st.booleans()) and untouched:
        touched = {place: code for place, code in gminas.places.items() if place not in untouched}
        gminas.places = untouched
        changes += gminas.happen(draw(st.sampled_from(("none", "rename", "move", "swap"))), 0, date)
        gminas.places |= touched
    return changes


@st.composite
def worlds(
    draw: DrawFn,
    *,
    min_sessions: int = 1,
    max_sessions: int = 4,
    max_gminas: int = 6,
    max_organisations: int = 8,
) -> list[Package]:
    """Packages whose `sequence` runs 1...n, in any order. `max_gminas`: at the start; a division may add more."""
    plan = Plan(
        seed=draw(st.integers(0, 2**16 - 1)),
        palette=draw(st.sampled_from(tuple(PALETTES))),
        density=draw(st.sampled_from(("even", "dense", "dense", "sparse"))),
        organisations=draw(st.sampled_from(up_to(max_organisations, 1, 2, 3, 4, 4, 5, 6, 7, 8, 0))),
        institutions=draw(st.sampled_from((1, 2, 3, 2, 0))),
        filled=draw_filled(draw),
    )
    powiats = bits(draw, 16)  # of six gminas, in base 3
    homes = [
        powiats // 3**place % 3 for place in range(draw(st.sampled_from(up_to(max_gminas, 1, 2, 3, 3, 4, 4, 5, 6))))
    ]
    gminas = Map(draw(st.sampled_from(LAYOUTS)), homes)
    codes = draw(st.sampled_from(SESSION_CODES))
    quiet = draw(st.booleans())
    packages = []
    lengths = [length for length in up_to(max_sessions, 1, 2, 2, 3, 3, 4) if length >= min_sessions]
    for sequence in range(1, draw(st.sampled_from(lengths)) + 1):
        former = list(gminas.register)
        changes = next_changes(draw, gminas, sequence, quiet=quiet)
        package = draw_package(draw, plan, draw_codes(draw, gminas.places), codes[sequence - 1], sequence)
        rows = change_rows(draw, former, changes)
        if rows is not None:
            package["territory_changes"] = rows
        packages.append(package)
    return draw(st.permutations(packages))


@st.composite
def partial_worlds(draw: DrawFn, *, max_sessions: int = 4) -> list[Package]:
    """Some of the packages of a world, for `--partial`: their `sequence` may have gaps and need not begin with 1."""
    packages = draw(worlds(max_sessions=max_sessions))
    kept = bits(draw, len(packages))
    return [package for place, package in enumerate(packages) if kept >> place & 1] or packages[:1]


def worlds_without_changes(**bounds: int) -> SearchStrategy[list[Package]]:
    """Worlds in which no package lists territory changes (codes may still come and go)."""
    return worlds(**bounds).map(
        lambda packages: [{name: rows for name, rows in p.items() if name != "territory_changes"} for p in packages]
    )
