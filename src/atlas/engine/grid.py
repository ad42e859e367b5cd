"""The full grid: one row for each session and territory with a gmina in its scope, and the roll-up of gminas to it.

Columns of a grid are Arrow arrays in the order of its rows: sequence, level, territory. Nothing is joined by hand:
what a scan brings home is *aligned* (by key) to gminas or to rows.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from atlas.engine.arrays import flat, keyed, within_64_bits, zero_if_null
from atlas.kernel.teryt import COUNTRY, LEVELS, Level, powiat_of, voivodeship_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True)
class Gmina:
    """A gmina in a session's scope; `identity` is what it is called across sessions (rule 11)."""

    seq: int
    code: str
    identity: str


@dataclass(frozen=True)
class Row:
    """A territory of a session; `identity` is its code, for a gmina what it is called across sessions."""

    seq: int
    level: Level
    territory: str
    identity: str


def territories_of(gmina: str) -> tuple[tuple[Level, str], ...]:
    """Return the gmina itself and the territories above it, by level."""
    codes = (gmina, powiat_of(gmina), voivodeship_of(gmina), COUNTRY)
    return tuple(zip(LEVELS, codes, strict=True))


@dataclass(frozen=True)
class Grid:
    """Gminas and rows in order, and which gmina belongs to which rows."""

    gminas: tuple[Gmina, ...]
    rows: tuple[Row, ...]

    @classmethod
    def over(cls, gminas: Iterable[Gmina]) -> Grid:
        """Build the grid over all gminas of all sessions."""
        ordered = tuple(sorted(gminas, key=lambda one: (one.seq, one.code)))
        rows: dict[tuple[int, int, str], Row] = {}
        for one in ordered:
            for number, (level, code) in enumerate(territories_of(one.code)):
                place = (one.seq, number, code)
                if place not in rows:
                    rows[place] = Row(one.seq, level, code, one.identity if level == "gmina" else code)
        return cls(ordered, tuple(rows[place] for place in sorted(rows)))

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def row_numbers(self) -> dict[tuple[int, str], int]:
        """The number of a row by sequence and territory."""
        return {(row.seq, row.territory): number for number, row in enumerate(self.rows)}

    @cached_property
    def gmina_columns(self) -> pa.Table:
        """The gminas as columns seq, gmina, identity."""
        return pa.table({
            "seq": pa.array([one.seq for one in self.gminas], pa.int16()),
            "gmina": pa.array([one.code for one in self.gminas], pa.string()),
            "identity": pa.array([one.identity for one in self.gminas], pa.string()),
        })  # fmt: skip

    @cached_property
    def rows_of_gminas(self) -> tuple[pa.Array, ...]:
        """For each level the numbers of the rows that the gminas belong to."""
        numbers = [[self.row_numbers[one.seq, code] for _, code in territories_of(one.code)] for one in self.gminas]
        return tuple(pa.array([each[level] for each in numbers], pa.int32()) for level in range(len(LEVELS)))

    @cached_property
    def _gmina_keys(self) -> pa.Array:
        return keyed(self.gmina_columns, ("seq", "gmina"))

    @cached_property
    def sequences(self) -> pa.Array:
        """The sequence of each row's session."""
        return pa.array([row.seq for row in self.rows])

    @cached_property
    def _numbers(self) -> pa.Array:
        return pa.array(range(len(self.rows)), pa.int32())

    @cached_property
    def _upwards(self) -> tuple[pa.Array, ...]:
        """For each level but the highest: which row of the next level, counted within it, each of its rows is part of.

        Rows of a level stand by session and code, as gminas do: what belongs together stands together.
        """
        found = []
        for lower, upper in pairwise(self.rows_of_gminas):
            part_of = upper.take(pc.index_in(pc.unique(lower), value_set=lower))
            found.append(pc.dictionary_encode(part_of).indices)
        return tuple(found)

    @cached_property
    def _order(self) -> pa.Array:
        """Where each row of the grid is found when the levels stand one after the other."""
        return pc.array_sort_indices(pa.concat_arrays([pc.unique(rows) for rows in self.rows_of_gminas]))

    def span(self, sequence: int) -> tuple[int, int]:
        """Return where a session's rows start and stop."""
        start = bisect_left(self.rows, sequence, key=lambda row: row.seq)
        return start, bisect_left(self.rows, sequence + 1, key=lambda row: row.seq)

    def by_gmina(self, table: pa.Table, names: Sequence[str]) -> dict[str, pa.Array]:
        """Align a table keyed by (seq, gmina) to the grid's gminas; a gmina it lacks gets NULL."""
        return _aligned(table, keyed(table, ("seq", "gmina")), wanted=self._gmina_keys, names=names)

    def by_row(self, table: pa.Table, names: Sequence[str]) -> dict[str, pa.Array]:
        """Align a table keyed by row number to the grid's rows; a row it lacks gets NULL."""
        return _aligned(table, flat(table["row"]), wanted=self._numbers, names=names)

    def rolled_up(
        self, sums: Mapping[str, pa.Array], *, tops: Mapping[str, pa.Array] | None = None
    ) -> dict[str, pa.Array]:
        """Add up columns of gminas to rows (`tops`: take the largest); nothing but NULLs add up to NULL.

        Raises:
            DomainError: 'sum-too-large' when a sum would leave 64 bits.
        """
        within_64_bits(sums)
        columns = dict(sums) | dict(tops or {})
        hows = dict.fromkeys(sums, "sum") | dict.fromkeys(tops or {}, "max")
        levels = [pa.table(columns)]
        for upper in self._upwards:
            grouped = levels[-1].append_column("upper", upper).group_by("upper", use_threads=False)
            total = grouped.aggregate(list(hows.items())).sort_by("upper")
            levels.append(total.select([f"{name}_{how}" for name, how in hows.items()]).rename_columns(list(columns)))
        together = pa.concat_tables(levels).take(self._order)
        return {name: flat(together[name]) for name in columns}

    def surplus(self, distinct: pa.Table, names: Sequence[str]) -> dict[str, pa.Array]:
        """Return how often respondents with cards in several gminas of a row are counted too often (rule 1).

        Args:
            distinct: Counts of such respondents, each once, by row number, gminas included.
            names: The columns of counts.
        """
        once = {name: zero_if_null(column) for name, column in self.by_row(distinct, names).items()}
        added = self.rolled_up({name: column.take(self.rows_of_gminas[0]) for name, column in once.items()})
        return {name: pc.subtract(added[name], once[name]) for name in names}


def _aligned(table: pa.Table, keys: pa.Array, *, wanted: pa.Array, names: Sequence[str]) -> dict[str, pa.Array]:
    positions = pc.index_in(wanted, value_set=keys)
    return {name: flat(table[name]).take(positions) for name in names}
