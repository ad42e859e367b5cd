"""The matched panel (rule 6): units of a session joined with the same respondent's, in the same gmina, in a baseline
session; both compiled with the later session's definitions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from atlas.engine.scan import ABSENT, Asked, Backend, flag_words, flagged, once_in_each_row, trues

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ibis.expr.types import Table, Value

ROLES = ("v", "p", "w")


def matched(later: Table, earlier: Table, *, links: Table, identities: Table) -> Table:
    """Join units with those of the baseline sessions.

    Args:
        later: Units of the sessions that are compared.
        earlier: Units of the baseline sessions.
        links: (seq, gmina, base, identity): with which baseline session each gmina is compared.
        identities: (base, gmina, identity): what each gmina of a baseline session is called across sessions (rule 11).

    Returns:
        One row for each match: seq, base, gmina, respondent, for a table option, and for each answer column the later
        value and, under `then_…`, the earlier one.
    """
    keys = ["base", "identity", "respondent", *(["option"] if "option" in later.columns else [])]
    answers = [name for name in later.columns if name.rpartition("_")[2] in ROLES]
    left = later.join(links, ["seq", "gmina"])
    right = earlier.rename(base="seq").join(identities, ["base", "gmina"])
    right = right.select(*keys, **{f"then_{name}": right[name] for name in answers})
    return left.join(right, keys).drop("identity")


def matched_added_up(pairs: Table, *, keys: Sequence[str]) -> Table:
    """Add up matched units that are known in both sessions.

    Returns:
        One row for each key: for each stem `_k` (matches), `_n` and `then_…_n`, `_d` and `then_…_d`.
    """
    totals: dict[str, Value] = {}
    for name in pairs.columns:
        stem, _, role = name.rpartition("_")
        if role not in ROLES or name.startswith("then_"):
            continue
        now, then = pairs[name], pairs[f"then_{name}"]
        known = now.notnull() & then.notnull()
        if role == "v":
            # a boolean AND costs less than a CASE; unknown AND false is false, so neither counts
            totals |= {f"{stem}_k": trues(known), f"{stem}_n": trues(now & then.notnull())}
            totals[f"then_{stem}_n"] = trues(then & now.notnull())
            continue
        sums = {"p": "n", "w": "d"}[role]
        totals |= {f"{stem}_k": trues(known)} if role == "p" else {}
        totals[f"{stem}_{sums}"] = ibis.ifelse(known, now, ABSENT).sum().cast("int64")
        totals[f"then_{stem}_{sums}"] = ibis.ifelse(known, then, ABSENT).sum().cast("int64")
    return pairs.group_by(list(keys)).agg(**totals)


def matched_distinct(backend: Backend, pairs: Table, *, asked: Iterable[Asked], places: Table) -> Table:
    """Count distinct organisations of a matched panel at every level, in both sessions.

    Args:
        backend: Keeps the packed matches, which several levels read.
        pairs: Matches of respondents with several cards.
        asked: The measures; only those that count organisations are answered.
        places: (seq, gmina) with the numbers of its rows in the grid, one column for each level.

    Returns:
        One row for each (row, base): `i_true`, `i_then` for the measure number i.
    """
    stems = {i: one.stem for i, one in enumerate(asked) if one.measure.counts_organisations}
    values = {i: (pairs[f"{stem}_v"], pairs[f"then_{stem}_v"]) for i, stem in stems.items()}
    known = {i: now.notnull() & then.notnull() for i, (now, then) in values.items()}
    now = flag_words("now", {i: known[i] & value for i, (value, _then) in values.items()})
    then = flag_words("then", {i: known[i] & value for i, (_now, value) in values.items()})
    packed = backend.keep(pairs.select("seq", "base", "gmina", "respondent", **now, **then))
    each = once_in_each_row(packed, places, keys=("base",))
    counts = {f"{i}_true": flagged(each, "now", number=i) for i in stems}
    counts |= {f"{i}_then": flagged(each, "then", number=i) for i in stems}
    return each.group_by(["row", "base"]).agg(**counts)
