"""Signals on what the two sides say: where they disagree, and where what they say does not fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.leading import CONTRACTS
from atlas.report.model import Signal
from atlas.report.thresholds import APART_LEAST, APART_SHARE
from atlas.report.wording import n_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.report.case import Case
    from atlas.report.records import PairRow, Row

USERS = "NGO-3.6"
DIAGNOSIS = ("NGO-2.1", "IZUS-2.1")
_APART = n_(
    "%(label)s: organisations %(ngo)s, institutions %(izus)s (%(n)s gmina compared)",
    "%(label)s: organisations %(ngo)s, institutions %(izus)s (%(n)s gminas compared)",
)


def sides_apart(case: Case) -> Signal | None:
    """Pairs where at least three lie between the sides, and at least half of the larger side's figure."""
    voice = case.voice
    evidence = tuple(
        voice.count(
            _APART, row.gminas_compared, label=voice.text(pair.label),
            ngo=voice.number(row.ngo or 0), izus=voice.number(row.izus or 0),
        )
        for pair in case.definitions.pairs
        if (row := case.pairs.get(pair.code)) is not None and is_apart(row)
    )  # fmt: skip
    if not evidence:
        return None
    return Signal(voice.say(_("Organisations and institutions tell different stories")), evidence, (
        voice.say(_("Do both sides mean the same thing by the question?")),
        voice.say(_("Which organisations does the institution count that have not filed a card?")),
    ))  # fmt: skip


def is_apart(row: PairRow) -> bool:
    """Whether two sides disagree strongly."""
    if row.ngo is None or row.izus is None:
        return False
    gap = abs(row.ngo - row.izus)
    return gap >= APART_LEAST and gap >= APART_SHARE * max(row.ngo, row.izus)


def contracts_without_users(case: Case) -> Signal | None:
    """Gminas whose organisations have contracts for services, and all who answered report no users."""
    lines = tuple(_without_users(case))
    if not lines:
        return None
    say = case.voice.say
    return Signal(say(_("There are contracts, but no users")), (case.voice.listed(lines),), (
        say(_("Have the services begun, or are the users counted elsewhere?")),
        say(_("Was the number of users left at zero by mistake?")),
    ))  # fmt: skip


def _without_users(case: Case) -> Iterator[str]:
    text = _("%(name)s: cards with contracts %(contracts)s, users 0")
    for one in case.now.gminas:
        contracts, users = _row(CONTRACTS, one.code, case=case), _row(USERS, one.code, case=case)
        if contracts and users and contracts.numerator and users.numerator == 0 and not case.is_withheld(users):
            number = case.voice.number(contracts.numerator)
            yield case.voice.say(text, name=one.name, contracts=number)


def nobody_in_diagnosis(case: Case) -> Signal | None:
    """Gminas where both sides say that no organisation works on the Diagnosis, or the institution does not say."""
    zero, unknown = [], []
    for one in case.now.gminas:
        ngo, izus = (_row(code, one.code, case=case) for code in DIAGNOSIS)
        if ngo and izus and ngo.value == 0 and izus.value == 0:
            zero.append(one.name)
        if izus and izus.value is None and case.now.cards["IZUS"][one.code]:
            unknown.append(one.name)
    say, names = case.voice.say, case.voice.names
    evidence = (
        say(_("Both sides say that no organisation takes part: %(names)s"), names=names(zero)) if zero else "",
        say(_("The institution does not say: %(names)s"), names=names(unknown)) if unknown else "",
    )
    if not any(evidence):
        return None
    return Signal(say(_("Organisations are missing from the Diagnosis")), tuple(filter(None, evidence)), (
        say(_("When is the Diagnosis due, and who invites organisations to work on it?")),
        say(_("Is there a Diagnosis at all?")),
    ))  # fmt: skip


def _row(indicator: str, gmina: str, *, case: Case) -> Row | None:
    return case.sources.across(case.now.session, indicator).get(gmina)
