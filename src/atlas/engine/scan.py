"""The heavy part: one scan of the cards of some sessions to the gmina, and one of the respondents with several cards.
Everything that leaves a scan is a whole number, so that DuckDB and Spark give the same figures.

Units are cards, or rows of a card's table: columns `seq` (the session), `gmina`, `respondent`, for a table `option`
(its key), and the answer columns of `components`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Protocol

import ibis

from atlas.kernel.teryt import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from ibis.expr.types import Table, Value

    from atlas.engine.components import Component, Measure

LEVEL_ROWS = tuple(f"{level}_row" for level in LEVELS)
ABSENT = ibis.null("int64")
WORD_BITS = 60
"""Flags to a 64-bit word, well clear of the sign."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def bit_or(words: int) -> int:  # type: ignore[empty-body]
    """Join flag words: Ibis knows DuckDB's aggregate of this name but not Spark's, so it is named as a built-in."""


class Backend(Protocol):
    """Where scans run. Expressions read tables by name: one that is built once runs for every portion of sessions."""

    rows_at_once: int
    """How many rows of packages one portion may have; a larger session is a portion of its own."""

    def table(self, path: Path) -> Table:
        """Return a Parquet file as a table."""

    def view(self, name: str, expression: Table) -> None:
        """Give an expression a name, or the name to another expression."""

    def keep(self, name: str, expression: Table) -> None:
        """Compute an expression once and give its rows a name, in place of what had it."""

    def fetch(self, expression: Table) -> pa.Table:
        """Compute and bring home."""

    def forget(self) -> None:
        """Give back the memory of what was kept."""


@dataclass(frozen=True)
class Source:
    """The file of one resource of one session."""

    seq: int
    path: Path


@dataclass(frozen=True)
class Asked:
    """A measure with its component's stem, as one scan sees it."""

    stem: str
    measure: Measure


@dataclass
class Scan:
    """What to keep (in this order, by name) and then what to bring home, over named tables: built once, run often."""

    kept: dict[str, Table] = field(default_factory=dict)
    fetched: dict[str, Table] = field(default_factory=dict)

    def keep(self, name: str, expression: Table) -> Table:
        """Add something to keep and return it as a table by its name."""
        self.kept[name] = expression
        return named(name, expression)

    def run(self, backend: Backend) -> dict[str, pa.Table]:
        """Run over what the names stand for now."""
        for name, expression in self.kept.items():
            backend.keep(name, expression)
        return {name: backend.fetch(expression) for name, expression in self.fetched.items()}


def named(name: str, expression: Table) -> Table:
    """Return the table by the name of which an expression's rows can be read."""
    return ibis.table(expression.schema(), name=name)


def named_rows(name: str, columns: Mapping[str, str]) -> Table:
    """Return the table by the name of which a portion's rows can be read: `seq`, `gmina`, `respondent`, columns."""
    return ibis.table({"seq": "int16", "gmina": "string", "respondent": "string", **columns}, name=name)


def stacked(backend: Backend, sources: Sequence[Source], *, columns: Mapping[str, str]) -> Table:
    """Return the rows of several sessions under one another, as `named_rows` describes them.

    Args:
        backend: Where the files are read.
        sources: One file for each session.
        columns: Ibis types by name; a column that a session's file lacks is missing in its every row.
    """
    parts = [_columns(backend.table(one.path), one.seq, columns=columns) for one in sources]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _columns(table: Table, seq: int, *, columns: Mapping[str, str]) -> Table:
    there = {
        name: table[name].cast(kind) if name in table.columns else ibis.null(kind) for name, kind in columns.items()
    }
    return table.select("gmina", "respondent", seq=ibis.literal(seq, type="int16"), **there)


def units(rows: Table, components: Mapping[str, Component], *, key: str = "") -> Table:
    """Return rows as units: with the answers of components, by stem; `key` is the table's column that tells them apart.

    The answers are built once for all sessions: half of a small run is building expressions.
    """
    answers = {name: value for stem, one in components.items() for name, value in one.answers(rows, stem).items()}
    option = {"option": rows[key]} if key else {}
    return rows.select("seq", "gmina", "respondent", **option, **answers)


def whole_cards(rows: Table) -> Table:
    """Return one unit for each card from the rows of its table: `_p` summed over the rows that count.

    What adds up over cards (`_n`, `_d`) need not go through cards: it is the sum over the rows.
    """
    answers = [name for name in rows.columns if name.endswith("_p")]
    grouped = rows.group_by(["seq", "gmina", "respondent"])
    return grouped.agg(**{name: rows[name].sum().cast("int64") for name in answers})


def added_up(table: Table, *, keys: Sequence[str]) -> Table:
    """Add up units by `keys`.

    Returns:
        One row for each key: `rows` (units), and for each stem `_k` (units known), `_n` (true ones, or the sum of p),
        `_d` (the sum of w), `_pos` and `_top` (units with p above 0, the largest p).
    """
    totals: dict[str, Value] = {"rows": table.count()}
    for name in table.columns:
        stem, _, role = name.rpartition("_")
        column = table[name]
        if role == "v":
            totals |= {f"{stem}_k": column.count(), f"{stem}_n": trues(column)}
        elif role == "p":
            totals |= {f"{stem}_k": column.count(), f"{stem}_n": column.sum().cast("int64")}
            totals |= {f"{stem}_pos": ibis.ifelse(column > 0, 1, ABSENT).count(), f"{stem}_top": column.max()}
        elif role == "w":
            totals |= {f"{stem}_d": column.sum().cast("int64")}
    return table.group_by(list(keys)).agg(**totals)


