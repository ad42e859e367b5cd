"""The reference: an independent recomputation of every indicator, pair and disclosure row.

Written from indicators.md and session-package.md alone, without looking at the engine
(src/atlas), so that the two can be tested against each other. Plain Python, standard library only: one small
function for each rule, clarity above speed. Rule numbers are those of indicators.md.

    result = compute(sessions)          # sessions: one dict for each package, resource name -> list of rows
    result.indicators, result.pairs, result.disclosure     # lists of dicts with the contract's columns

Rows are dicts column -> value: whole numbers int, yes/no bool, multi-choice str ('survey|interview', 'none'), money
Decimal (PLN), dates ISO str, missing None or no key. Values keep full precision (rule 8); every definition is
version 1 (rule 9); computability (rule 10) and the marking of periods (rule 12) are not part of the three tables.
"""

from __future__ import annotations

from tests.recomputation.reference_definitions import (
    DISCLOSED,
    INDICATORS,
    PAIRS,
    Identity,
    Indicator,
    Number,
    Package,
    Pair,
    Row,
)
from tests.recomputation.reference_sessions import (
    MISSING,
    Cell,
    Entry,
    Figure,
    Result,
    Session,
    Territory,
    card_entries,
    entries,
    read_sessions,
    statistic,
)

DEFINITION_VERSION = 1
INDICATOR_COLUMNS = (
    "session", "indicator", "breakdown", "level", "territory", "value", "numerator", "denominator", "cards",
    "respondents", "invited", "coverage", "gminas_used", "gminas_in_scope", "definition_version",
    "baseline_session", "baseline_value", "baseline_gminas_used", "baseline_definition_version", "change",
    "relative_change", "panel_n", "panel_value", "panel_baseline", "panel_change",
)  # fmt: skip
PAIR_COLUMNS = ("session", "pair", "level", "territory", "gminas_compared", "ngo", "izus", "difference")
DISCLOSURE_COLUMNS = ("session", "indicator", "breakdown", "level", "territory", "contributors", "top_share")


# --- Adding up (rules 1 and 3) ----------------------------------------------------------------------------------


def add_up(session: Session, indicator: Indicator, found: list[Entry]) -> Figure:
    """Rule 1: always from the cards. No card known = missing (rule 2)."""
    if not found:
        return MISSING
    if indicator.kind == "count":
        return plain(len({entry.respondent for entry in found if entry.top}))
    if indicator.kind == "total":
        return plain(sum(entry.top for entry in found))
    top = sum(entry.top for entry in found)
    bottom = denominator(session, indicator, found)
    if indicator.kind == "share":
        return Figure((100.0 * top) / bottom if bottom else None, top, bottom)
    numerator = top / 100 if indicator.code == "EFF-2" else top
    return Figure(numerator / bottom if bottom else None, numerator, bottom)


def plain(number: int) -> Figure:
    """A count or a total: numerator = value, no denominator."""
    return Figure(number, number, None)


def denominator(session: Session, indicator: Indicator, found: list[Entry]) -> int:
    """Rule 3: over the same gminas, each once; or over the same cards (service rows)."""
    if not indicator.statistic:
        return sum(entry.bottom for entry in found)
    return sum(statistic(session, gmina, indicator.statistic) or 0 for gmina in {entry.gmina for entry in found})


def inside(found: list[Entry], territory: Territory) -> list[Entry]:
    return [entry for entry in found if entry.gmina in territory.gminas]


# --- The row of a value, with its coverage (rule 4) -------------------------------------------------------------


def value_columns(cell: Cell, found: list[Entry]) -> Row:
    """The row without its baseline and panel columns. `found`: the entries inside the cell's territory."""
    figure = add_up(cell.session, cell.indicator, found)
    row: Row = dict.fromkeys(INDICATOR_COLUMNS)
    row.update(place_columns(cell), value=figure.value, numerator=figure.numerator, denominator=figure.denominator)
    row.update(coverage_columns(cell, found), definition_version=DEFINITION_VERSION)
    return row


def place_columns(cell: Cell) -> Row:
    return {
        "session": cell.session.code,
        "indicator": cell.indicator.code,
        "breakdown": cell.breakdown or None,
        "level": cell.territory.level,
        "territory": cell.territory.code,
    }


