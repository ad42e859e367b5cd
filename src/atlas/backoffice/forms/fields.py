"""Fields that several forms of the Centre share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

_DAY_MISSING = gettext_lazy("Choose a day.")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:  # noqa: ANN401 -- a lazy text
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _DAY_MISSING, "invalid": gettext_lazy("Write the day as 2026-03-31.")},
    )  # fmt: skip
