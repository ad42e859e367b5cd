"""What a page on completeness shows of one territory, for the Centre and for readers: counts, never names of people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext, ngettext

from atlas.cards.rules import CardKind
from atlas.fieldwork.following.charts import days_chart, map_block
from atlas.fieldwork.following.choices import LEAST_FIRST
from atlas.fieldwork.following.counting import counted, filings
from atlas.fieldwork.following.drawings import chart_picture, map_picture, outlines
from atlas.fieldwork.following.tallies import (
    KIND_WORDS,
    KINDS,
    STANDING_WORDS,
    Standing,
    Tally,
    by_day,
    least_first,
    level_below,
    rolled_up,
)
from atlas.kernel.errors import NotFound
from atlas.kernel.language import as_language
from atlas.kernel.polish_numbers import NBSP, format_number
from atlas.kernel.teryt import COUNTRY, level_of
from atlas.monitoring.rules import days_left

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.fieldwork.following.choices import Choices
    from atlas.fieldwork.following.drawings import Picture
    from atlas.fieldwork.following.tallies import DayRow, Place, Row
    from atlas.kernel.language import Language
    from atlas.kernel.teryt import Level
    from atlas.monitoring.models import Session

    Counted = Sequence[tuple[Place, Mapping[CardKind, Tally]]]

NOBODY_ASKED = "\N{EN DASH}"


@dataclass(frozen=True)
class Line:
    """A line of a table: what it is of, a territory's code to follow or '', and its cells."""

    name: str
    code: str
    cells: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True)
class Followed:
    """One territory's completeness in words and pictures; `kind` is the one looked at alone, `shares` are of each.

    `trail` are the territories around it, from the country on; `day_unknown` counts cards that came without a day.
    """

    code: str
    name: str
    level: Level
    trail: tuple[tuple[str, str], ...]
    kind: CardKind | None
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line
    shares: tuple[str, ...]
    states: tuple[Line, ...]
    days: tuple[Line, ...]
    day_unknown: int
    chart: Picture | None
    map: Picture | None
    map_words: str

    def below(self, top: str) -> Followed:
        """Return the same for somebody who may not look above a territory: the trail begins with it."""
        codes = [code for code, _name in self.trail]
        kept = self.trail[codes.index(top) :] if top in codes else ()
        return replace(self, trail=kept)


def followed(session: Session, code: str, *, choices: Choices, today: date, states: bool = True) -> Followed:
    """Count a territory and draw it (5 queries).

    Args:
        session: Any but a planned one has cards.
        code: The country, a voivodeship, a powiat or a gmina of the session's scope.
        choices: Which kind of cards is looked at, and the order of territories.
        today: Where lines by day end.
        states: Whether the table of one kind tells its states; readers are told what was handed over only.

    Raises:
        NotFound: 'territory-not-in-session'.
    """
    gminas, kind = counted(session, code), choices.kind
    if not gminas or level_of(code) is None:
        raise NotFound("territory-not-in-session", territory=code, session=session.code)
    level, language = level_of(code) or "country", as_language(get_language())
    below, (total,) = rolled_up(gminas, to=level_below(code)), rolled_up(gminas, to=level)
    if choices.least:
        below = least_first(below, kind=kind or CardKind.NGO)
    days, unknown = _days(session, code, total=total)
    if unknown and not any(days[-1].filed.values()):
        days = []  # nothing is known by day: lines along 0 would say that nobody filed
    drawn = _drawable(gminas, code)
    block = map_block(drawn, kind=kind or CardKind.NGO, known=_around(drawn), language=language)
    with_states = kind if states else None
    return Followed(
        code=code, name=total.name, level=level, trail=_trail(gminas[0][0], code), kind=kind,
        heads=_heads(with_states),
        lines=tuple(_line(row, kind=with_states, language=language) for row in below),
        total=_line(total, kind=with_states, language=language),
        shares=tuple(_share(total.tallies[one], language) for one in KINDS),
        states=tuple(_states(total.tallies[one], kind=one, language=language) for one in KINDS) if states else (),
        days=_day_lines([day for day in days if day.day <= today], total=total, language=language),
        day_unknown=unknown, chart=_chart(days, total=total, today=today, language=language),
        map=map_picture(block, language=language), map_words=block.title,
    )  # fmt: skip


def share_words(filed: int, asked: int, *, percent: int | None, language: Language) -> str:
    """Return '12 of 40 (30 %)', or a dash where nobody was asked.

    >>> share_words(0, 0, percent=None, language="en")
    '–'
    """
    if percent is None:
        return NOBODY_ASKED
    facts = {"x": format_number(filed, language=language), "y": format_number(asked, language=language)}
    of_all = gettext("%(x)s of %(y)s") % facts
    return f"{of_all} ({percent}{NBSP}%)"