def coverage_columns(cell: Cell, found: list[Entry]) -> Row:
    """Rule 4: who stands behind the value, of how many invited."""
    cards = len({(entry.respondent, entry.gmina) for entry in found})
    invited = invited_pairs(cell.session, cell.indicator.card_kind, cell.territory)
    return {
        "cards": cards,
        "respondents": len({entry.respondent for entry in found}),
        "invited": invited,
        "coverage": cards / invited if invited else None,
        "gminas_used": len({entry.gmina for entry in found}),
        "gminas_in_scope": len(cell.territory.gminas),
    }


def invited_pairs(session: Session, card_kind: str, territory: Territory) -> int:
    """Rule 4: invited (respondent, gmina) pairs for that kind of card."""
    rows = [row for row in session.invitations if row["card_kind"] == card_kind]
    return len([row for row in rows if row["gmina"] in territory.gminas])


# --- Baseline (rule 5) ------------------------------------------------------------------------------------------


def first_sessions(sessions: list[Session]) -> dict[tuple[str, Identity], Session]:
    """Rule 5: (kind of card, territory) -> the first session with an accepted card of that kind from there."""
    first: dict[tuple[str, Identity], Session] = {}
    for session in sessions:
        for territory in session.territories:
            for card_kind, cards in session.cards.items():
                if any(card["gmina"] in territory.gminas for card in cards):
                    first.setdefault((card_kind, territory.identity), session)
    return first


def key_of(session: Session, cell: Cell) -> tuple[int, str, str, Identity]:
    """The place of the cell's indicator, breakdown and territory in some session."""
    return session.rank, cell.indicator.code, cell.breakdown, cell.territory.identity


def baseline_columns(cell: Cell, row: Row, baseline: Session, former: Row | None) -> Row:
    """Rule 5: the frozen value and the change from it. `former`: the same row in the baseline session, if any."""
    columns: Row = {"baseline_session": baseline.code}
    if former is None:
        return columns
    columns["baseline_value"] = former["value"]
    columns["baseline_gminas_used"] = former["gminas_used"]
    columns["baseline_definition_version"] = former["definition_version"]
    if baseline.rank < cell.session.rank:
        columns.update(change_columns(row["value"], former["value"]))
    return columns


def change_columns(value: Number | None, baseline: Number | None) -> Row:
    """Rule 5: change, and relative change where the baseline is not 0."""
    change = difference(value, baseline)
    relative = (100.0 * change) / baseline if change is not None and baseline else None
    return {"change": change, "relative_change": relative}


def difference(later: Number | None, earlier: Number | None) -> Number | None:
    return None if later is None or earlier is None else later - earlier


# --- Matched panel (rule 6) -------------------------------------------------------------------------------------


def panel_columns(cell: Cell, baseline: Session, now: list[Entry], then: list[Entry]) -> Row:
    """Rule 6: the same indicator in both sessions from the cards (rows) that enter it in both.

    `now`: the entries inside the cell's territory. `then`: all entries of the baseline session, since the hierarchy
    of the later session says which belong here.
    """
    both = {panel_key(cell.session, entry) for entry in now} & {panel_key(baseline, entry) for entry in then}
    matched_now = [entry for entry in now if panel_key(cell.session, entry) in both]
    matched_then = [entry for entry in then if panel_key(baseline, entry) in both]
    value = add_up(cell.session, cell.indicator, matched_now).value
    former = add_up(baseline, cell.indicator, matched_then).value
    return {
        "panel_n": len(both),
        "panel_value": value,
        "panel_baseline": former,
        "panel_change": difference(value, former),
    }


def panel_key(session: Session, entry: Entry) -> tuple[str, Identity, str]:
    """Rules 6 and 11: the same respondent in the same gmina (EFF: with the same service)."""
    return entry.respondent, session.identities[entry.gmina], entry.service


# --- Two perspectives (rule 7) ----------------------------------------------------------------------------------


