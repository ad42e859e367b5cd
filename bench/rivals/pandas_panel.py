"""Rule 6 in pandas: the matched panel of each session against session 1. Plain rather than fast; it checks the SQL."""

from pathlib import Path

import pandas as pd
import pyarrow as pa

from bench.rivals.pandas_rival import (
    LEVEL_NAMES,
    PAIR,
    answers,
    described,
    in_order,
    long,
    read,
    roll_up,
    surplus,
    table,
)
from bench.rivals.rules import LINES, PANEL_COLUMNS, SERVICES, Line

SIDES = ("2", "1")  # the session, the baseline
Frames = tuple[pd.DataFrame, pd.DataFrame]


def panel(packages: list[Path]) -> pa.Table:
    """A row for each row of `levels` in the sessions after the first."""
    (_, base), *later = in_order(packages)
    parts = [_session(package, base).assign(session=session) for session, package in later]
    return table(pd.concat(parts), PANEL_COLUMNS)


def _session(package: Path, base: Path) -> pd.DataFrame:
    both = (package, base)
    gminas = read(package, "scope").set_index("gmina").index
    stats = tuple(read(p, "territory_statistics").set_index("gmina").reindex(gminas) for p in both)
    cards = _matched(*(read(p, "cards_ngo") for p in both), keys=PAIR)
    numbers, known = zip(*(answers(side) for side in cards), strict=True)
    gmina = cards[0]["gmina"]
    facts, flags = {}, {}
    for i, line in enumerate(LINES):
        if line.perspective != "NGO":
            continue
        good = known[0][line.part] & known[1][line.part]
        parts = [n[line.part].where(good) for n in numbers]
        facts[i, 0] = _facts(good, parts, gmina=gmina, line=line, stats=stats)
        if line.kind == "count":
            flags |= {f"{i}/{side}": part.fillna(0).astype("int8") for side, part in zip(SIDES, parts, strict=True)}
    facts |= _izus(_matched(*(read(p, "cards_izus") for p in both), keys=PAIR), stats)
    facts |= _efficiency(*(read(p, "services") for p in both), gminas=gminas)
    frame, pairs, multi = long(facts), cards[0][PAIR], pd.DataFrame(flags)
    return pd.concat([_level(frame, multi, pairs=pairs, level=level) for level in range(len(LEVEL_NAMES))])


def _matched(left: pd.DataFrame, right: pd.DataFrame, *, keys: list[str]) -> Frames:
    """Rows of both frames with the same keys, side by side in the same order."""
    common = left[keys].merge(right[keys], on=keys)
    return tuple(common.merge(side, on=keys, how="left") for side in (left, right))


def _facts(good: pd.Series, parts: list[pd.Series], *, gmina: pd.Series, line: Line, stats: Frames) -> pd.DataFrame:
    """One line by gmina: panel_n p, numerators n2 and n1, denominators d2 and d1."""
    index = stats[0].index
    p = good.astype("Int64").groupby(gmina).sum().reindex(index).fillna(0).astype("Int64")
    wholes = [
        s[line.statistic].astype("Float64") if line.statistic else pd.Series(pd.NA, index, "Float64") for s in stats
    ]
    if line.statistic:
        p = p.where(wholes[0].notna() & wholes[1].notna(), 0)
    sums = [part.groupby(gmina).sum(min_count=1).reindex(index).astype("Float64") for part in parts]
    return _frame(p, sums, wholes=wholes)


def _frame(p: pd.Series, sums: list[pd.Series], *, wholes: list[pd.Series]) -> pd.DataFrame:
    columns = dict(zip(("n2", "n1", "d2", "d1"), (*sums, *wholes), strict=True))
    return pd.DataFrame({"p": p, **{name: c.astype("Float64").where(p > 0) for name, c in columns.items()}})


def _izus(cards: Frames, stats: Frames) -> dict[tuple[int, int], pd.DataFrame]:
    facts = {}
    for i, line in enumerate(LINES):
        if line.perspective != "IZUS":
            continue
        fields = [line.part] + ([line.whole] if line.whole and not line.statistic else [])
        good = cards[0][fields].notna().all(axis=1) & cards[1][fields].notna().all(axis=1)
        facts[i, 0] = _facts(
            good, [c[line.part].where(good) for c in cards], gmina=cards[0]["gmina"], line=line, stats=stats
        )
        if len(fields) > 1:
            wholes = [
                c[line.whole].where(good).groupby(c["gmina"]).sum(min_count=1).reindex(stats[0].index) for c in cards
            ]
            facts[i, 0] = _frame(facts[i, 0]["p"], [facts[i, 0]["n2"], facts[i, 0]["n1"]], wholes=wholes)
    return facts


def _efficiency(now: pd.DataFrame, base: pd.DataFrame, *, gminas: pd.Index) -> dict[tuple[int, int], pd.DataFrame]:
    """EFF: rows matched by (respondent, gmina, service); a service that only the session has stays with 0 rows."""
    facts = {}
    rows = _matched(now, base, keys=[*PAIR, "service"])
    occurs = now[["service", "gmina"]].drop_duplicates()
    for i, line in enumerate(LINES):
        if line.perspective != "EFF":
            continue
        good = pd.Series(data=True, index=rows[0].index)
        for side in rows:
            good &= side[line.part].notna() & side[line.whole].notna()
            if line.whole == "ngo_staff":
                good &= (side[line.whole] > 0).fillna(value=False)
        facts[i, 0] = _ratio(rows, good, line=line, gminas=gminas)
        for s, service in enumerate(SERVICES, 1):
            there = pd.Index(occurs.loc[occurs["service"] == service, "gmina"], name="gmina")
            facts[i, s] = _ratio(rows, good & (rows[0]["service"] == service), line=line, gminas=there)
    return facts


def _ratio(rows: Frames, good: pd.Series, *, line: Line, gminas: pd.Index) -> pd.DataFrame:
    mine = [side[good].groupby("gmina") for side in rows]
    p = mine[0].size().reindex(gminas).fillna(0).astype("Int64")
    sums, wholes = ([m[column].sum().reindex(gminas) for m in mine] for column in (line.part, line.whole))
    return _frame(p, sums, wholes=wholes)


def _level(frame: pd.DataFrame, flags: pd.DataFrame, *, pairs: pd.DataFrame, level: int) -> pd.DataFrame:
    rows = roll_up(frame, level)
    if level:
        off = surplus(flags, pairs, level=level).to_dict()
        keys = list(zip(rows.index.get_level_values("line"), rows.index.get_level_values("territory"), strict=True))
        for side in SIDES:
            rows[f"n{side}"] -= pd.Series([float(off.get((f"{i}/{side}", t), 0)) for i, t in keys], rows.index)
    rows = rows.reset_index()
    kind = rows["line"].map({i: line.kind for i, line in enumerate(LINES)})
    for side, name in zip(SIDES, ("panel_value", "panel_baseline"), strict=True):
        whole = rows[f"d{side}"].where(rows[f"d{side}"] != 0)
        quotient = rows[f"n{side}"] * kind.map({"share": 100.0}).fillna(1.0) / whole
        rows[name] = quotient.where(kind.isin(["share", "ratio"]), rows[f"n{side}"])
    return described(rows.rename(columns={"p": "panel_n"}), level)
