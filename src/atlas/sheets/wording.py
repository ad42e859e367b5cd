"""Words of a form that stand in no template: heads, hints, units with their time, identity. For spreadsheet and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.clock import WARSAW
from atlas.kernel.language import _, translate
from atlas.kernel.wording import day_text

if TYPE_CHECKING:
    from datetime import date, datetime

    from atlas.definitions.models import CardTemplate, Definitions, Item, TemplateKind, Text
    from atlas.kernel.language import Language
    from atlas.sheets.identity import Identity
    from atlas.sheets.layout import Line

_TIMES = {
    "flow": (_("in the session's period"), _("from %(since)s to %(until)s")),
    "stock": (_("on the last day of the period"), _("on %(until)s")),
    "in_force": (_("on at least one day of the period"), _("on at least one day from %(since)s to %(until)s")),
}
"""When a figure is counted, without and with the session's period."""
EN_DASH = "\N{NO-BREAK SPACE}\N{EN DASH} "
"""Between the days of a period."""
SESSION = _("Session")
PERIOD = _("Period of the data")
CLOSES = _("Send it by")
WHO = _("Who fills it in")
WHERE = _("Gmina that the card is about")
_POLISH_TIME = _("%(when)s (Polish time)")
VERSION = _("version %(version)s of the card")


def said(text: Text, language: Language) -> str:
    """Return a definition's text in a language."""
    return text.pl if language == "pl" else text.en


def day(one: date, language: Language) -> str:
    """Return a day in words: 31 grudnia 2025."""
    return day_text(one, language)


def moment(one: datetime, language: Language) -> str:
    """Return an aware moment in words, by Warsaw's clock: 14 kwietnia 2026, 12:03."""
    here = one.astimezone(WARSAW)
    return f"{day(here.date(), language)}, {here:%H:%M}"


def polish_moment(one: datetime, language: Language) -> str:
    """Return an aware moment in words, saying by whose clock: 14 kwietnia 2026, 12:03 (czas polski)."""
    return translate(_POLISH_TIME, language) % {"when": moment(one, language)}


def unit_of(item: Item, definitions: Definitions, *, language: Language) -> str:
    """Return an item's unit, empty where it has none."""
    units = {option.code: option.label for option in definitions.catalogues["units"].options}
    return said(units[item.unit], language) if item.unit else ""


def key_of(line: Line, definitions: Definitions, *, language: Language) -> str:
    """Return what the rows of a line's table are, e.g. services."""
    tables = (table for template in definitions.templates.values() for table in template.tables)
    table = next(one for one in tables if one.code == line.table)
    return said(next(column.label for column in table.columns if column.code == table.key), language)


def time_of(item: Item, identity: Identity, *, language: Language) -> str:
    """Return when an item's figure is counted, with the session's days where they are known."""
    if item.time is None:
        return ""
    bare, dated = _TIMES[item.time]
    if identity.period is None:
        return translate(bare, language)
    since, until = (day(one, language) for one in identity.period)
    return translate(dated, language) % {"since": since, "until": until}


def identity_words(identity: Identity, kind: TemplateKind, *, language: Language) -> list[tuple[str, str]]:
    """Return what stands on top of a form: (what, value), the value empty where it is not known."""
    period = identity.period and EN_DASH.join(day(one, language) for one in identity.period)
    closes = day(identity.closes_on, language) if identity.closes_on else ""
    rows = [
        (SESSION, named(identity.session, identity.session_name)),
        (PERIOD, period or ""),
        (CLOSES, closes),
        (WHO, named(identity.respondent, identity.respondent_name)),
        (WHERE, named(identity.gmina, identity.gmina_name)),
    ]
    return [(translate(what, language), value) for what, value in rows if kind != "STATISTICS" or what != WHO]


def running_title(template: CardTemplate, identity: Identity, *, language: Language) -> str:
    """Return one line that tells this form from others, for the head of each page."""
    parts = (said(template.name, language), identity.session, identity.respondent_name, identity.gmina_name)
    return " · ".join(part for part in parts if part)


def named(code: str, name: str) -> str:
    """Return a name with its code, or whichever of the two is known."""
    return f"{name} ({code})" if code and name else code or name
