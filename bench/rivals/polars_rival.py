"""Idiomatic polars: lazy scans, streaming engine, Kleene logic of its booleans; a session at a time.

`levels` only. Conditions are written in polars' own words; a card's column is true, false or null.
"""

from pathlib import Path

import polars as pl
import pyarrow as pa

from bench.rivals.rules import LEVELS, LEVELS_COLUMNS, LINES, SERVICES, SUMS, TOOLS, Line

NGO = [(i, line) for i, line in enumerate(LINES) if line.perspective == "NGO"]
IZUS = [(i, line) for i, line in enumerate(LINES) if line.perspective == "IZUS"]
EFF = [(i, line) for i, line in enumerate(LINES) if line.perspective == "EFF"]
Columns = tuple[pl.Expr, pl.Expr, pl.Expr]  # cards, numerator, denominator
KEYS = ("line", "service")  # service 0 = none, 1… = the catalogue's


def scan(package: Path, resource: str) -> pl.LazyFrame:
    """One resource, lazily."""
    return pl.scan_parquet(package / f"{resource}.parquet")


def conditions() -> dict[str, pl.Expr]:
    """Conditions of Karta NGO."""
    c = pl.col
    above = {name: c(name) > 0 for name in (
        "researchers", "consultations", "reports_to_izus", "diagnosis_delegates", "managers", "facilities",
        "contracts", "services_non_institutional", "standard_delegates", "partnership_agreements")}  # fmt: skip
    ready = c("diagnosis_consultation_offer") | (c("diagnosis_consultations") > 0)
    numbers = [c(f"diagnosis_{what}") > 0 for what in ("delegates", "proposals", "amendments")]
    return above | {
        "consultation_ready": ready,
        "diagnosis": pl.any_horizontal(*numbers, ready),
        "manager_cooperation": c("manager_cooperation_agreement"),
        "offered": (c("offered_institutional") > 0) | (c("offered_non_institutional") > 0),
        "support": c("support_activities") != "none",
        "irregularities": (c("irregularities_statutory") > 0) | (c("irregularities_administrative") > 0),
        "own_monitoring": c("own_service_monitoring"),
        "monitored": c("monitored_by_institutions"),
        "tools": c("tools") != "none",
        **{tool: c("tools").str.contains(tool, literal=True) for tool in TOOLS},
    }


def place(level: int, column: str = "gmina") -> pl.Expr:
    """The code of the territory of a level around each gmina (or lower territory)."""
    code = pl.col(column)
    return (
        code if level == 0 else pl.lit("PL") if level == len(LEVELS) - 1 else code.str.slice(0, 6 - 2 * level)
    ).alias("territory")


def known_izus(line: Line) -> pl.Expr:
    """Whether a Karta IZUS (with the statistics of its gmina beside it) enters a line."""
    known = pl.col(line.part).is_not_null()
    return known & pl.col(line.statistic or line.whole).is_not_null() if line.whole else known


def entered(line: Line) -> pl.Expr:
    """Whether a service row enters EFF-1 or EFF-2."""
    known = pl.col(line.part).is_not_null() & pl.col(line.whole).is_not_null()
    return known & (pl.col(line.whole) > 0) if line.whole == "ngo_staff" else known


def levels(packages: list[Path]) -> pa.Table:
    """All indicators, levels and sessions; columns and order of the contract up to gminas_in_scope."""
    about = sorted((*scan(p, "session").select("sequence", "session").collect().row(0), p) for p in packages)
    parts = [_session_levels(package).with_columns(session=pl.lit(code), seq=pl.lit(n)) for n, code, package in about]
    return pl.concat(parts).sort("seq", *KEYS, "nth", "territory").select(LEVELS_COLUMNS).to_arrow()


def _session_levels(package: Path) -> pl.DataFrame:
    scope = (
        scan(package, "scope")
        .select("gmina")
        .join(scan(package, "territory_statistics"), on="gmina", how="left")
        .collect()
    )
    cards = scan(package, "cards_ngo").select("gmina", "respondent", *SUMS, **conditions())
    names = [*conditions(), *SUMS]
    by_gmina = cards.group_by("gmina").agg(
        *(pl.col(n).sum().cast(pl.Int64).name.prefix("n_") for n in names),
        *(pl.col(n).count().cast(pl.Int64).name.prefix("c_") for n in names),
    )
    repeated = scan(package, "cards_ngo").group_by("respondent").len().filter(pl.col("len") > 1)
    several = cards.join(repeated, on="respondent", how="semi").collect(engine="streaming")
    izus = scan(package, "cards_izus").join(scope.lazy(), on="gmina", how="left").collect()
    wide = scope.join(by_gmina.collect(engine="streaming"), on="gmina", how="left")
    facts = [_facts(wide, i, columns=_ngo(line)) for i, line in NGO]
    facts += [
        _facts(izus, i, columns=(known_izus(line).cast(pl.Int64), pl.col(line.part), _whole(line))) for i, line in IZUS
    ]
    facts += _efficiency(package, scope)
    return _levels(pl.concat(facts), _Respondents(package, several, scope=scope, izus=izus), areas=_areas(package))


