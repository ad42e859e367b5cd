"""The form 'I have a problem with handing over the card'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy

from atlas.accounts.models import User
from atlas.cards.judging import PHONE
from atlas.cards.texts import TEXTS as OF_CARDS
from atlas.fieldwork.rules import LONGEST_WORDS, WantedChannel
from atlas.fieldwork.services.obstacles import ObstacleReport

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

CHANNELS = [
    (WantedChannel.EMAIL.value, gettext_lazy("by e-mail")),
    (WantedChannel.PHONE.value, gettext_lazy("by telephone, somebody asks and writes down")),
    (WantedChannel.PAPER.value, gettext_lazy("on paper")),
    (WantedChannel.MEETING.value, gettext_lazy("at a meeting")),
    (WantedChannel.OTHER.value, gettext_lazy("in another way")),
]

_NOT_A_PHONE = OF_CARDS["not-a-phone"]


class ObstacleForm(forms.Form):
    """What happened, which other channel, and how to reach who reports."""

    what = forms.CharField(
        label=gettext_lazy("What happened?"), max_length=LONGEST_WORDS,
        help_text=gettext_lazy("In your own words, e.g. the file does not open, or nobody here has a computer."),
        widget=forms.Textarea(attrs={"rows": 5}), error_messages={"required": gettext_lazy("Write what happened.")},
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=gettext_lazy("How would you rather hand the card over?"), choices=CHANNELS, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the ways.")},
    )  # fmt: skip
    channel_words = forms.CharField(
        label=gettext_lazy("In which other way?"), required=False, max_length=200,
        help_text=gettext_lazy("Fill this in if you have chosen “in another way”."),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Your first name and surname"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write whom we should ask for.")},
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), required=False, max_length=40,
        help_text=gettext_lazy("Give a telephone number, an e-mail address, or both."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: AbstractBaseUser | AnonymousUser | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.initial["key"] = uuid4()
        if isinstance(user, User):
            self.initial.update(name=user.name, email=user.email)

    def clean(self) -> dict[str, Any]:
        """Ask for what else is needed: the words for another way, and one way to reach the person."""
        cleaned = super().clean() or {}
        if cleaned.get("channel") == WantedChannel.OTHER and not cleaned.get("channel_words"):
            self.add_error("channel_words", gettext("Write in which other way you would hand the card over."))
        if cleaned.get("phone") and not PHONE.fullmatch(cleaned["phone"]):
            self.add_error("phone", gettext(_NOT_A_PHONE))
        elif cleaned.get("channel") == WantedChannel.PHONE and not cleaned.get("phone"):
            self.add_error("phone", gettext("Give the number that we are to call."))
        elif not (cleaned.get("phone") or cleaned.get("email") or "email" in self.errors):
            self.add_error("phone", gettext("Give a telephone number or an e-mail address, so that we can answer you."))
        return cleaned

    def report(self) -> ObstacleReport:
        """Return what was typed, read."""
        data = self.cleaned_data
        return ObstacleReport(
            key=data["key"] or uuid4(), what=data["what"], channel=WantedChannel(data["channel"]),
            channel_words=data["channel_words"], name=data["name"], email=data["email"], phone=data["phone"],
        )  # fmt: skip
