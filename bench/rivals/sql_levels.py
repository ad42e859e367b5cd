"""The SQL of `levels`, shared by DuckDB and PostgreSQL; the text differs only where `Dialect` says so.

The plan: one scan of each session's cards packs every condition of a card into one 64-bit word (a bit for true, a
bit for known) beside the three sums. All else reads that narrow table. Sums of bits by gmina become a long table
(session, line, gmina), which is rolled up. In a gmina an organisation is a card; above, `mu` holds only the
respondents with several cards, whose words are OR-ed by respondent and territory and whose surplus is taken off.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.rivals.rules import CONDITIONS, LEVELS, LINES, SERVICES, SUMS, TOOLS, Line

ITEMS = (*CONDITIONS, *SUMS)  # item i: true = bit i, known = bit KNOWN + i
KNOWN = len(ITEMS)
EFF = len(LINES) - 2  # slot of EFF-1 over all services
SLOTS: tuple[tuple[Line, int | None], ...] = (  # the lines in the contract's order, EFF also by service
    *((line, None) for line in LINES[:EFF]),
    *((line, nth) for line in LINES[EFF:] for nth in (None, *range(len(SERVICES)))),
)
SHARES = [i for i, line in enumerate(LINES) if line.perspective == "NGO" and line.statistic]
IZUS = [i for i, line in enumerate(LINES) if line.perspective == "IZUS"]
OVERALL = 2 * len(SERVICES)  # bits of 'all services together' stand after those of the services
ONE = (1 << len(SERVICES)) - 1  # the services' bits of EFF-1; those of EFF-2 follow
TWO = ONE << len(SERVICES)
FIRST = "s.users IS NOT NULL AND s.ngo_staff > 0"
SECOND = "s.users IS NOT NULL AND s.cost_pln IS NOT NULL"


# the contract's order as one number: several keys take PostgreSQL seconds, DuckDB does not care
IN_ORDER = "(seq * 1000 + slot) * 1000000::bigint + place"


@dataclass(frozen=True)
class Dialect:
    """`source(session, resource)`: what stands after FROM; `bits(word, bit)`: how many rows have the bit set."""

    source: Callable[[int, str], str]
    hash: str
    bits: Callable[[str, int], str]
    analyze: bool = False


def into(table: str, first: bool, *, select: str) -> str:  # noqa: FBT001
    """The first time a table is created, then added to."""
    return f"CREATE TEMP TABLE {table} AS {select}" if first else f"INSERT INTO {table} {select}"


def analyzed(d: Dialect, *tables: str) -> Iterator[str]:
    """PostgreSQL plans badly over new tables without it."""
    yield from (f"ANALYZE {t}" for t in tables if d.analyze)


def when(bit: int, condition: str) -> str:
    """A bit of a word."""
    return f"CASE WHEN {condition} THEN {1 << bit} ELSE 0 END"


def mask() -> str:
    """All conditions of a card in one word; the tools are known together."""
    parts = [when(i, condition) for i, condition in enumerate(CONDITIONS.values())]
    for name, condition in CONDITIONS.items():
        bits = sum(1 << (KNOWN + ITEMS.index(n)) for n in ((name, *TOOLS) if name == "tools" else (name,)))
        if name not in TOOLS:
            parts.append(f"CASE WHEN ({condition}) IS NOT NULL THEN {bits} ELSE 0 END")
    return "\n + ".join([*parts, *(when(KNOWN + ITEMS.index(s), f"{s} IS NOT NULL") for s in SUMS)])


def cards(d: Dialect, seq: int, *, table: str) -> Iterator[str]:
    """The one scan of a session's Karty NGO."""
    yield f"""CREATE TEMP TABLE {table} AS SELECT gmina, respondent, {d.hash} AS h, {", ".join(SUMS)}, {mask()} AS mask
        FROM {d.source(seq, "cards_ngo")} s"""
    yield from analyzed(d, table)