def trues(condition: Value) -> Value:
    """Count the rows for which a condition is true; NULL where it is known for none.

    A sum of a cast costs half of a count over a CASE, and a quarter of one with FILTER.
    """
    return condition.cast("int32").sum().cast("int64")


def repeated_respondents(cards: Table) -> Table:
    """Return (seq, respondent) of those with several cards in a session: only they are not additive (rule 1)."""
    counted = cards.group_by(["seq", "respondent"]).agg(cards=cards.count())
    return counted.filter(counted.cards > 1).select("seq", "respondent")


def packed_units(table: Table, *, asked: Iterable[Asked], places: Table, option: Sequence[str] = ()) -> Table:
    """Pack what counting distinct respondents needs of each unit.

    Args:
        table: Units of respondents with several cards.
        asked: The measures of these units.
        places: As `inputs.Scratch.places` writes them for these measures.
        option: `("option",)` to count by the table's key, too.

    Returns:
        Numbers of the grid's rows, respondent, option, flag words `known…` (does the unit enter measure i) and
        `true…` (is its condition true), and for people and money the sum `s{i}`.
    """
    measures = list(enumerate(asked))
    table = table.join(places, ["seq", "gmina"])
    known = {i: table[f"{one.stem}_{'v' if one.measure.component.is_truth else 'p'}"].notnull() for i, one in measures}
    true = {i: known[i] & table[f"{one.stem}_v"] for i, one in measures if one.measure.counts_organisations}
    sums = {f"s{i}": _entering(table, one, number=i) for i, one in measures if one.measure.sums_people_or_money}
    words = {
        name + number: word & table[f"open{number}"]
        for name, flags in (("known", known), ("true", true))
        for number, word in flag_words(flags).items()
    }
    return table.select(*LEVEL_ROWS, "respondent", *option, **words, **sums)


def distinct_respondents(packed: Table, *, asked: Iterable[Asked], option: Sequence[str] = ()) -> Table:
    """Count distinct respondents at every level.

    Args:
        packed: Units as `packed_units` returns them.
        asked: The measures of these units.
        option: `("option",)` to count by the table's key, too.

    Returns:
        One row for each row of the grid that has such units (and option): for the measure number i `i_resp`
        (respondents with a card that enters), `i_true` (those for whom the condition is true somewhere), `i_pos` and
        `i_top` (contributors, largest). In a gmina everybody has one card: there these are plain sums over cards.
    """
    each = once_in_each_row(packed, keys=option)
    counts: dict[str, Value] = {}
    for number, one in enumerate(asked):
        counts[f"{number}_resp"] = flagged(each, "known", number=number)
        if one.measure.counts_organisations:
            counts[f"{number}_true"] = flagged(each, "true", number=number)
        if one.measure.sums_people_or_money:
            total = each[f"s{number}"]
            counts |= {f"{number}_pos": ibis.ifelse(total > 0, 1, ABSENT).count(), f"{number}_top": total.max()}
    return each.group_by(["row", *option]).agg(**counts)


def once_in_each_row(packed: Table, *, keys: Sequence[str]) -> Table:
    """Bring each respondent's units in each row of the grid together: flag words are joined, sums `s…` added up.

    Each level is made from the one below, which is smaller than the cards.

    Args:
        packed: Units with the numbers of their rows, flag words and sums: (respondent, keys).
        keys: What else tells units apart.

    Returns:
        One row for each row of the grid, keys and respondent.
    """
    values = [name for name in packed.columns if name not in {*LEVEL_ROWS, "respondent", *keys}]
    level = packed
    found = [level.select("respondent", *keys, *values, row=level[LEVEL_ROWS[0]])]
    for number, name in enumerate(LEVEL_ROWS[1:], start=1):
        together = {one: level[one].sum().cast("int64") if one[0] == "s" else bit_or(level[one]) for one in values}
        level = level.group_by([*LEVEL_ROWS[number:], "respondent", *keys]).agg(**together)
        found.append(level.select("respondent", *keys, *values, row=level[name]))
    return ibis.union(*found)


def _entering(table: Table, one: Asked, *, number: int) -> Value:
    part = table[f"{one.stem}_p"]
    return ibis.ifelse(_bit(table, "open", number=number) > 0, part, ABSENT) if one.measure.statistic else part


def flag_words(flags: Mapping[int, Value]) -> dict[str, Value]:
    """Return conditions that are never NULL packed into 64-bit words '0', '1', …: one bit for each number."""
    words: dict[int, list[Value]] = {}
    for number, flag in flags.items():
        bit = flag.cast("int64") << ibis.literal(number % WORD_BITS, type="int64")
        words.setdefault(number // WORD_BITS, []).append(bit)
    return {str(word): reduce(or_, bits) for word, bits in words.items()}


def flagged(table: Table, name: str, *, number: int) -> Value:
    """Count the rows in which a bit that `flag_words` packed is set."""
    return _bit(table, name, number=number).sum().cast("int64")


def _bit(table: Table, name: str, *, number: int) -> Value:
    word, bit = f"{name}{number // WORD_BITS}", number % WORD_BITS
    return (table[word] >> ibis.literal(bit, type="int64")) & ibis.literal(1, type="int64")