def _ngo(line: Line) -> Columns:
    """(cards, numerator, denominator) by gmina."""
    cards = pl.col(f"c_{line.part}").fill_null(0)
    if line.statistic:
        cards = pl.when(pl.col(line.statistic).is_null()).then(0).otherwise(cards)
    return cards, pl.col(f"n_{line.part}"), _whole(line)


def _whole(line: Line) -> pl.Expr:
    return pl.col(line.statistic or line.whole) if line.whole else pl.lit(None)


def _facts(frame: pl.DataFrame, line: int, *, columns: Columns, service: int = 0) -> pl.DataFrame:
    """One line by gmina, long: cards c, numerator n, denominator d, gminas used u."""
    cards, part, whole = columns
    return frame.select(
        pl.lit(line, dtype=pl.Int32).alias("line"), pl.lit(service, dtype=pl.Int32).alias("service"), "gmina",
        c=cards.cast(pl.Int64), n=pl.when(cards > 0).then(part).cast(pl.Float64),
        d=pl.when(cards > 0).then(whole).cast(pl.Float64), u=(cards > 0).cast(pl.Int64),
    )  # fmt: skip


def _efficiency(package: Path, scope: pl.DataFrame) -> list[pl.DataFrame]:
    rows, facts = scan(package, "services"), []
    aggregates = []
    for i, line in EFF:
        good = entered(line)
        aggregates += [pl.col("respondent").filter(good).n_unique().alias(f"c{i}"),
                       pl.col(line.part).filter(good).sum().alias(f"n{i}"),
                       pl.col(line.whole).filter(good).sum().alias(f"d{i}")]  # fmt: skip
    overall = rows.group_by("gmina").agg(aggregates).collect(engine="streaming")
    own = rows.group_by("gmina", "service").agg(aggregates).collect(engine="streaming")
    overall = scope.select("gmina").join(overall, on="gmina", how="left")
    for i, _ in EFF:
        columns = pl.col(f"c{i}").fill_null(0), pl.col(f"n{i}"), pl.col(f"d{i}")
        facts.append(_facts(overall, i, columns=columns))
        facts += [_facts(own.filter(service=name), i, columns=columns, service=s) for s, name in enumerate(SERVICES, 1)]
    return facts


class _Respondents:
    """What sums over gminas have too much at higher levels, and distinct respondents of IZUS and EFF."""

    def __init__(self, package: Path, several: pl.DataFrame, *, scope: pl.DataFrame, izus: pl.DataFrame) -> None:
        flags = {}
        known_stat = several.select("gmina").join(scope, on="gmina", how="left")
        for i, line in NGO:
            known = several[line.part].is_not_null()
            flags[f"r{i}"] = known & known_stat[line.statistic].is_not_null() if line.statistic else known
            if line.kind == "count":
                flags[f"n{i}"] = several[line.part].fill_null(value=False)
        self.flags = several.select("gmina", "respondent").with_columns(**flags)
        self.names, self.izus, self.package = list(flags), izus, package

    def surplus(self, level: int) -> pl.DataFrame:
        """(line, service, territory, off_n, off_r) of the NGO lines."""
        flags = self.flags.with_columns(place(level))
        cards = flags.group_by("territory").agg(pl.col(self.names).sum().cast(pl.Int64))
        people = flags.group_by("territory", "respondent").agg(pl.col(self.names).any())
        people = people.group_by("territory").agg(pl.col(self.names).sum().cast(pl.Int64))
        both = cards.join(people, on="territory", suffix="_p")
        zero = pl.lit(0, dtype=pl.Int64)
        off = {n: pl.col(n) - pl.col(f"{n}_p") for n in self.names}
        return pl.concat([
            both.select("territory", pl.lit(i, dtype=pl.Int32).alias("line"),
                        pl.lit(0, dtype=pl.Int32).alias("service"),
                        off_n=off.get(f"n{i}", zero), off_r=off[f"r{i}"]) for i, _ in NGO])  # fmt: skip

    def counted(self, level: int) -> pl.DataFrame:
        """(line, service, territory, people) of the IZUS and EFF lines."""
        who = pl.col("respondent")
        izus = self.izus.group_by(place(level)).agg(who.filter(known_izus(x)).n_unique().alias(str(i)) for i, x in IZUS)
        eff = [who.filter(entered(x)).n_unique().alias(str(i)) for i, x in EFF]
        rows = scan(self.package, "services")
        whole = rows.group_by(place(level)).agg(eff).collect(engine="streaming")
        own = rows.group_by(place(level), "service").agg(eff).collect(engine="streaming")
        order = {name: i for i, name in enumerate(SERVICES, 1)}
        own = own.with_columns(pl.col("service").replace_strict(order, return_dtype=pl.Int32))
        frames = [f.with_columns(service=pl.lit(0, dtype=pl.Int32)) for f in (izus, whole)] + [own]
        return pl.concat([
            f.unpivot(index=["territory", "service"], variable_name="line", value_name="people")
            .select(pl.col("line").cast(pl.Int32), "service", "territory", pl.col("people").cast(pl.Int64))
            for f in frames])  # fmt: skip