def tables(d: Dialect, sessions: int) -> Iterator[str]:
    """Small tables of all sessions: `bit`, `place`, `stat`, `izus`."""
    rows = ", ".join(f"('{s}', {1 << i}, {1 << (len(SERVICES) + i)}, {i})" for i, s in enumerate(SERVICES))
    yield f"CREATE TEMP TABLE bit AS SELECT * FROM (VALUES {rows}) v (service, one, two, nth)"
    for seq in range(sessions):
        first = seq == 0
        kinds = [f"count(CASE WHEN card_kind = '{kind}' THEN 1 END) AS {kind}" for kind in ("NGO", "IZUS")]
        yield into("place", first, select=f"""SELECT {seq} AS seq, gmina, coalesce(ngo, 0) AS ngo,
            coalesce(izus, 0) AS izus
            FROM {d.source(seq, "scope")} s LEFT JOIN (SELECT gmina, {", ".join(kinds)}
            FROM {d.source(seq, "invitations")} i GROUP BY gmina) i USING (gmina)""")  # fmt: skip
        yield into("stat", first, select=f"SELECT {seq} AS seq, s.* FROM {d.source(seq, 'territory_statistics')} s")
        yield into("izus", first, select=f"SELECT {seq} AS seq, s.* FROM {d.source(seq, 'cards_izus')} s")


def session(d: Dialect, seq: int) -> Iterator[str]:
    """The large tables of one session: `g` and `gs` (gmina, service) by gmina, `mu` of respondents with several."""
    first = seq == 0
    yield from cards(d, seq, table="c")
    items = [f"{d.bits('mask', i)} AS t{i}, {d.bits('mask', KNOWN + i)} AS k{i}" for i in range(len(CONDITIONS))]
    items += [f"sum({s})::bigint AS t{ITEMS.index(s)}, count({s}) AS k{ITEMS.index(s)}" for s in SUMS]
    yield into("g", first, select=f"SELECT {seq} AS seq, gmina, {', '.join(items)} FROM c GROUP BY gmina")
    yield f"""CREATE TEMP TABLE e AS SELECT gmina, respondent,
            bit_or(CASE WHEN {FIRST} THEN one ELSE 0 END | CASE WHEN {SECOND} THEN two ELSE 0 END) AS emask
        FROM {d.source(seq, "services")} s JOIN bit USING (service) GROUP BY gmina, respondent"""
    yield from analyzed(d, "e")
    counts = ", ".join(f"count(CASE WHEN emask & {w} <> 0 THEN 1 END) AS c{n}" for n, w in ((1, ONE), (2, TWO)))
    yield into("ge", first, select=f"SELECT {seq} AS seq, gmina, {counts} FROM e GROUP BY gmina")
    yield into("gs", first, select=f"""SELECT {seq} AS seq, gmina, service,
            count(CASE WHEN {FIRST} THEN 1 END) AS c1, sum(CASE WHEN {FIRST} THEN users END)::bigint AS n1,
            sum(CASE WHEN {FIRST} THEN ngo_staff END)::bigint AS d1, count(CASE WHEN {SECOND} THEN 1 END) AS c2,
            (100 * sum(CASE WHEN {SECOND} THEN cost_pln END))::bigint AS n2,
            sum(CASE WHEN {SECOND} THEN users END)::bigint AS d2
        FROM {d.source(seq, "services")} s GROUP BY gmina, service""")  # fmt: skip
    yield into("mu", first, select=_several(seq))
    yield "DROP TABLE c"
    yield "DROP TABLE e"


