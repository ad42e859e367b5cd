# ruff: noqa: PLR0917 - plain functions of plain values
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

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

Row = dict[str, Any]
Package = dict[str, list[Row]]
Number = int | float
Measure = Callable[[Row], bool | int | None]
Identity = tuple[str, int] | str

DEFINITION_VERSION = 1
LEVELS = ("gmina", "powiat", "voivodeship", "country")
TOOLS = ("outdoor_action", "street_poll", "survey", "interview")
SERVICES = (
    "personal_assistance", "advocacy", "crisis_intervention", "respite_care", "befriending", "home_care",
    "small_children", "nursery_preschool", "care", "rehabilitation", "companion", "after_school",
    "technical_aids", "meals", "adaptation", "other",
)  # fmt: skip
DISCLOSED = ("NGO-3.6", "IZUS-3.6", "EFF-1", "EFF-2")

INDICATOR_COLUMNS = (
    "session", "indicator", "breakdown", "level", "territory", "value", "numerator", "denominator", "cards",
    "respondents", "invited", "coverage", "gminas_used", "gminas_in_scope", "definition_version",
    "baseline_session", "baseline_value", "baseline_gminas_used", "baseline_definition_version", "change",
    "relative_change", "panel_n", "panel_value", "panel_baseline", "panel_change",
)  # fmt: skip
PAIR_COLUMNS = ("session", "pair", "level", "territory", "gminas_compared", "ngo", "izus", "difference")
DISCLOSURE_COLUMNS = ("session", "indicator", "breakdown", "level", "territory", "contributors", "top_share")


# --- Conditions and fields of one card (rule 2) -----------------------------------------------------------------


def amount(field: str) -> Measure:
    """Rule 2: the number itself; an empty one stays missing."""
    return lambda card: card.get(field)


def above_zero(field: str) -> Measure:
    """Rule 2: `field > 0`, missing when the field is empty."""

    def measure(card: Row) -> bool | None:
        number = card.get(field)
        return None if number is None else number > 0

    return measure


def is_true(field: str) -> Measure:
    """Rule 2: a yes/no field; an empty one is neither."""
    return lambda card: card.get(field)


def any_ticked(field: str) -> Measure:
    """Rule 2: at least one option ticked; 'none' is an answer (false), empty is not."""

    def measure(card: Row) -> bool | None:
        choice = card.get(field)
        return None if choice is None else choice != "none"

    return measure


def option_ticked(field: str, option: str) -> Measure:
    """Rule 2, for a breakdown: this option is ticked; known whenever the question is answered."""

    def measure(card: Row) -> bool | None:
        choice = card.get(field)
        return None if choice is None else option in choice.split("|")

    return measure


def either(*conditions: Measure) -> Measure:
    """Rule 2: three-valued OR. True or missing = true; false or missing = missing."""

    def measure(card: Row) -> bool | None:
        answers = [condition(card) for condition in conditions]
        if any(answer is True for answer in answers):
            return True
        return None if any(answer is None for answer in answers) else False

    return measure


# --- The definitions --------------------------------------------------------------------------------------------


class Indicator(NamedTuple):
    """One line of the table of indicators.md."""

    code: str
    kind: str  # count, total, share or ratio
    card_kind: str  # NGO or IZUS
    top: Measure  # the numerator's condition or field
    statistic: str = ""  # a share over this territory statistic
    bottom: str = ""  # a share or ratio over this field of the same card or service row
    options: tuple[str, ...] = ()  # the breakdown's catalogue


def ngo_count(code: str, condition: Measure, options: tuple[str, ...] = ()) -> Indicator:
    return Indicator(code, "count", "NGO", condition, options=options)


def ngo_share(code: str, top: Measure, statistic: str) -> Indicator:
    return Indicator(code, "share", "NGO", top, statistic=statistic)


def total(code: str, field: str) -> Indicator:
    return Indicator(code, "total", code.split("-", maxsplit=1)[0], amount(field))


def izus_share(code: str, field: str, *, statistic: str = "", bottom: str = "") -> Indicator:
    return Indicator(code, "share", "IZUS", amount(field), statistic=statistic, bottom=bottom)


