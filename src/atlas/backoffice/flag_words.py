"""What a page says of a flag, in the reader's language: what was found, by which values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext, ngettext

from atlas.kernel.language import as_language
from atlas.kernel.polish_numbers import format_number
from atlas.kernel.wording import day_text
from atlas.sheets.wording import said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from atlas.cards.form_lines import CardForm
    from atlas.cards.models import Flag
    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Definitions, Pair

_CHANNELS: Mapping[str, Callable[[], str]] = {
    "email": lambda: gettext("e-mail"), "phone": lambda: gettext("telephone"), "paper": lambda: gettext("paper"),
}  # fmt: skip


@dataclass(frozen=True)
class FlagWords:
    """A flag in words: what was found, what beside it helps to judge, and what its people explained."""

    text: str
    beside: str = ""
    explanations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Teller:
    """Tells the flags of one card."""

    form: CardForm
    definitions: Definitions
    document: CardDocument

    def words(self, flag: Flag) -> FlagWords:
        """Return a flag in the reader's language; one of an unknown code by its code."""
        tell = _TOLD.get(flag.code)
        return tell(self, flag) if tell else FlagWords(flag.code)

    def warning(self, flag: Flag) -> FlagWords:
        """A rule of the card, with the explanations of its people."""
        explained = (self.document.explanations.get(code, "") for code in flag.evidence["explained_at"])
        text = flag.evidence[as_language(get_language())]
        return FlagWords(text, explanations=tuple(one for one in explained if one))

    def changed(self, flag: Flag) -> FlagWords:
        """A figure beside the last accepted card."""
        facts = _numbers(flag.evidence)
        text = gettext("%(now)s now, %(before)s on the last accepted card.") % facts
        times = gettext("%(ratio)s times as much") % facts if flag.evidence["ratio"] is not None else ""
        return FlagWords(text, times)

    def gone(self, flag: Flag) -> FlagWords:
        """An answer that the last accepted card had."""
        text = gettext("No answer now; the last accepted card said %(before)s.") % _numbers(flag.evidence)
        return FlagWords(text, self._reason(flag.evidence["reason"]))

    def outlier(self, flag: Flag) -> FlagWords:
        """A value far from its peers."""
        facts = _numbers(flag.evidence)
        text = gettext("%(value)s; the median of %(cards)s cards that say more than zero here is %(median)s.") % facts
        beside = [gettext("robust distance %(distance)s; beyond 3.5 a value stands out") % facts]
        if moment := flag.evidence.get("as_of"):  # what was looked through before has none
            told = f"{datetime.fromisoformat(moment):%d.%m.%Y %H:%M}"
            beside.append(gettext("the session's cards as of %(moment)s") % {"moment": told})
        return FlagWords(text, "; ".join(beside))

    def differ(self, flag: Flag) -> FlagWords:
        """The two sides in the gmina."""
        pair = self._pair(flag.subject)
        facts = _numbers(flag.evidence) | {"pair": self._label(pair)}
        text = gettext("%(pair)s: the organisations say %(ngo)s, the institution says %(izus)s.") % facts
        count = int(flag.evidence["cards"])
        of = ngettext(
            "According to %(n)s card of an organisation.", "According to %(n)s cards of organisations.", count
        )
        note = said(pair.note, as_language(get_language())) if pair and pair.note else ""
        return FlagWords(text, " ".join(filter(None, (of % {"n": facts["cards"]}, note))))

    def knows_none(self, flag: Flag) -> FlagWords:
        """An organisation that the institution does not know."""
        facts = {"pair": self._label(self._pair(flag.subject))}
        return FlagWords(gettext("%(pair)s: this card reports it, the institution's card says 0.") % facts)

    def empty(self, flag: Flag) -> FlagWords:
        """How much is missing."""
        facts = _numbers(flag.evidence)
        return FlagWords(gettext("%(empty)s of %(asked)s items have neither an answer nor a reason.") % facts)

    def reasons(self, flag: Flag) -> FlagWords:
        """Why answers are missing."""
        parts = (f"{self._reason(code)}: {_shown(count)}" for code, count in flag.evidence.items())
        return FlagWords(gettext("Missing answers with a reason – %(reasons)s.") % {"reasons": "; ".join(parts)})

    @staticmethod
    def on_behalf(flag: Flag) -> FlagWords:
        """Entered by the Centre."""
        channel = _CHANNELS.get(flag.evidence["channel"], lambda: "")()
        return FlagWords(
            gettext("The Centre entered this card for its participant: %(channel)s.") % {"channel": channel}
        )

    @staticmethod
    def late(flag: Flag) -> FlagWords:
        """Filed by an extension or as a correction."""
        language = as_language(get_language())
        facts = {name: day_text(date.fromisoformat(day), language) for name, day in flag.evidence.items()}
        text = gettext("Filed on %(filed_on)s; the deadline was %(due_on)s.")
        return FlagWords(text % facts, gettext("by an extension, or as a correction"))

    @staticmethod
    def came_back(flag: Flag) -> FlagWords:
        """What was asked about."""
        answered, changed = flag.evidence["answered"], flag.evidence["changed"]
        answer = gettext("There is an answer.") if answered else gettext("There is no answer.")
        now = gettext("What the card says was changed.") if changed else gettext("What the card says was not changed.")
        return FlagWords(gettext("It was asked about when the card was returned."), f"{answer} {now}")

    def _pair(self, code: str) -> Pair | None:
        return next((one for one in self.definitions.pairs if one.code == code), None)

    @staticmethod
    def _label(pair: Pair | None) -> str:
        return said(pair.label, as_language(get_language())) if pair else ""

    def _reason(self, code: str) -> str:
        options = next((line.reasons for line in self.form.lines.values() if line.reasons), ())
        return next((said(one.label, as_language(get_language())) for one in options if one.code == code), code)


def _numbers(evidence: Mapping[str, Any]) -> dict[str, str]:
    return {name: _shown(value) for name, value in evidence.items() if isinstance(value, int | float)}


def _shown(value: float) -> str:
    whole = float(value).is_integer()
    return format_number(
        int(value) if whole else value, decimals=0 if whole else 2, language=as_language(get_language())
    )


_TOLD: dict[str, Callable[[Teller, Flag], FlagWords]] = {
    "warning": Teller.warning, "changed": Teller.changed, "answer-gone": Teller.gone, "outlier": Teller.outlier,
    "sides-differ": Teller.differ, "institution-knows-none": Teller.knows_none, "empty": Teller.empty,
    "reasons": Teller.reasons, "on-behalf": lambda _teller, flag: Teller.on_behalf(flag),
    "after-deadline": lambda _teller, flag: Teller.late(flag),
    "came-back": lambda _teller, flag: Teller.came_back(flag),
}  # fmt: skip