def _several(seq: int) -> str:
    """Words of the respondents with several cards (a shared hash only lets one in too many), and all institutions."""
    shares = [when(share_bit(i), f"c.mask & {1 << known_bit(LINES[i])} <> 0 AND t.{LINES[i].statistic} IS NOT NULL")
              for i in SHARES]  # fmt: skip
    institutions = [when(b, known_izus(LINES[i])) for b, i in enumerate(IZUS)]
    overall = [when(OVERALL + n, f"emask & {word} <> 0") for n, word in enumerate((ONE, TWO))]
    return f"""SELECT {seq} AS seq, gmina, respondent, c.mask + {" + ".join(shares)} AS mask,
            coalesce(emask, 0) + {" + ".join(overall)} AS emask, 0 AS imask
        FROM c LEFT JOIN e USING (gmina, respondent) LEFT JOIN (SELECT * FROM stat WHERE seq = {seq}) t USING (gmina)
        WHERE h IN (SELECT h FROM c GROUP BY h HAVING count(*) > 1)
        UNION ALL SELECT {seq}, gmina, respondent, 0, 0, {" + ".join(institutions)}
        FROM (SELECT * FROM izus WHERE seq = {seq}) z
        LEFT JOIN (SELECT * FROM stat WHERE seq = {seq}) t USING (gmina)"""


def known_bit(line: Line) -> int:
    """The bit 'the condition or field is known'."""
    return KNOWN + ITEMS.index(line.part)


def share_bit(slot: int) -> int:
    """The bit 'known, in a gmina that the share uses'."""
    return 2 * KNOWN + SHARES.index(slot)


def whole_izus(line: Line) -> str:
    """The denominator of an IZUS line in one gmina."""
    return f"t.{line.statistic}" if line.statistic else f"z.{line.whole}" if line.whole else "NULL"


def known_izus(line: Line) -> str:
    """Whether a Karta IZUS enters a line."""
    return f"z.{line.part} IS NOT NULL" + (f" AND {whole_izus(line)} IS NOT NULL" if line.whole else "")


def _facts(line: Line) -> tuple[str, str, str]:
    """(cards, numerator, denominator) of a line in one gmina, before 'missing where there is no card'."""
    if line.perspective == "EFF":
        n = line.indicator[-1]
        return f"coalesce(e.c{n}, 0)", f"s.n{n}", f"s.d{n}"
    if line.perspective == "IZUS":
        return f"CASE WHEN {known_izus(line)} THEN 1 ELSE 0 END", f"z.{line.part}", whole_izus(line)
    item, t = ITEMS.index(line.part), f"t.{line.statistic}"
    if not line.statistic:
        return f"coalesce(g.k{item}, 0)", f"g.t{item}", "NULL"
    return f"CASE WHEN {t} IS NULL THEN 0 ELSE coalesce(g.k{item}, 0) END", f"g.t{item}", t


def array(parts: Iterator[str] | list[str], kind: str = "bigint") -> str:
    """One row becomes a row for each of the parts."""
    return f"unnest(ARRAY[{', '.join(parts)}]::{kind}[])"


def by_gmina() -> str:
    """`l0`: a row for each session, slot and gmina: cards c, numerator n, denominator d, gminas used u."""
    facts = [_facts(line) for line in LINES]
    slots = [str(i) for i, (_, nth) in enumerate(SLOTS) if nth is None]
    eff = [f"SELECT seq, {slot(n, 1)} + nth, gmina, c{n}, n{n}, d{n} FROM gs JOIN bit USING (service)" for n in (1, 2)]
    return f"""CREATE TEMP TABLE l0 AS SELECT seq, slot, gmina AS territory, c, CASE WHEN c > 0 THEN n END AS n,
            CASE WHEN c > 0 THEN d END AS d, CASE WHEN c > 0 THEN 1 ELSE 0 END AS u
        FROM (SELECT seq, {array(slots)} AS slot, gmina, {array([f[0] for f in facts])} AS c,
                {array([f[1] for f in facts])} AS n, {array([f[2] for f in facts])} AS d
            FROM place LEFT JOIN g USING (seq, gmina) LEFT JOIN izus z USING (seq, gmina)
            LEFT JOIN stat t USING (seq, gmina) LEFT JOIN ge e USING (seq, gmina)
            LEFT JOIN (SELECT seq, gmina, sum(n1)::bigint AS n1, sum(d1)::bigint AS d1, sum(n2)::bigint AS n2,
                sum(d2)::bigint AS d2 FROM gs GROUP BY seq, gmina) s USING (seq, gmina)
            UNION ALL {" UNION ALL ".join(eff)}) x"""


