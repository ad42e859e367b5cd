"""The form of a point of receipt with its duty hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_lazy

from atlas.backoffice.forms.planning import RefusableForm
from atlas.cards.judging import PHONE
from atlas.cards.texts import TEXTS as OF_CARDS
from atlas.monitoring.rules import NEEDED_AT_POINT, HandOver
from atlas.monitoring.services import PointFacts

if TYPE_CHECKING:
    from atlas.monitoring.models import PointOfReceipt

CHANNELS = [
    (HandOver.ONLINE.value, gettext_lazy("on line, on this site")),
    (HandOver.XLSX.value, gettext_lazy("XLSX file, on this site")),
    (HandOver.EMAIL.value, gettext_lazy("by e-mail")),
    (HandOver.PHONE.value, gettext_lazy("by telephone, somebody asks and writes down")),
    (HandOver.PAPER.value, gettext_lazy("on paper")),
]
_DAYS = range(1, 8)
_MISSING = {
    "email": gettext_lazy("Write the address to which cards are sent."),
    "phone": gettext_lazy("Write the number to call."),
    "address": gettext_lazy("Write where paper cards are taken in."),
}
_NOT_A_PHONE = OF_CARDS["not-a-phone"]


class PointForm(RefusableForm):
    """A way to hand cards over, the office, and its duty hours by weekday."""

    channel = forms.ChoiceField(label=gettext_lazy("Way"), choices=CHANNELS)
    name = forms.CharField(
        label=gettext_lazy("Name of the point"), max_length=200,
        help_text=gettext_lazy("An office or a service, never a person."),
        error_messages={"required": gettext_lazy("Write a name.")},
    )  # fmt: skip
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False,
        error_messages={"invalid": gettext_lazy("Write the whole address, e.g. biuro@example.org.")},
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What else to know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        for number in _DAYS:
            for end, words in (("from", gettext("from")), ("to", gettext("to"))):
                label = f"{WEEKDAYS[number - 1]}, {words}"
                widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                wrong = {"invalid": gettext_lazy("Write the hour as 08:00.")}
                self.fields[f"day_{number}_{end}"] = forms.TimeField(
                    label=label, required=False, widget=widget, error_messages=wrong
                )

    def clean(self) -> dict[str, Any]:
        """Ask for what the way needs, and for both ends of each day's duty."""
        cleaned = super().clean() or {}
        needed = NEEDED_AT_POINT.get(cleaned.get("channel", ""))
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, str(_MISSING[needed]))
        if cleaned.get("phone") and not PHONE.fullmatch(cleaned["phone"]):
            self.add_error("phone", gettext(_NOT_A_PHONE))
        for number in _DAYS:
            self._clean_day(number)
        return cleaned

    def _clean_day(self, number: int) -> None:
        begins, ends = (self.cleaned_data.get(f"day_{number}_{end}") for end in ("from", "to"))
        if (begins is None) != (ends is None):
            missing = f"day_{number}_from" if begins is None else f"day_{number}_to"
            if missing not in self.errors:
                self.add_error(missing, gettext("Write both hours, or neither."))
        elif begins is not None and ends is not None and ends <= begins:
            self.add_error(f"day_{number}_to", gettext("Duty ends before it begins. Correct one of the hours."))

    def facts(self) -> PointFacts:
        """Return what was typed."""
        data = self.cleaned_data
        hours = {
            str(number): (data[f"day_{number}_from"].strftime("%H:%M"), data[f"day_{number}_to"].strftime("%H:%M"))
            for number in _DAYS
            if data.get(f"day_{number}_from")
        }
        texts = {name: data[name] for name in ("name", "address", "phone", "email", "note")}
        return PointFacts(HandOver(data["channel"]), hours=hours, **texts)

    def days(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Return the weekdays with their two fields."""
        return [
            (str(WEEKDAYS[number - 1]), self[f"day_{number}_from"], self[f"day_{number}_to"]) for number in _DAYS
        ]  # fmt: skip

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields above the hours."""
        return [self[name] for name in ("channel", "name", "address", "phone", "email", "note")]


def point_of(point: PointOfReceipt) -> dict[str, object]:
    """Return what the form of a point begins with."""
    names = ("channel", "name", "address", "phone", "email", "note")
    hours = {
        f"day_{weekday}_{end}": hour
        for weekday, pair in point.hours.items()
        for end, hour in zip(("from", "to"), pair, strict=True)
    }
    return {name: getattr(point, name) for name in names} | hours
