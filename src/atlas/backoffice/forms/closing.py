"""The form that confirms that a session is closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy


class ClosingForm(forms.Form):
    """The session's code, typed; `seen` tells which list was read."""

    typed = forms.CharField(
        label=gettext_lazy("Code of the session"), max_length=40,
        help_text=gettext_lazy("Type it to confirm that you have read the list above."),
        error_messages={"required": gettext_lazy("Type the code of the session to confirm.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Want the list that was read; it is said at the field that one sees."""
        cleaned = super().clean() or {}
        if not cleaned.get("seen"):
            self.add_error("typed", gettext("Read the list above once more, then confirm."))
        return cleaned