def slot(eff: int, service: int) -> int:
    """The slot of EFF-1 or EFF-2; `service` 0 = all together, 1… = the catalogue's."""
    return EFF + (eff - 1) * (len(SERVICES) + 1) + service


def above(level: int, territory: str) -> str:
    """The code of the territory of a level (1 powiat … 3 country) around a territory of a lower one."""
    return "'PL'" if level == 3 else f"left({territory}, {6 - 2 * level})"


def roll_up(d: Dialect, columns: str) -> Iterator[str]:
    """`l1` … `l3`: the long table of each level from the one below; sums only."""
    sums = ", ".join(f"sum({c})::bigint AS {c}" for c in columns.split())
    for level in (1, 2, 3):
        yield f"""CREATE TEMP TABLE l{level} AS SELECT seq, slot, {above(level, "territory")} AS territory, {sums}
            FROM l{level - 1} GROUP BY 1, 2, 3"""
    yield from analyzed(d, "l0", "l1", "l2", "l3")


def surplus(
    d: Dialect, *, packed: dict[str, str], bits: dict[str, list[int]], slots: dict[str, list[str]]
) -> Iterator[str]:
    """`adj`: by how much sums over gminas exceed distinct respondents, for each session, level, territory and slot.

    Args:
        d: The dialect.
        packed: The words of `mu`, by the prefix of their unpacked columns.
        bits: Which bits of each word are counted.
        slots: Columns of `adj`, each with an expression for each slot ('0' where the sum stands).
    """
    ors, own = ", ".join(f"bit_or({w}) AS {w}" for w in packed.values()), ", ".join(packed.values())
    for level in (1, 2, 3):
        below, column = (f"o{level - 1}", "territory") if level > 1 else ("mu", "gmina")
        yield f"""CREATE TEMP TABLE o{level} AS SELECT seq, respondent, {above(level, column)} AS territory, {ors}
            FROM {below} GROUP BY 1, 2, 3"""
        yield from analyzed(d, f"o{level}")
    names = [f"{p}{b}" for p in packed for b in bits[p]]
    unpacked = ", ".join(f"{d.bits(w, b)} AS {p}{b}" for p, w in packed.items() for b in bits[p])
    levels = " UNION ALL ".join(f"SELECT seq, {n} AS level, territory, {own} FROM o{n}" for n in (1, 2, 3))
    yield f"""CREATE TEMP TABLE counted AS SELECT seq, level, territory, {unpacked}
        FROM (SELECT seq, 0 AS level, left(gmina, 4) AS territory, {own} FROM mu UNION ALL {levels}) x
        GROUP BY 1, 2, 3"""
    plus, minus = ", ".join(names), ", ".join(f"-{n}" for n in names)
    gminas = " UNION ALL ".join(f"SELECT seq, {n} AS level, {above(n, 'territory')} AS territory, {plus}"
                                " FROM counted WHERE level = 0" for n in (1, 2, 3))  # fmt: skip
    sums = ", ".join(f"sum({n})::bigint AS {n}" for n in names)
    wide = " , ".join(f"{array(expressions)} AS {name}" for name, expressions in slots.items())
    numbers = array([str(i) for i in range(len(SLOTS))])
    yield f"""CREATE TEMP TABLE adj AS SELECT seq, level, territory, {numbers} AS slot, {wide}
        FROM (SELECT seq, level, territory, {sums} FROM ({gminas}
            UNION ALL SELECT seq, level, territory, {minus} FROM counted WHERE level > 0) x GROUP BY 1, 2, 3) y"""
    yield from analyzed(d, "adj")


