"""The SQL of `panel` (rule 6): each session against session 1, from the cards that stand in both with both known.

It goes the way of `sql_levels`: the words of both sessions are joined by (respondent, gmina); a bit counts where it is
known in both. Sums of people, money and IZUS fields need no distinct respondents.
"""

from collections.abc import Iterator

from bench.rivals import sql_levels as sql
from bench.rivals.rules import CONDITIONS, LINES, SUMS, Line
from bench.rivals.sql_levels import ITEMS, KNOWN, SLOTS, Dialect, array, into

FIRST = "s.users IS NOT NULL AND s.ngo_staff > 0 AND b.users IS NOT NULL AND b.ngo_staff > 0"
SECOND = "s.users IS NOT NULL AND s.cost_pln IS NOT NULL AND b.users IS NOT NULL AND b.cost_pln IS NOT NULL"


def base(d: Dialect) -> Iterator[str]:
    """The cards of the baseline session, kept while the others are compared with it."""
    yield from sql.cards(d, 0, table="base")


def session(d: Dialect, seq: int) -> Iterator[str]:
    """One later session's `g`, `gs`, `mu`, now of matched cards; suffix 2 = the session, 1 = the baseline."""
    first = seq == 1
    known = f"((c.mask & b.mask) >> {KNOWN})"
    sums = ", ".join(f"CASE WHEN b.{s} IS NOT NULL THEN c.{s} END AS {s}2, CASE WHEN c.{s} IS NOT NULL THEN b.{s} END"
                     f" AS {s}1" for s in SUMS)  # fmt: skip
    yield from sql.cards(d, seq, table="c")
    yield f"""CREATE TEMP TABLE j AS SELECT c.gmina, c.respondent, c.h, {known} AS known, c.mask & {known} AS t2,
        b.mask & {known} AS t1, {sums} FROM c JOIN base b USING (h, gmina, respondent)"""
    yield from sql.analyzed(d, "j")
    items = [f"{d.bits('known', i)} AS p{i}" for i in range(KNOWN)]
    items += [f"{d.bits(f't{s}', i)} AS t{s}_{i}" for i in range(len(CONDITIONS)) for s in (2, 1)]
    items += [f"sum({name}{s})::bigint AS t{s}_{ITEMS.index(name)}" for name in SUMS for s in (2, 1)]
    yield into("g", first, select=f"SELECT {seq} AS seq, gmina, {', '.join(items)} FROM j GROUP BY gmina")
    yield into("mu", first, select=f"""SELECT {seq} AS seq, gmina, respondent, t2 | (t1 * {1 << KNOWN}) AS mask FROM j
        WHERE h IN (SELECT h FROM j GROUP BY h HAVING count(*) > 1)""")  # fmt: skip
    yield into("gs", first, select=_services(d, seq))
    yield "DROP TABLE c"
    yield "DROP TABLE j"


def _services(d: Dialect, seq: int) -> str:
    """Matched service rows by gmina and service; a service that only the session has stays with 0 rows."""
    sums = []
    for n, both, part, whole, unit in ((1, FIRST, "users", "ngo_staff", 1), (2, SECOND, "cost_pln", "users", 100)):
        sums.append(f"count(CASE WHEN {both} THEN 1 END) AS p{n}")
        for suffix, side in ((2, "s"), (1, "b")):
            sums.append(f"({unit} * sum(CASE WHEN {both} THEN {side}.{part} END))::bigint AS n{suffix}_{n}")
            sums.append(f"sum(CASE WHEN {both} THEN {side}.{whole} END)::bigint AS d{suffix}_{n}")
    return f"""SELECT {seq} AS seq, s.gmina, s.service, {", ".join(sums)} FROM {d.source(seq, "services")} s
        LEFT JOIN {d.source(0, "services")} b USING (gmina, respondent, service) GROUP BY 2, 3"""


