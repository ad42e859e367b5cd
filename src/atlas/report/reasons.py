"""Why a figure is not there. Missing is not zero (rule 2), and a reader is told which of the possible gaps it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.definitions.formula.indicators import Statistic
from atlas.kernel.language import _
from atlas.report.wording import n_

if TYPE_CHECKING:
    from atlas.definitions.models import Indicator, Item
    from atlas.report.case import Case
    from atlas.report.excerpt import Excerpt
    from atlas.report.records import Row

_NOBODY_ANSWERED = n_(
    "The only card here leaves what the indicator needs empty: %(items)s.",
    "None of the %(n)s cards here answers all that the indicator needs: %(items)s.",
)
_REASON_GIVEN = n_("%(reason)s: %(n)s time", "%(reason)s: %(n)s times")


@dataclass(frozen=True)
class Why:
    """A reason in a word or two, for the cell, and in a sentence, for the notes."""

    short: str
    full: str


def why_withheld(case: Case, *, second: bool = False) -> Why:
    """Return the reason of a figure that is there but must not be published (art. 38).

    Args:
        case: The report's case.
        second: Whether it is withheld only for another's sake.
    """
    told = _("Data are not published: fewer than 3 entities, or one has more than 3/4 of the sum.")
    by_subtraction = _(
        "Data are not published: together with published figures they would give back the figure of another "
        "territory, which tells what a single entity reported."
    )
    return Why(case.voice.say(_("not published")), case.voice.say(by_subtraction if second else told))


def why_missing(row: Row, indicator: Indicator, *, excerpt: Excerpt, case: Case) -> Why:
    """Return why a row has no value.

    Args:
        row: A row whose value is missing.
        indicator: Its indicator.
        excerpt: What the package of the row's session says about the territory.
        case: The report's case.

    Source: indicators.md, rules 2 and 3.
    """
    kind, say = indicator.card_kind, case.voice.say
    card = case.voice.text(case.definitions.templates[kind].name)
    if not row.invited:
        return Why(say(_("nobody invited")), say(_("Nobody here was invited to file a card: %(card)s."), card=card))
    if not excerpt.cards[kind].total():
        return Why(say(_("no card")), say(_("No card was accepted from here: %(card)s."), card=card))
    if row.denominator == 0:
        return _zero(indicator, case)
    if case.formula(indicator).table:
        return _no_row(row, indicator, excerpt=excerpt, case=case)
    statistic = case.formula(indicator).denominator
    if isinstance(statistic, Statistic) and excerpt.without(statistic.code):
        return _no_statistic(statistic.code, indicator, excerpt=excerpt, case=case)
    return _unanswered(indicator, excerpt=excerpt, case=case)


def statistic_name(code: str, case: Case) -> str:
    """Return a territory statistic's number and name."""
    item = case.words.packages["NGO"].statistics[code]
    return f"{item.number} {case.voice.quoted(case.voice.text(item.label))}"


def _zero(indicator: Indicator, case: Case) -> Why:
    below = case.formula(indicator).denominator
    name = statistic_name(below.code, case) if isinstance(below, Statistic) else _numbers(case.items(indicator)[-1:])
    return Why(
        case.voice.say(_("divided by 0")),
        case.voice.say(_("The figure to divide by is 0 here, so nothing can be computed: %(name)s."), name=name),
    )


def _no_row(row: Row, indicator: Indicator, *, excerpt: Excerpt, case: Case) -> Why:
    say = case.voice.say
    listed = excerpt.services[row.breakdown] if row.breakdown else excerpt.services.total()
    if not listed:
        return Why(
            say(_("no service rows")),
            say(_("No card here has a row in the table of services (S.E), so there is nothing to compute from.")),
        )
    text = say(
        _("No row of the table of services (S.E) has all that the indicator needs: %(items)s."),
        items=_numbers(case.items(indicator)),
    )
    if indicator.rows:
        text += " " + say(_("Rows with a staff of 0 do not count."))
    return Why(say(_("data incomplete")), text)


def _no_statistic(code: str, indicator: Indicator, *, excerpt: Excerpt, case: Case) -> Why:
    say, lacking = case.voice.say, excerpt.without(code)
    short = say(_("statistic missing"))
    text = say(
        _("The territory statistic %(name)s is not known in: %(gminas)s."),
        name=statistic_name(code, case),
        gminas=case.voice.names([one.name for one in lacking]),
    )
    if len(lacking) == len(excerpt.gminas):
        return Why(short, text)
    elsewhere = say(_("Elsewhere: %(why)s"), why=_unanswered(indicator, excerpt=excerpt, case=case).full)
    return Why(short, f"{text} {elsewhere}")


def _unanswered(indicator: Indicator, *, excerpt: Excerpt, case: Case) -> Why:
    cards = excerpt.cards[indicator.card_kind].total()
    items = case.items(indicator)
    text = case.voice.count(_NOBODY_ANSWERED, cards, items=_numbers(items))
    given = _reasons_given(indicator, items, excerpt=excerpt, case=case)
    return Why(case.voice.say(_("nobody answered")), " ".join([text, *given]))


def _reasons_given(indicator: Indicator, items: list[Item], *, excerpt: Excerpt, case: Case) -> list[str]:
    """Say what the cards themselves give as reasons of their gaps in these items."""
    codes = {item.code for item in items}
    given = [
        case.voice.count(_REASON_GIVEN, count, reason=case.voice.quoted(case.voice.text(option.label)))
        for option in case.definitions.catalogues["missing_reasons"].options
        if (count := sum(excerpt.reasons[indicator.card_kind, code, option.code] for code in codes))
    ]
    return [case.voice.say(_("Reasons given on the cards: %(given)s."), given=", ".join(given))] if given else []


def _numbers(items: list[Item]) -> str:
    return ", ".join(item.number for item in items)
