"""Forms with which the Centre helps participants: entering a card, its sources, more time, answers to obstacles."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from atlas.cards.rules import ON_BEHALF, Channel
from atlas.fieldwork.channel_words import AGREED
from atlas.fieldwork.rules import LONGEST_WORDS

_LONGEST_REASON = 500
_LONGEST_NOTE = 10_000
_CHANNELS = {
    Channel.PAPER: gettext_lazy("on paper"),
    Channel.EMAIL: gettext_lazy("by e-mail, as a scan or a spreadsheet"),
    Channel.PHONE: gettext_lazy("by telephone, somebody asked and wrote down"),
}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SourceForm(forms.Form):
    """What a card is entered from: a file, or a note of a call."""

    file = forms.FileField(
        label=gettext_lazy("Source document"), required=False,
        help_text=gettext_lazy(
            "A scan or photograph of the card (PDF, JPEG, PNG) or the form received by e-mail (XLSX), at most 10 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.xlsx"}),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Or a note of the call"), required=False, max_length=_LONGEST_NOTE,
        help_text=gettext_lazy("Who called whom and when, and the answers as they were given."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


class EnterForm(SourceForm):
    """How a card came, why the Centre enters it, and what it is entered from."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did the card come?"), widget=forms.RadioSelect,
        choices=[(one.value, _CHANNELS[one]) for one in ON_BEHALF],
        error_messages={"required": gettext_lazy("Choose how the card came.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why does the Centre enter it?"), required=False, max_length=_LONGEST_REASON,
        help_text=gettext_lazy(
            "Needed where the participant has begun the card by themselves: they read it in a letter."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    field_order = ("channel", "reason", "file", "note")


class ExtensionForm(forms.Form):
    """A last day for one participant, and why."""

    until = forms.DateField(
        label=gettext_lazy("Last day for this participant"), widget=_DAY,
        error_messages={
            "required": gettext_lazy("Choose a day."), "invalid": gettext_lazy("Write the day like this: 2026-05-08."),
        },
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=_LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever verifies the card reads it. Do not write anybody’s name or illness."),
        error_messages={"required": gettext_lazy("Write why this participant gets more time.")},
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What is agreed about an obstacle."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How does the card come?"), widget=forms.RadioSelect,
        choices=[(one.value, gettext_lazy(words)) for one, words in AGREED.items()],
        error_messages={"required": gettext_lazy("Choose one of the ways.")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What was agreed"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Whoever reported the problem gets these words in a letter; the participant sees them at the card."
        ),
        error_messages={"required": gettext_lazy("Write what was agreed.")},
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Last day for this participant"), required=False, widget=_DAY,
        help_text=gettext_lazy("Leave it empty if the session’s deadline stays."),
        error_messages={"invalid": gettext_lazy("Write the day like this: 2026-05-08.")},
    )  # fmt: skip


class OutcomeForm(forms.Form):
    """What came of an obstacle."""

    outcome = forms.CharField(
        label=gettext_lazy("What came of it"), max_length=_LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write in a few words what came of it.")},
    )  # fmt: skip