def _areas(package: Path) -> list[pl.DataFrame]:
    """For each level: territory, gminas_in_scope, invited NGO and IZUS."""
    kinds = [(pl.col("card_kind") == k).sum().cast(pl.Int64).alias(k) for k in ("NGO", "IZUS")]
    invited = scan(package, "invitations").group_by("gmina").agg(kinds).collect(engine="streaming")
    scope = scan(package, "scope").select("gmina").collect().join(invited, on="gmina", how="left").fill_null(0)
    sums = [pl.len().cast(pl.Int64).alias("gminas_in_scope"), pl.col("NGO", "IZUS").sum()]
    return [scope.group_by(place(level)).agg(sums) for level in range(len(LEVELS))]


def _levels(facts: pl.DataFrame, people: _Respondents, *, areas: list[pl.DataFrame]) -> pl.DataFrame:
    perspective = dict(enumerate(line.perspective for line in LINES))
    sums = [
        pl.col("c", "u").sum(),
        *(pl.when(pl.col(x).count() > 0).then(pl.col(x).sum()).alias(x) for x in ("n", "d")),
    ]
    parts = []
    for level, name in enumerate(LEVELS):
        rows = facts.group_by(*KEYS, place(level)).agg(sums).with_columns(respondents=pl.col("c"))
        if level:
            rows = rows.join(people.surplus(level), on=[*KEYS, "territory"], how="left")
            rows = rows.join(people.counted(level), on=[*KEYS, "territory"], how="left").with_columns(
                n=pl.col("n") - pl.col("off_n").fill_null(0),
                respondents=pl.coalesce("people", pl.col("c") - pl.col("off_r").fill_null(0)),
            )
        izus = pl.col("line").replace_strict(perspective) == "IZUS"
        rows = rows.drop("off_n", "off_r", "people", strict=False).join(areas[level], on="territory")
        parts.append(rows.with_columns(level=pl.lit(name), nth=pl.lit(level), izus=izus))
    return _described(pl.concat(parts, how="diagonal"))


def _described(rows: pl.DataFrame) -> pl.DataFrame:
    factor = pl.col("line").replace_strict(
        {i: {"share": 100.0, "ratio": 1.0}.get(x.kind, 0.0) for i, x in enumerate(LINES)}
    )
    by_line, by_service = ({i: x.breakdown for i, x in enumerate(LINES)}, dict(enumerate(SERVICES, 1)))
    names = pl.col("line").replace_strict({i: x.indicator for i, x in enumerate(LINES)})
    invited = pl.when("izus").then("IZUS").otherwise("NGO")
    quotient = factor * pl.col("n") / pl.when(pl.col("d") != 0).then("d")
    return rows.select(
        *KEYS, "nth", "level", "territory", "respondents", "gminas_in_scope", indicator=names,
        breakdown=pl.when(pl.col("service") == 0).then(pl.col("line").replace_strict(by_line))
        .otherwise(pl.col("service").replace_strict(by_service, default="")),
        value=pl.when(factor == 0).then("n").otherwise(quotient), numerator=pl.col("n"), denominator=pl.col("d"),
        cards=pl.col("c"), invited=invited, coverage=pl.col("c") / pl.when(invited > 0).then(invited),
        gminas_used=pl.col("u"),
    )  # fmt: skip