def efficiency(code: str, top: str, bottom: str) -> Indicator:
    return Indicator(code, "ratio", "NGO", amount(top), bottom=bottom, options=SERVICES)


IN_DIAGNOSIS = either(
    above_zero("diagnosis_delegates"),
    above_zero("diagnosis_consultations"),
    above_zero("diagnosis_proposals"),
    above_zero("diagnosis_amendments"),
    is_true("diagnosis_consultation_offer"),
)
CONSULTS_DIAGNOSIS = either(is_true("diagnosis_consultation_offer"), above_zero("diagnosis_consultations"))
OFFERS_SERVICES = either(above_zero("offered_institutional"), above_zero("offered_non_institutional"))
SAW_IRREGULARITIES = either(above_zero("irregularities_statutory"), above_zero("irregularities_administrative"))

INDICATORS = (
    ngo_count("NGO-1.1", above_zero("researchers")),
    ngo_count("NGO-1.2", above_zero("consultations")),
    ngo_share("NGO-1.3", any_ticked("tools"), "ngo_active"),
    ngo_count("NGO-1.4", any_ticked("tools"), TOOLS),
    ngo_count("NGO-1.5", above_zero("reports_to_izus")),
    ngo_count("NGO-2.1", above_zero("diagnosis_delegates")),
    ngo_count("NGO-2.2", CONSULTS_DIAGNOSIS),
    ngo_share("NGO-2.3", IN_DIAGNOSIS, "ngo_active"),
    ngo_count("NGO-3.1", above_zero("managers")),
    ngo_count("NGO-3.2", is_true("manager_cooperation_agreement")),
    ngo_count("NGO-3.3", OFFERS_SERVICES),
    ngo_share("NGO-3.4", above_zero("contracts"), "ngo_active"),
    ngo_share("NGO-3.5", above_zero("contracts"), "providers_total"),
    ngo_share("NGO-3.6", amount("users_total"), "service_users_total"),
    ngo_count("NGO-3.7", any_ticked("support_activities")),
    ngo_count("NGO-3.8", above_zero("facilities")),
    ngo_share("NGO-3.9", above_zero("facilities"), "ngo_providers"),
    ngo_share("NGO-3.10", above_zero("facilities"), "providers_institutional_total"),
    ngo_count("NGO-3.11", above_zero("services_non_institutional")),
    ngo_count("NGO-4.1", SAW_IRREGULARITIES),
    total("NGO-4.2", "standard_proposals"),
    ngo_count("NGO-4.3", above_zero("standard_delegates")),
    ngo_count("NGO-5.1", above_zero("partnership_agreements")),
    total("NGO-5.2", "partnerships_initiated"),
    ngo_count("NGO-6.1", is_true("own_service_monitoring")),
    ngo_count("NGO-6.2", is_true("monitored_by_institutions")),
    ngo_share("NGO-6.3", is_true("monitored_by_institutions"), "ngo_registered"),
    total("IZUS-1.1", "orgs_reports"),
    total("IZUS-1.2", "orgs_consultations"),
    total("IZUS-1.3", "orgs_own_monitoring"),
    total("IZUS-1.4", "orgs_research_capacity"),
    total("IZUS-2.1", "orgs_diagnosis_work"),
    total("IZUS-2.2", "orgs_diagnosis_consultations"),
    total("IZUS-2.3", "orgs_diagnosis_amendments"),
    total("IZUS-2.4", "orgs_new_potential"),
    total("IZUS-3.1", "orgs_applying"),
    izus_share("IZUS-3.2", "orgs_awarded", bottom="entities_applying"),
    total("IZUS-3.3", "orgs_cooperating"),
    total("IZUS-3.4", "orgs_contracts_positive"),
    izus_share("IZUS-3.5", "orgs_contracts_negative", bottom="orgs_contracts"),
    izus_share("IZUS-3.6", "people_services_ngo", statistic="support_users_total"),
    total("IZUS-3.7", "orgs_institutional"),
    izus_share("IZUS-3.8", "orgs_institutional", statistic="providers_institutional_total"),
    total("IZUS-3.9", "orgs_non_institutional"),
    total("IZUS-4.1", "orgs_penalised"),
    total("IZUS-4.2", "standard_proposals_received"),
    total("IZUS-5.1", "partnerships"),
    total("IZUS-6.1", "orgs_monitored"),
    izus_share("IZUS-6.2", "orgs_monitored", statistic="ngo_registered"),
    efficiency("EFF-1", "users", "ngo_staff"),
    efficiency("EFF-2", "cost_pln", "users"),
)