def compare_gminas(session: Session, pair: Pair) -> dict[str, tuple[int, int]]:
    """Rule 7: gmina -> (NGO, IZUS), where both sides are known."""
    ngo: dict[str, int] = {}
    for entry in card_entries(session.cards["NGO"], pair.ngo):
        ngo[entry.gmina] = ngo.get(entry.gmina, 0) + entry.top
    answers = {card["gmina"]: card.get(pair.izus_field) for card in session.cards["IZUS"]}
    izus = {gmina: answer for gmina, answer in answers.items() if answer is not None}
    return {gmina: (ngo[gmina], izus[gmina]) for gmina in ngo if gmina in izus}


def pair_row(session: Session, pair: Pair, territory: Territory, compared: dict[str, tuple[int, int]]) -> Row:
    """Rule 7: a territory adds up its compared gminas; with none, 0 and missing."""
    sides = [both for gmina, both in compared.items() if gmina in territory.gminas]
    ngo = sum(both[0] for both in sides) if sides else None
    izus = sum(both[1] for both in sides) if sides else None
    values = (session.code, pair.code, territory.level, territory.code, len(sides), ngo, izus, difference(ngo, izus))
    return dict(zip(PAIR_COLUMNS, values, strict=True))


def pair_rows(session: Session) -> list[Row]:
    rows = []
    for pair in PAIRS:
        compared = compare_gminas(session, pair)
        rows += [pair_row(session, pair, territory, compared) for territory in session.territories]
    return rows


# --- Disclosure -------------------------------------------------------------------------------------------------


def disclosure_row(cell: Cell, found: list[Entry]) -> Row:
    """Who brings the numerator's people or money, and the largest one's part of the sum."""
    parts: dict[str, int] = {}
    for entry in found:
        parts[entry.respondent] = parts.get(entry.respondent, 0) + entry.top
    whole = sum(parts.values())
    return {
        **place_columns(cell),
        "contributors": len([part for part in parts.values() if part > 0]),
        "top_share": max(parts.values()) / whole if whole else None,
    }


# --- The full grid ----------------------------------------------------------------------------------------------


def grid(session: Session) -> list[Cell]:
    """Every row of a session in the contract's order: indicator, breakdown (empty first), level, territory."""
    return [
        Cell(session, indicator, breakdown, territory)
        for indicator in INDICATORS
        for breakdown in ("", *indicator.options)
        for territory in session.territories
        if indicator.kind != "ratio" or not breakdown or occurs(session, breakdown, territory)
    ]


def occurs(session: Session, service: str, territory: Territory) -> bool:
    """EFF has a row for each service with any service row in that session and territory."""
    return any(row["service"] == service and row["gmina"] in territory.gminas for row in session.services)


def all_entries(sessions: list[Session]) -> dict[tuple[int, str, str], list[Entry]]:
    """(session, indicator, breakdown) -> the entries of the whole session."""
    return {
        (session.rank, indicator.code, breakdown): entries(session, indicator, breakdown)
        for session in sessions
        for indicator in INDICATORS
        for breakdown in ("", *indicator.options)
    }


def compute(sessions: list[Package], *, partial: bool = False) -> Result:
    """The three tables of `atlas compute`; with `partial`, baseline, change and panel columns stay missing."""
    ordered = read_sessions(sessions)
    known = all_entries(ordered)
    first = {} if partial else first_sessions(ordered)
    result = Result([], [pair for session in ordered for pair in pair_rows(session)], [])
    done: dict[tuple[int, str, str, Identity], Row] = {}
    for cell in (cell for session in ordered for cell in grid(session)):
        found = inside(known[cell.session.rank, cell.indicator.code, cell.breakdown], cell.territory)
        row = done[key_of(cell.session, cell)] = value_columns(cell, found)
        baseline = first.get((cell.indicator.card_kind, cell.territory.identity))
        if baseline and baseline.rank <= cell.session.rank:
            row.update(baseline_columns(cell, row, baseline, done.get(key_of(baseline, cell))))
        if baseline and baseline.rank < cell.session.rank:
            then = known[baseline.rank, cell.indicator.code, cell.breakdown]
            row.update(panel_columns(cell, baseline, found, then))
        result.indicators.append(row)
        if cell.indicator.code in DISCLOSED:
            result.disclosure.append(disclosure_row(cell, found))
    return result