def _facts(line: Line) -> tuple[str, str, str, str, str]:
    """(panel_n, numerator and denominator of the session, of the baseline) of a line in one gmina."""
    if line.perspective == "EFF":
        n = line.indicator[-1]
        return f"coalesce(s.p{n}, 0)", f"s.n2_{n}", f"s.d2_{n}", f"s.n1_{n}", f"s.d1_{n}"
    t2, t1 = (f"{t}.{line.statistic}" if line.statistic else "NULL" for t in ("t", "u"))
    both = f"{t2} IS NOT NULL AND {t1} IS NOT NULL" if line.statistic else "TRUE"
    if line.perspective == "NGO":
        i = ITEMS.index(line.part)
        return f"CASE WHEN {both} THEN coalesce(g.p{i}, 0) ELSE 0 END", f"g.t2_{i}", t2, f"g.t1_{i}", t1
    fields = [line.part, line.whole] if line.whole and not line.statistic else [line.part]
    known = " AND ".join([both, *(f"{a}.{f} IS NOT NULL" for a in ("z", "y") for f in fields)])
    wholes = (f"z.{fields[1]}", f"y.{fields[1]}") if len(fields) > 1 else (t2, t1)
    return f"CASE WHEN {known} THEN 1 ELSE 0 END", f"z.{line.part}", wholes[0], f"y.{line.part}", wholes[1]


def by_gmina() -> str:
    """`l0`: a row for each session, slot and gmina: panel_n p, numerators and denominators of both sessions."""
    names = ("p", "n2", "d2", "n1", "d1")
    facts = list(zip(*(_facts(line) for line in LINES), strict=True))
    slots = [str(i) for i, (_, nth) in enumerate(SLOTS) if nth is None]
    wide = ", ".join(f"{array(list(parts))} AS {name}" for name, parts in zip(names, facts, strict=True))
    effs = " UNION ALL ".join(f"SELECT seq, {sql.slot(n, 1)} + nth, gmina, p{n}, n2_{n}, d2_{n}, n1_{n}, d1_{n}"
                              " FROM gs JOIN bit USING (service)" for n in (1, 2))  # fmt: skip
    totals = ", ".join(f"sum({c}_{n})::bigint AS {c}_{n}" for c in names[1:] for n in (1, 2))
    known = ", ".join(f"CASE WHEN p > 0 THEN {name} END AS {name}" for name in names[1:])
    return f"""CREATE TEMP TABLE l0 AS SELECT seq, slot, gmina AS territory, p, {known}
        FROM (SELECT seq, {array(slots)} AS slot, gmina, {wide}
            FROM (SELECT * FROM place WHERE seq > 0) o
            LEFT JOIN g USING (seq, gmina) LEFT JOIN izus z USING (seq, gmina)
            LEFT JOIN (SELECT * FROM izus WHERE seq = 0) y ON y.gmina = o.gmina AND y.respondent = z.respondent
            LEFT JOIN stat t ON t.seq = o.seq AND t.gmina = o.gmina
            LEFT JOIN (SELECT * FROM stat WHERE seq = 0) u ON u.gmina = o.gmina
            LEFT JOIN (SELECT seq, gmina, sum(p1)::bigint AS p1, sum(p2)::bigint AS p2, {totals} FROM gs
                GROUP BY seq, gmina) s ON s.seq = o.seq AND s.gmina = o.gmina
            UNION ALL {effs}) x"""


def distinct(d: Dialect) -> Iterator[str]:
    """`adj` with `n2` and `n1`: counts only."""
    items = [ITEMS.index(line.part) if line.kind == "count" else None for line, _ in SLOTS]
    used = sorted({i for i in items if i is not None})
    slots = {name: ["0" if i is None else f"b{i + move}" for i in items] for name, move in (("n2", 0), ("n1", KNOWN))}
    bits = {"b": used + [i + KNOWN for i in used]}
    yield from sql.surplus(d, packed={"b": "mask"}, bits=bits, slots=slots)


def result() -> str:
    """All rows in the contract's order."""
    levels = " UNION ALL ".join(f"SELECT {n} AS level, * FROM l{n}" for n in range(4))
    values = ", ".join(f"CASE WHEN factor = 0 THEN x{s} ELSE factor * x{s} / nullif(l.d{s}, 0) END AS {name}"
                       for s, name in ((2, "panel_value"), (1, "panel_baseline")))  # fmt: skip
    return f"""SELECT session, indicator, breakdown, level_name AS level, territory, p AS panel_n, {values}
        FROM (SELECT l.*, (l.n2 - coalesce(a.n2, 0)) / money AS x2, (l.n1 - coalesce(a.n1, 0)) / money AS x1,
                factor, indicator, breakdown, session, level_name, place
            FROM ({levels}) l LEFT JOIN adj a USING (seq, level, territory, slot) JOIN line USING (slot)
            JOIN area USING (seq, level, territory) JOIN code USING (seq)) l
        ORDER BY {sql.IN_ORDER}"""
