"""The forms of errata, and of corrections after closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from atlas.archive.rules import CorrectionReason
from atlas.closing.services.errata import LONGEST_ERRATUM
from atlas.sheets.filled import JOINED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.cards.form_lines import Line

REASONS = [
    (CorrectionReason.TYPING_ERROR.value, gettext_lazy("a typing error")),
    (CorrectionReason.NOTICE.value, gettext_lazy("a notice of the participant")),
    (CorrectionReason.VERIFICATION.value, gettext_lazy("a mistake in verification")),
    (CorrectionReason.OTHER.value, gettext_lazy("another reason")),
]
_REASON_LABEL = gettext_lazy("Why there is no answer")
_SOURCE_LABEL, _DAY_LABEL = gettext_lazy("Source"), gettext_lazy("State on")
_YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


class ErratumForm(forms.Form):
    """What an erratum is about, and its words."""

    territory = forms.CharField(
        label=gettext_lazy("Territory"), max_length=7,
        help_text=gettext_lazy("TERYT code of a gmina (7 digits), powiat (4) or voivodeship (2), or PL."),
    )  # fmt: skip
    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"), required=False)
    text = forms.CharField(
        label=gettext_lazy("What was wrong and what would be right"), max_length=LONGEST_ERRATUM,
        help_text=gettext_lazy("No personal data: an erratum is published."), widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["indicator"] = forms.ChoiceField(
            label=gettext_lazy("Indicator"), required=False,
            choices=[("", gettext_lazy("the whole territory")), *indicators],
        )  # fmt: skip


class CorrectionForm(forms.Form):
    """One line of a card as it should be, with the reason. The line's parts are fields of their own."""

    def __init__(self, *args: Any, line: Line, texts: Mapping[str, str], language: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._line = line
        for part in line.parts:
            self.fields[f"line-{part}"] = _field(line, part, text=texts.get(part, ""), language=language)
        self.fields["reason"] = forms.ChoiceField(
            label=gettext_lazy("Why it is corrected"), choices=[("", "–"), *REASONS]
        )
        self.fields["words"] = forms.CharField(
            label=gettext_lazy("The reason in words"), required=False, max_length=400,
            help_text=gettext_lazy("No personal data. Needed where the reason is another one."),
        )  # fmt: skip

    def texts(self) -> dict[str, str]:
        """Return the parts of the line as they were typed or chosen."""
        typed = {part: self.cleaned_data.get(f"line-{part}") or "" for part in self._line.parts}
        return {part: JOINED.join(one) if isinstance(one, list) else str(one) for part, one in typed.items()}


def _field(line: Line, part: str, *, text: str, language: str) -> forms.Field:
    known = {"reason": (_REASON_LABEL, line.reasons), "source": (_SOURCE_LABEL, line.sources)}
    facts: dict[str, Any] = {"required": False, "initial": text}
    if part in known:
        label, options = known[part]
        return forms.ChoiceField(label=label, choices=[("", "–"), *_choices(options, language)], **facts)
    if part == "as_of":
        return forms.CharField(label=_DAY_LABEL, **facts)
    column = next((one for one in line.columns if one.code == part), None)
    label = getattr((column or line).label, language)
    if line.kind == "yes_no":
        return forms.ChoiceField(label=label, choices=[("", "–"), *_YES_NO], **facts)
    if line.kind == "choice" and part == "value":
        return forms.ChoiceField(label=label, choices=[("", "–"), *_choices(line.options, language)], **facts)
    if line.kind == "choices" and part == "value":
        chosen = [one for one in text.split(JOINED) if one]
        choices = [*_choices(line.options, language), ("none", gettext_lazy("none of these"))]
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=False, initial=chosen, widget=forms.CheckboxSelectMultiple
        )
    return forms.CharField(label=label, max_length=4000, **facts)


def _choices(options: Any, language: str) -> list[tuple[str, str]]:  # noqa: ANN401
    return [(one.code, getattr(one.label, language)) for one in options]
