"""The form of a renumbered gmina."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from atlas.backoffice.forms.fields import day_field
from atlas.backoffice.forms.planning import RefusableForm
from atlas.kernel.teryt import SIX_DIGITS_PATTERN
from atlas.monitoring.renumbering import Renumbering


def _code_field(label: Any) -> forms.RegexField:  # noqa: ANN401 -- a lazy text
    wrong = gettext_lazy("Type the first six digits of the gmina's code, e.g. 060505.")
    return forms.RegexField(
        f"^{SIX_DIGITS_PATTERN}$", label=label, error_messages={"required": wrong, "invalid": wrong},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 6, "autocomplete": "off"}),
    )  # fmt: skip


class CodesForm(RefusableForm):
    """Which code a gmina had in an earlier session, which it has now, since when."""

    old = _code_field(gettext_lazy("Former code"))
    new = _code_field(gettext_lazy("New code"))
    from_on = day_field(gettext_lazy("Valid since"))

    def renumbering(self) -> Renumbering:
        """Return what was typed."""
        return Renumbering(**self.cleaned_data)
