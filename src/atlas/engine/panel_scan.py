"""The matched panel (rule 6): units of a session joined with the same respondent's, in the same gmina, in a baseline
session; both compiled with the later session's definitions. Conditions are packed as bits on either side, so that a
match is narrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from atlas.engine.scan import ABSENT, LEVEL_ROWS, Asked, flag_words, flagged, once_in_each_row, trues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ibis.expr.types import Table, Value

SUMMED = {"p": "n", "w": "d"}
KNOWN, NOW, THEN = "known", "now", "then"


def packed_answers(units: Table, bits: Mapping[str, int]) -> Table:
    """Pack the conditions of units into words `known…` and `true…`.

    Args:
        units: Units with their answer columns.
        bits: The bit of each stem that is a condition.
    """
    kept = [name for name in units.columns if not name.endswith("_v")]
    known = {bit: units[f"{stem}_v"].notnull() for stem, bit in bits.items()}
    true = {bit: known[bit] & units[f"{stem}_v"] for stem, bit in bits.items()}
    words = {f"known{number}": word for number, word in flag_words(known).items()}
    return units.select(*kept, **words, **{f"true{number}": word for number, word in flag_words(true).items()})


def of_baseline(packed: Table, identities: Table) -> Table:
    """Return packed units of baseline sessions by (base, identity, respondent), their answers under `then_…`.

    Args:
        packed: As `packed_answers` returns them.
        identities: (base, gmina, identity): what each gmina of a baseline session is called across sessions (rule 11).
    """
    units = packed.rename(base="seq").join(identities, ["base", "gmina"])
    option = ["option"] if "option" in packed.columns else []
    answers = [name for name in packed.columns if name not in {"seq", "gmina", "respondent", "option"}]
    return units.select("base", "identity", "respondent", *option, **{f"then_{name}": units[name] for name in answers})


def matched(later: Table, earlier: Table, *, links: Table) -> Table:
    """Join packed units with those of the baseline sessions.

    Args:
        later: Packed units of the sessions that are compared.
        earlier: As `of_baseline` returns them.
        links: (seq, gmina, base, identity): with which baseline session each gmina is compared.

    Returns:
        One row for each match: seq, base, gmina, respondent, for a table option; words `known…` (in both sessions),
        `now…` and `then…` (known in both and true in one); sums as they are and, of the earlier session, `then_…`.
    """
    option = ["option"] if "option" in later.columns else []
    both = later.join(links, ["seq", "gmina"]).join(earlier, ["base", "identity", "respondent", *option])
    words = {}
    for number in (name.removeprefix("true") for name in later.columns if name.startswith("true")):
        known, then_known = both[f"known{number}"], both[f"then_known{number}"]
        words[KNOWN + number] = known & then_known
        words[NOW + number] = both[f"true{number}"] & then_known
        words[THEN + number] = both[f"then_true{number}"] & known
    sums = [name for name in both.columns if name[-2:] in {"_p", "_w"}]
    return both.select("seq", "base", "gmina", "respondent", *option, *sums, **words)


def matched_added_up(matches: Table, *, keys: Sequence[str], bits: Mapping[str, int]) -> Table:
    """Add up matched units that are known in both sessions.

    Returns:
        One row for each key: for each stem `_k` (matches), `_n` and `then_…_n`, `_d` and `then_…_d`.
    """
    totals: dict[str, Value] = {}
    for stem, bit in bits.items():
        words = {f"{stem}_k": KNOWN, f"{stem}_n": NOW, f"then_{stem}_n": THEN}
        totals |= {name: flagged(matches, word, number=bit) for name, word in words.items()}
    for name in matches.columns:
        stem, _, role = name.rpartition("_")
        if role not in SUMMED or name.startswith("then_"):
            continue
        now, then = matches[name], matches[f"then_{name}"]
        known = now.notnull() & then.notnull()
        totals |= {f"{stem}_k": trues(known)} if role == "p" else {}
        totals[f"{stem}_{SUMMED[role]}"] = ibis.ifelse(known, now, ABSENT).sum().cast("int64")
        totals[f"then_{stem}_{SUMMED[role]}"] = ibis.ifelse(known, then, ABSENT).sum().cast("int64")
    return matches.group_by(list(keys)).agg(**totals)


def repeated_matches(matches: Table) -> Table:
    """Return (seq, base, respondent) of those with several matches: only they are not additive (rule 1)."""
    counted = matches.group_by(["seq", "base", "respondent"]).agg(matches=matches.count())
    return counted.filter(counted.matches > 1).select("seq", "base", "respondent")


def packed_matches(matches: Table, places: Table) -> Table:
    """Return the words of matches with the numbers of their rows in the grid."""
    words = [name for name in matches.columns if name.rstrip("0123456789") in {NOW, THEN}]
    return matches.join(places, ["seq", "gmina"]).select(*LEVEL_ROWS, "base", "respondent", *words)


def matched_distinct(packed: Table, *, asked: Iterable[Asked], bits: Mapping[str, int]) -> Table:
    """Count distinct organisations of a matched panel at every level, in both sessions.

    Args:
        packed: `packed_matches` of respondents with several cards.
        asked: The measures; only those that count organisations are answered.
        bits: The bit of each stem that is a condition.

    Returns:
        One row for each (row, base): `i_true`, `i_then` for the measure number i.
    """
    each = once_in_each_row(packed, keys=("base",))
    counts: dict[str, Value] = {}
    for number, one in enumerate(asked):
        if one.measure.counts_organisations:
            counts[f"{number}_true"] = flagged(each, NOW, number=bits[one.stem])
            counts[f"{number}_then"] = flagged(each, THEN, number=bits[one.stem])
    return each.group_by(["row", "base"]).agg(**counts)
