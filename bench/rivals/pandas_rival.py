"""Idiomatic pandas, session by session: nullable dtypes give three-valued logic, group-bys on the cards do the rest.

Written apart from the SQL (its conditions too), so that agreement means something. Wide frames have a row for each
gmina and a column for each slot (a line, or a line and a service); `long` frames are indexed by (slot, territory).
"""

from pathlib import Path

import pandas as pd
import pyarrow as pa

from bench.rivals.rules import LEVELS_COLUMNS, LINES, SERVICES, TOOLS, Line

Key = tuple[int, int]  # (line, 0 = no service, 1… = the service)
LEVEL_NAMES = {0: "gmina", 1: "powiat", 2: "voivodeship", 3: "country"}
COUNTRY = 3
PAIR = ["gmina", "respondent"]


def read(package: Path, resource: str) -> pd.DataFrame:
    """One resource with nullable dtypes."""
    return pd.read_parquet(package / f"{resource}.parquet", dtype_backend="numpy_nullable")


def in_order(packages: list[Path]) -> list[tuple[str, Path]]:
    """(session, package) by sequence."""
    about = pd.concat({p: read(p, "session") for p in packages}).reset_index(0, names="path").sort_values("sequence")
    return list(zip(about["session"], about["path"], strict=True))


def conditions(c: pd.DataFrame) -> dict[str, pd.Series]:
    """Answers to the conditions of Karta NGO: true, false or missing."""
    above = {name: c[name] > 0 for name in (
        "researchers", "consultations", "reports_to_izus", "diagnosis_delegates", "managers", "facilities",
        "contracts", "services_non_institutional", "standard_delegates", "partnership_agreements")}  # fmt: skip
    ready = c["diagnosis_consultation_offer"] | (c["diagnosis_consultations"] > 0)
    part = (c["diagnosis_delegates"] > 0) | (c["diagnosis_proposals"] > 0) | (c["diagnosis_amendments"] > 0) | ready
    return above | {
        "consultation_ready": ready,
        "diagnosis": part,
        "manager_cooperation": c["manager_cooperation_agreement"],
        "offered": (c["offered_institutional"] > 0) | (c["offered_non_institutional"] > 0),
        "support": c["support_activities"] != "none",
        "irregularities": (c["irregularities_statutory"] > 0) | (c["irregularities_administrative"] > 0),
        "own_monitoring": c["own_service_monitoring"],
        "monitored": c["monitored_by_institutions"],
        "tools": c["tools"] != "none",
        **{tool: c["tools"].str.contains(tool, regex=False) for tool in TOOLS},
    }


