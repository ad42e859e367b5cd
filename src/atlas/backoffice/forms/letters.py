"""Forms about letters: a text with fields, which letters are listed, an institution's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import get_language, gettext_lazy

from atlas.backoffice.letter_places import PURPOSE_NAMES
from atlas.fieldwork.announcing.defaults import Words
from atlas.fieldwork.announcing.register import Standing
from atlas.fieldwork.rules import LONGEST_BODY, LONGEST_NOTE, LONGEST_SUBJECT, IntentAnswer, LetterState, Purpose
from atlas.fieldwork.texts import TEXTS
from atlas.kernel.language import as_language
from atlas.kernel.wording import problem_text

if TYPE_CHECKING:
    from atlas.kernel.errors import DomainError

_LONGEST_SEARCH = 100
STATE_NAMES = {
    LetterState.SENT: gettext_lazy("sent"),
    LetterState.WAITING: gettext_lazy("waits to be sent"),
    LetterState.FAILED: gettext_lazy("could not be sent"),
}
STANDING_NAMES = {
    Standing.NOT_SENT: gettext_lazy("not sent yet"),
    Standing.WAITING: gettext_lazy("no answer yet"),
    Standing.POSITIVE: gettext_lazy("takes part"),
    Standing.NEGATIVE: gettext_lazy("does not take part"),
}
_ANSWERS = [
    (IntentAnswer.NONE.value, gettext_lazy("no answer yet")),
    (IntentAnswer.POSITIVE.value, gettext_lazy("takes part")),
    (IntentAnswer.NEGATIVE.value, gettext_lazy("does not take part")),
]
_ALL = ("", gettext_lazy("all"))
_NO_DAY = {"invalid": gettext_lazy("Write the day as year, month, day, e.g. 2026-03-31.")}


def refuse(form: forms.Form, error: DomainError, *, field: str | None) -> None:
    """Say in the form what the service refused, at a field or on top."""
    language = as_language(get_language())
    for problem in error.problems:
        form.add_error(field, problem_text(problem, TEXTS, language=language))


class LetterTextForm(forms.Form):
    """A letter's text with fields in braces; `seen` is the version that was shown."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT,
        error_messages={"required": gettext_lazy("Write the subject.")},
    )  # fmt: skip
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 18, "class": "wide"}),
        error_messages={"required": gettext_lazy("Write the text.")},
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def words(self) -> Words:
        """Return what was typed."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["body"])


class LetterFilter(forms.Form):
    """Which of a session's letters are listed."""

    czego = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False,
        choices=[_ALL, *((one.value, gettext_lazy(name)) for one, name in PURPOSE_NAMES.items())],
    )  # fmt: skip
    stan = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[_ALL, *((one.value, name) for one, name in STATE_NAMES.items())],
    )  # fmt: skip
    q = forms.CharField(
        label=gettext_lazy("Participant or address"), required=False, max_length=_LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip

    def chosen(self) -> tuple[Purpose | None, LetterState | None, str]:
        """Return purpose, state and text; what cannot be chosen is as if it were not."""
        data = self.cleaned_data if self.is_valid() else {}
        purpose, state = data.get("czego"), data.get("stan")
        return (
            Purpose(purpose) if purpose else None,
            LetterState(state) if state else None,
            data.get("q", "").strip(),
        )


class RegisterFilter(forms.Form):
    """Which institutions of the register are listed."""

    odpowiedz = forms.ChoiceField(
        label=gettext_lazy("Answer"), required=False,
        choices=[_ALL, *((one.value, name) for one, name in STANDING_NAMES.items())],
    )  # fmt: skip
    q = forms.CharField(
        label=gettext_lazy("Institution"), required=False, max_length=_LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip

    def chosen(self) -> tuple[Standing | None, str]:
        """Return standing and text; what cannot be chosen is as if it were not."""
        data = self.cleaned_data if self.is_valid() else {}
        standing = data.get("odpowiedz")
        return (Standing(standing) if standing else None, data.get("q", "").strip())


class AnswerForm(forms.Form):
    """When an institution was asked for partnership and what it answered."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=_ANSWERS, widget=forms.RadioSelect, required=False
    )  # fmt: skip
    answered_on = forms.DateField(
        label=gettext_lazy("Day of the answer"), required=False, error_messages=_NO_DAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    sent_on = forms.DateField(
        label=gettext_lazy("Day of the letter"), required=False,
        help_text=gettext_lazy("Sent by e-mail from here, it is entered by itself. Enter it for a letter by post."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=_NO_DAY,
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Remarks"), required=False, max_length=LONGEST_NOTE,
        help_text=gettext_lazy("E.g. the number of the letter. No names and no telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
