"""When a gmina's code counts as renumbered one to one, so that its baseline goes on (rule 11). Pure.

A merger or division is no renumbering: it begins a new baseline by itself, and nothing is told of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError
from atlas.kernel.teryt import SIX_DIGITS_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True)
class Renumbering:
    """A gmina had the code `old` in an earlier session and has `new` since a day (six digits each)."""

    old: str
    new: str
    from_on: date


@dataclass(frozen=True)
class KnownCodes:
    """What is known of six-digit codes when a session tells a renumbering.

    `covered` are the codes of its scope, `earlier` those of sessions before; `valid` are those that the register has on
    the day it opens. `left` and `taken` say which session tells already that a code was given up, or came instead.
    """

    opens_on: date
    covered: frozenset[str]
    valid: frozenset[str]
    earlier: frozenset[str]
    left: Mapping[str, str]
    taken: Mapping[str, str]


def must_be_renumbered(change: Renumbering, *, known: KnownCodes) -> None:
    """Refuse what is no renumbering one to one.

    That the old code is no longer valid and the new one is leaves no room for a chain within a session.

    Raises:
        DomainError: 'gmina-code-not-six-digits', 'gmina-code-unchanged', or one that begins with 'renumbering-'.
    """
    _must_be_codes(change)
    for code, told in ((change.old, known.left), (change.new, known.taken)):
        if code in told:
            raise DomainError("renumbering-told", gmina=code, session=told[code])
    _must_have_been(change, known)
    _must_be_now(change, known)
    if change.from_on > known.opens_on:
        raise DomainError("renumbering-later", day=change.from_on, opens_on=known.opens_on)


def _must_be_codes(change: Renumbering) -> None:
    for code in (change.old, change.new):
        if not re.fullmatch(SIX_DIGITS_PATTERN, code, flags=re.ASCII):
            raise DomainError("gmina-code-not-six-digits", typed=code)
    if change.old == change.new:
        raise DomainError("gmina-code-unchanged", gmina=change.old)


def _must_have_been(change: Renumbering, known: KnownCodes) -> None:
    if change.old not in known.earlier:
        raise DomainError("renumbering-old-unknown", gmina=change.old)
    if change.old in known.valid:
        raise DomainError("renumbering-old-valid", gmina=change.old, opens_on=known.opens_on)


def _must_be_now(change: Renumbering, known: KnownCodes) -> None:
    if change.new not in known.valid:
        raise DomainError("renumbering-new-unknown", gmina=change.new, opens_on=known.opens_on)
    if change.new not in known.covered:
        raise DomainError("renumbering-new-outside", gmina=change.new)
    if change.new in known.earlier:
        raise DomainError("renumbering-merger", gmina=change.new)