class Pair(NamedTuple):
    """Rule 7: one thing seen from two sides."""

    code: str
    ngo: Measure
    izus_field: str


PAIRS = (
    Pair("consultations", above_zero("consultations"), "orgs_consultations"),
    Pair("tools", any_ticked("tools"), "orgs_own_monitoring"),
    Pair("reports", above_zero("reports_to_izus"), "orgs_reports"),
    Pair("diagnosis", above_zero("diagnosis_delegates"), "orgs_diagnosis_work"),
    Pair("contracts", above_zero("contracts"), "orgs_contracts"),
    Pair("institutional", above_zero("facilities"), "orgs_institutional"),
    Pair("non_institutional", above_zero("services_non_institutional"), "orgs_non_institutional"),
    Pair("standards", amount("standard_proposals"), "standard_proposals_received"),
    Pair("monitored", is_true("monitored_by_institutions"), "orgs_monitored"),
)


# --- One session, read ------------------------------------------------------------------------------------------


class Territory(NamedTuple):
    """A territory of one session: its code then, what it is across sessions, its gminas in scope."""

    level: str
    code: str
    identity: Identity
    gminas: frozenset[str]


class Session(NamedTuple):
    """A package in the form that the rules need."""

    rank: int  # 0 = the first by sequence
    code: str
    cards: dict[str, list[Row]]
    services: list[Row]
    invitations: list[Row]
    statistics: dict[str, Row]
    identities: dict[str, Identity]
    territories: list[Territory]


class Entry(NamedTuple):
    """A card (EFF: a service row) that enters an indicator, with what it brings.

    `top` is 1 or 0 for a condition, the number for a field (money in grosze); `bottom` is 0 where there is none.
    """

    respondent: str
    gmina: str
    service: str
    top: int
    bottom: int


class Figure(NamedTuple):
    """The result of adding up entries."""

    value: Number | None
    numerator: Number | None
    denominator: Number | None


MISSING = Figure(None, None, None)


class Cell(NamedTuple):
    """One place of the full grid."""

    session: Session
    indicator: Indicator
    breakdown: str
    territory: Territory


class Result(NamedTuple):
    """The three tables."""

    indicators: list[Row]
    pairs: list[Row]
    disclosure: list[Row]


def sequence_of(package: Package) -> int:
    return int(package["session"][0]["sequence"])


def read_sessions(packages: Iterable[Package]) -> list[Session]:
    """The packages in the order of `sequence`."""
    ordered = sorted(packages, key=sequence_of)
    identities = follow_gminas(ordered)
    return [read_session(rank, package, identities[rank]) for rank, package in enumerate(ordered)]


def read_session(rank: int, package: Package, identities: dict[str, Identity]) -> Session:
    return Session(
        rank=rank,
        code=package["session"][0]["session"],
        cards={"NGO": package["cards_ngo"], "IZUS": package["cards_izus"]},
        services=package["services"],
        invitations=package["invitations"],
        statistics={row["gmina"]: row for row in package["territory_statistics"]},
        identities=identities,
        territories=territories_of(package["scope"], identities),
    )


def territories_of(scope: list[Row], identities: dict[str, Identity]) -> list[Territory]:
    """Rule 1: every territory with a gmina in the session's scope, by level, then by code."""
    members: dict[tuple[int, str], set[str]] = {}
    for row in scope:
        codes = (row["gmina"], row["powiat"], row["voivodeship"], "PL")
        for rank, code in enumerate(codes):
            members.setdefault((rank, code), set()).add(row["gmina"])
    return [
        Territory(LEVELS[rank], code, identities[code] if rank == 0 else code, frozenset(gminas))
        for (rank, code), gminas in sorted(members.items())
    ]