def distinct(d: Dialect) -> Iterator[str]:
    """`adj` with `n` (of the numerator) and `r` (of the respondents)."""
    numbers, respondents = [], []
    for i, (line, nth) in enumerate(SLOTS):
        bit = known_bit(line) if line.perspective == "NGO" else 0
        number = f"b{ITEMS.index(line.part)}" if line.kind == "count" else "0"
        if line.perspective == "EFF":
            n = int(line.indicator[-1]) - 1
            respondents.append(f"e{OVERALL + n if nth is None else n * len(SERVICES) + nth}")
        elif line.perspective == "IZUS":
            respondents.append(f"z{IZUS.index(i)}")
        else:
            respondents.append(f"b{share_bit(i) if line.statistic else bit}")
        numbers.append(number)
    used = sorted({int(x[1:]) for x in (*numbers, *respondents) if x.startswith("b")})
    bits = {"b": used, "e": list(range(OVERALL + 2)), "z": list(range(len(IZUS)))}
    packed = {"b": "mask", "e": "emask", "z": "imask"}
    yield from surplus(d, packed=packed, bits=bits, slots={"n": numbers, "r": respondents})


def describe(codes: list[str]) -> Iterator[str]:
    """`line`, `code` and `area` (scope and invited of each territory): what the result needs beside its numbers."""
    rows = []
    for i, (line, nth) in enumerate(SLOTS):
        breakdown = line.breakdown if nth is None else SERVICES[nth]
        factor = {"share": "100.0", "ratio": "1.0"}.get(line.kind, "0.0")
        money = "100.0" if line.indicator == "EFF-2" else "1.0"
        izus = int(line.perspective == "IZUS")
        rows.append(f"({i}, '{line.indicator}', '{breakdown}', {factor}::float8, {money}::float8, {izus})")
    columns = "(slot, indicator, breakdown, factor, money, izus_kind)"
    yield f"CREATE TEMP TABLE line AS SELECT * FROM (VALUES {', '.join(rows)}) v {columns}"
    sessions = ", ".join(f"({i}, '{code}')" for i, code in enumerate(codes))
    yield f"CREATE TEMP TABLE code AS SELECT * FROM (VALUES {sessions}) v (seq, session)"
    for level, name in enumerate(LEVELS):
        territory = above(level, "gmina") if level else "gmina"
        yield into(
            "area",
            level == 0,
            select=f"""SELECT seq, {level} AS level, '{name}' AS level_name, territory,
                {10**5 * level} + row_number() OVER (ORDER BY seq, territory) AS place, scope, ngo, izus
            FROM (SELECT seq, {territory} AS territory, count(*) AS scope, sum(ngo)::bigint AS ngo,
                sum(izus)::bigint AS izus FROM place GROUP BY 1, 2) x""",
        )


def result() -> str:
    """All rows in the contract's order."""
    levels = " UNION ALL ".join(f"SELECT {n} AS level, * FROM l{n}" for n in range(4))
    return f"""SELECT session, indicator, breakdown, level_name AS level, territory,
            CASE WHEN factor = 0 THEN num ELSE factor * num / nullif(den, 0) END AS value, num AS numerator,
            den AS denominator, cards, respondents, invited, cards::float8 / nullif(invited, 0) AS coverage,
            gminas_used, gminas_in_scope
        FROM (SELECT seq, slot, level, territory, level_name, (l.n - coalesce(a.n, 0)) / money AS num,
                l.d::float8 AS den, l.c AS cards, l.c - coalesce(a.r, 0) AS respondents,
                CASE WHEN izus_kind = 1 THEN izus ELSE ngo END AS invited, l.u AS gminas_used,
                scope AS gminas_in_scope, place, factor, indicator, breakdown, session
            FROM ({levels}) l LEFT JOIN adj a USING (seq, level, territory, slot) JOIN line USING (slot)
            JOIN area USING (seq, level, territory) JOIN code USING (seq)) x
        ORDER BY {IN_ORDER}"""