def _share(tally: Tally, language: Language) -> str:
    return share_words(tally.filed, tally.asked, percent=tally.percent, language=language)


def _heads(kind: CardKind | None) -> tuple[str, ...]:
    if kind is None:
        return tuple(gettext(KIND_WORDS[one]) for one in KINDS)
    return (gettext("Handed over"), *(gettext(STANDING_WORDS[one]) for one in Standing))


def _line(row: Row, *, kind: CardKind | None, language: Language) -> Line:
    of_gminas = ngettext("%(count)s gmina", "%(count)s gminas", row.gminas) % {"count": row.gminas}
    cells = (
        [_share(row.tallies[one], language) for one in KINDS] if kind is None else _cells(row.tallies[kind], language)
    )
    return Line(row.name, row.code, tuple(cells), "" if level_of(row.code) == "gmina" else of_gminas)


def _cells(tally: Tally, language: Language) -> list[str]:
    """What was handed over, then the count of each state; dashes where nobody was asked."""
    counts = [format_number(tally.states.get(one, 0), language=language) for one in Standing]
    return [_share(tally, language), *(counts if tally.asked else [NOBODY_ASKED] * len(counts))]


def _states(tally: Tally, *, kind: CardKind, language: Language) -> Line:
    return Line(gettext(KIND_WORDS[kind]), kind.value, tuple(_cells(tally, language)))


def _trail(place: Place, code: str) -> tuple[tuple[str, str], ...]:
    """The territories around one, the largest first."""
    levels: tuple[Level, ...] = ("country", "voivodeship", "powiat")
    return tuple(place.at(one) for one in levels[: levels.index(_above(code)) + 1]) if code != COUNTRY else ()


def _above(code: str) -> Level:
    above: dict[Level | None, Level] = {"powiat": "voivodeship", "gmina": "powiat"}
    return above.get(level_of(code), "country")


def _days(session: Session, code: str, *, total: Row) -> tuple[list[DayRow], int]:
    """The session's days with what was handed over until each, and how many cards came without a day."""
    found = filings(session, code)
    marks = [(date.fromisoformat(str(one)), gettext("reminder")) for one in session.remind_on]
    marks.append((session.closes_on, gettext("deadline")))
    unknown = sum(one.filed for one in total.tallies.values()) - sum(found.values())
    return by_day(found, days=(session.opens_on, session.closes_on), marks=marks), unknown


def _day_lines(days: Sequence[DayRow], *, total: Row, language: Language) -> tuple[Line, ...]:
    lines = []
    for day in days:
        cells = []
        for kind in KINDS:
            asked = total.tallies[kind].asked
            at_end = Tally(asked, {Standing.SUBMITTED: day.filed[kind]})
            cells.append(_share(at_end, language))
        lines.append(Line(f"{day.day:%d.%m.%Y}", "", tuple(cells), ", ".join(day.marks)))
    return tuple(lines)


def _chart(days: Sequence[DayRow], *, total: Row, today: date, language: Language) -> Picture | None:
    asked = {kind: tally.asked for kind, tally in total.tallies.items()}
    until = sum(day.day <= today for day in days)
    wide, narrow = (
        days_chart(days, asked, until=until, narrow=one, language=language) for one in (False, True)
    )  # fmt: skip
    return chart_picture((wide, narrow), language=language) if wide and narrow else None


def _drawable(gminas: Counted, code: str) -> list[Row]:
    """The territories to draw: the smallest that have outlines, all of one level; none where none has."""
    known = outlines().codes()
    levels: tuple[Level, ...] = ("gmina", "powiat") if code != COUNTRY else ("gmina", "powiat", "voivodeship")
    for level in levels:
        rows = rolled_up(gminas, to=level)
        if any(row.code in known for row in rows):
            return rows
    return []


def _around(drawn: Sequence[Row]) -> list[str]:
    """Voivodeships to draw as outside the session, on a map that shows voivodeships."""
    known = [one for one in outlines().codes() if level_of(one) == "voivodeship"]
    return known if any(level_of(row.code) == "voivodeship" for row in drawn) else []


def shown(session: Session, found: Followed, *, choices: Choices, today: date) -> dict[str, object]:
    """Return what the template `fieldwork/completeness.html` takes besides the addresses."""
    kinds = [gettext(KIND_WORDS[one]) for one in KINDS]
    asked = {"rodzaj": choices.kind.value if choices.kind else "", "kolejnosc": LEAST_FIRST if choices.least else ""}
    return {
        "session": session, "left": days_left(session.window, on=today), "found": found, "choices": choices,
        "overview": list(zip(kinds, found.shares, strict=True)),
        "kinds": list(zip((one.value for one in KINDS), kinds, strict=True)), "kind_heads": kinds,
        "state_heads": _heads(CardKind.NGO), "query": urlencode({key: one for key, one in asked.items() if one}),
    }  # fmt: skip