# --- The same gmina (rule 11) -----------------------------------------------------------------------------------


def follow_gminas(packages: list[Package]) -> list[dict[str, Identity]]:
    """Rule 11: for each session, 7-digit code -> what the gmina is across sessions.

    A gmina is its first six digits. The rows of a session's `territory_changes` that no earlier package had apply,
    all at once, between the session before and this one.
    """
    names: dict[str, Identity] = {}
    applied: set[tuple[str, str, str | None]] = set()
    identities = []
    for index, package in enumerate(packages):
        rows = {(row["old"], row["new"], row.get("from_on")) for row in package.get("territory_changes") or []}
        names = renumber(names, {(old, new) for old, new, _ in rows - applied}, index)
        applied |= rows
        identities.append({row["gmina"]: name_of(names, row["gmina"][:6]) for row in package["scope"]})
    return identities


def name_of(names: dict[str, Identity], code: str) -> Identity:
    """A six-digit code that no change has touched stands for itself since the beginning."""
    return names.get(code, (code, 0))


def renumber(names: dict[str, Identity], changes: set[tuple[str, str]], index: int) -> dict[str, Identity]:
    """Rule 11: one to one is followed; merger, division and a code set free give a new gmina (a new baseline)."""
    after = dict(names)
    for code in {code for change in changes for code in change}:
        sources = [old for old, new in changes if new == code]
        one_to_one = len(sources) == 1 and len([new for old, new in changes if old == sources[0]]) == 1
        after[code] = name_of(names, sources[0]) if one_to_one else (code, index + 1)
    return after


# --- Which cards enter (rules 2 and 3) --------------------------------------------------------------------------


def entries(session: Session, indicator: Indicator, breakdown: str) -> list[Entry]:
    """The cards or service rows of the whole session that enter an indicator."""
    if indicator.kind == "ratio":
        return service_entries(session, indicator, breakdown)
    if indicator.statistic:
        return statistic_entries(session, indicator)
    if indicator.bottom:
        return two_field_entries(session, indicator)
    top = option_ticked("tools", breakdown) if breakdown else indicator.top
    return card_entries(session.cards[indicator.card_kind], top)


def card_entries(cards: list[Row], top: Measure) -> list[Entry]:
    """Rule 2: the cards with the condition or field known."""
    known = [(card, top(card)) for card in cards]
    return [Entry(card["respondent"], card["gmina"], "", int(x), 0) for card, x in known if x is not None]


def statistic_entries(session: Session, indicator: Indicator) -> list[Entry]:
    """Rule 3: the cards with the condition known, in the gminas where the statistic is known."""
    found = card_entries(session.cards[indicator.card_kind], indicator.top)
    return [entry for entry in found if statistic(session, entry.gmina, indicator.statistic) is not None]


def two_field_entries(session: Session, indicator: Indicator) -> list[Entry]:
    """Rule 3: with a denominator from the cards themselves, the cards where both fields are known."""
    found = []
    for card in session.cards[indicator.card_kind]:
        top, bottom = indicator.top(card), card.get(indicator.bottom)
        if top is not None and bottom is not None:
            found.append(Entry(card["respondent"], card["gmina"], "", top, bottom))
    return found


def service_entries(session: Session, indicator: Indicator, service: str) -> list[Entry]:
    """Rule 3: the service rows (of one service, or all) where both fields are known; EFF-1 only with staff > 0."""
    found = []
    for row in session.services:
        top, bottom = indicator.top(row), row.get(indicator.bottom)
        if top is None or bottom is None or (service and row["service"] != service):
            continue
        if indicator.code == "EFF-1" and bottom == 0:
            continue
        number = grosze(top) if indicator.code == "EFF-2" else top
        found.append(Entry(row["respondent"], row["gmina"], row["service"], number, bottom))
    return found


def grosze(money: Decimal | int) -> int:
    return int(Decimal(money) * 100)


def statistic(session: Session, gmina: str, name: str) -> int | None:
    """A territory statistic of one gmina; a gmina without a row has none."""
    return session.statistics.get(gmina, {}).get(name)


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