def answers(c: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(numbers, known): for each card 1/0 of a condition or the number of a field, and whether it is known."""
    found = conditions(c) | {name: c[name] for name in ("users_total", "standard_proposals", "partnerships_initiated")}
    return pd.DataFrame({k: v.astype("Int64") for k, v in found.items()}), pd.DataFrame(
        {k: v.notna() for k, v in found.items()}
    )


def territory(gmina: pd.Series | pd.Index, level: int) -> pd.Series | pd.Index:
    """The code of the territory of a level around each gmina."""
    if level == 0:
        return gmina
    return gmina.str[: 6 - 2 * level] if level < COUNTRY else gmina.str[:0] + "PL"


def long(facts: dict[Key, pd.DataFrame]) -> pd.DataFrame:
    """Frames by gmina under each other, indexed by (line, service, gmina)."""
    return pd.concat(facts, names=["line", "service", "gmina"])


def roll_up(frame: pd.DataFrame, level: int) -> pd.DataFrame:
    """Sums of a long frame by territory; a sum of nothing known is missing."""
    keys = frame.index.to_frame(index=False)
    by = [keys["line"], keys["service"], territory(keys["gmina"], level).rename("territory")]
    return frame.reset_index(drop=True).groupby(by).sum(min_count=1)


def surplus(flags: pd.DataFrame, pairs: pd.DataFrame, *, level: int) -> pd.Series:
    """By how much cards exceed distinct respondents, by (column of `flags`, territory): only who has several cards."""
    several = pairs.duplicated("respondent", keep=False)
    flags, pairs = flags[several], pairs[several]
    place = territory(pairs["gmina"], level).rename("territory")
    cards = flags.groupby(place).sum()
    people = flags.groupby([place, pairs["respondent"]]).max().groupby("territory").sum()
    return (cards - people).T.stack()


def levels(packages: list[Path]) -> pa.Table:
    """All indicators, levels and sessions."""
    parts = [_session_levels(session, package) for session, package in in_order(packages)]
    return table(pd.concat(parts), LEVELS_COLUMNS)


def _session_levels(session: str, package: Path) -> pd.DataFrame:
    scope, cards = read(package, "scope").set_index("gmina"), read(package, "cards_ngo")
    stats = read(package, "territory_statistics").set_index("gmina").reindex(scope.index)
    numbers, known = answers(cards)
    pairs = cards[PAIR]
    del cards
    sums, counts = (
        f.groupby(pairs["gmina"]).sum(min_count=1).reindex(scope.index) for f in (numbers, known.astype("Int64"))
    )
    facts, distinct = {}, {}
    for i, line in enumerate(LINES):
        if line.perspective != "NGO":
            continue
        whole = stats[line.statistic] if line.statistic else None
        facts[i, 0] = _facts(counts[line.part], sums[line.part], whole=whole)
        used = (
            known[line.part] & pairs["gmina"].isin(whole.index[whole.notna()]) if line.statistic else known[line.part]
        )
        distinct[i] = used, (numbers[line.part].fillna(0) if line.kind == "count" else None)
    izus, eff = read(package, "cards_izus"), read(package, "services")
    facts |= _izus(izus, stats) | _efficiency(eff, scope.index)
    frame, parts = long(facts), []
    for level in range(4):
        rows = roll_up(frame, level)
        rows["respondents"] = _respondents(rows, distinct, pairs=pairs, izus=izus, stats=stats, eff=eff, level=level)
        if level:
            off = pd.DataFrame({i: n for i, (_, n) in distinct.items() if n is not None}).astype("int8")
            rows["n"] = rows["n"] - _off(rows, surplus(off, pairs, level=level))
        parts.append(
            _coverage(rows, scope, invitations=read(package, "invitations")[["card_kind", "gmina"]], level=level)
        )
    return pd.concat(parts).assign(session=session)


def _facts(cards: pd.Series, part: pd.Series, *, whole: pd.Series | None) -> pd.DataFrame:
    """One line by gmina: cards c, numerator n, denominator d, used u; complete cases."""
    cards = cards.fillna(0).astype("Int64")
    if whole is not None:
        cards = cards.where(whole.notna(), 0)
    used = cards > 0
    d = pd.Series(pd.NA, index=cards.index, dtype="Float64") if whole is None else whole.astype("Float64").where(used)
    return pd.DataFrame({"c": cards, "n": part.astype("Float64").where(used), "d": d, "u": used.astype("Int64")})


def _izus_known(z: pd.DataFrame, stats: pd.DataFrame, *, line: Line) -> pd.Series:
    known = z[line.part].notna()
    if line.statistic:
        return known & z["gmina"].isin(stats.index[stats[line.statistic].notna()])
    return known & z[line.whole].notna() if line.whole else known


def _izus(z: pd.DataFrame, stats: pd.DataFrame) -> dict[Key, pd.DataFrame]:
    facts = {}
    for i, line in enumerate(LINES):
        if line.perspective == "IZUS":
            known = pd.Series(_izus_known(z, stats, line=line).to_numpy(), index=z["gmina"]).astype("Int64")
            by_gmina = z.set_index("gmina")
            whole = stats[line.statistic] if line.statistic else by_gmina[line.whole] if line.whole else None
            facts[i, 0] = _facts(known.reindex(stats.index), by_gmina[line.part].reindex(stats.index),
                                 whole=None if whole is None else whole.reindex(stats.index))  # fmt: skip
    return facts


def _entered(rows: pd.DataFrame, line: Line) -> pd.Series:
    """Service rows that enter EFF-1 or EFF-2."""
    known = rows[line.part].notna() & rows[line.whole].notna()
    return known & (rows[line.whole] > 0).fillna(False) if line.whole == "ngo_staff" else known  # noqa: FBT003


def _efficiency(rows: pd.DataFrame, gminas: pd.Index) -> dict[Key, pd.DataFrame]:
    """EFF over all services (cards counted once) and by service, where it occurs."""
    facts: dict[Key, pd.DataFrame] = {}
    for i, line in enumerate(LINES):
        if line.perspective != "EFF":
            continue
        good = rows[_entered(rows, line)]
        cards = good.drop_duplicates(PAIR).groupby("gmina").size().reindex(gminas)
        sums = good.groupby("gmina")[[line.part, line.whole]].sum().reindex(gminas)
        facts[i, 0] = _facts(cards, sums[line.part], whole=sums[line.whole])
        by_service = good.groupby(["service", "gmina"])[[line.part, line.whole]].agg(["sum", "size"])
        occurs = rows[["service", "gmina"]].drop_duplicates()
        for service, mine in occurs.groupby("service"):
            there = pd.Index(mine["gmina"])
            one = (
                by_service.loc[service].reindex(there)
                if service in by_service.index
                else by_service.iloc[:0].reindex(there)
            )
            facts[i, 1 + SERVICES.index(service)] = _facts(
                one[line.whole, "size"], one[line.part, "sum"], whole=one[line.whole, "sum"]
            )
    return facts


def _off(rows: pd.DataFrame, off: pd.Series) -> pd.Series:
    """A surplus laid beside the rows of a long frame."""
    index = pd.MultiIndex.from_arrays([rows.index.get_level_values("line"), rows.index.get_level_values("territory")])
    return pd.Series(off.reindex(index).fillna(0).to_numpy(), index=rows.index)


def _respondents(rows: pd.DataFrame, distinct: dict[int, tuple[pd.Series, pd.Series | None]], *, pairs: pd.DataFrame,
                 izus: pd.DataFrame, stats: pd.DataFrame, eff: pd.DataFrame, level: int) -> pd.Series:  # fmt: skip
    """Distinct respondents of each row: NGO by surplus, the others counted."""
    if level == 0:
        return rows["c"]
    flags = pd.DataFrame({i: used for i, (used, _) in distinct.items()}).astype("int8")
    result = rows["c"] - _off(rows, surplus(flags, pairs, level=level)).astype("Int64")
    for i, line in enumerate(LINES):
        if line.perspective == "NGO":
            continue
        good = eff[_entered(eff, line)] if line.perspective == "EFF" else izus[_izus_known(izus, stats, line=line)]
        place = territory(good["gmina"], level)
        whole = good.groupby(place)["respondent"].nunique()
        counted = {(i, 0, t): n for t, n in whole.items()}
        if line.perspective == "EFF":
            own = good.groupby([place, "service"])["respondent"].nunique()
            counted |= {(i, 1 + SERVICES.index(s), t): n for (t, s), n in own.items()}
        result.update(pd.Series(counted, dtype="Int64"))
    return result


def _coverage(rows: pd.DataFrame, scope: pd.DataFrame, *, invitations: pd.DataFrame, level: int) -> pd.DataFrame:
    """A level's rows with value, invited and scope."""
    frame = rows.reset_index()
    line = frame["line"].map(dict(enumerate(LINES)))
    kind, perspective = line.map(lambda x: x.kind), line.map(lambda x: x.perspective)
    places = territory(scope.index.to_series(), level).value_counts()
    invited = invitations.groupby([invitations["card_kind"], territory(invitations["gmina"], level)]).size()
    asked = pd.MultiIndex.from_arrays([perspective.replace("EFF", "NGO"), frame["territory"]])
    frame["invited"] = invited.reindex(asked).fillna(0).to_numpy()
    share = (
        frame["n"]
        * kind.map({"share": 100.0, "ratio": 1.0, "count": 1.0, "total": 1.0})
        / frame["d"].where(frame["d"] != 0)
    )
    frame["value"] = share.where(kind.isin(["share", "ratio"]), frame["n"])
    frame["coverage"] = frame["c"] / frame["invited"].where(frame["invited"] > 0)
    frame["gminas_in_scope"] = places.reindex(frame["territory"]).to_numpy()
    names = {"n": "numerator", "d": "denominator", "c": "cards", "u": "gminas_used"}
    return described(frame.rename(columns=names), level)


def described(frame: pd.DataFrame, level: int) -> pd.DataFrame:
    """A level's rows with indicator, breakdown and level."""
    names = {(i, 0): line.breakdown for i, line in enumerate(LINES)}
    names |= {(i, 1 + s): name for i in range(len(LINES)) for s, name in enumerate(SERVICES)}
    frame["indicator"] = frame["line"].map({i: line.indicator for i, line in enumerate(LINES)})
    frame["breakdown"] = [names[key] for key in zip(frame["line"], frame["service"], strict=True)]
    return frame.assign(level=LEVEL_NAMES[level], nth=level)


def table(frame: pd.DataFrame, columns: tuple[str, ...]) -> pa.Table:
    """Rows in the contract's order."""
    ordered = frame.sort_values(["session", "line", "service", "nth", "territory"], kind="stable")
    return pa.Table.from_pandas(ordered[list(columns)], preserve_index=False)
