"""The log-in form, as our page wants it."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.utils.translation import gettext_lazy


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no hints
    """Address and password; the link for a forgotten password stands below the button, not between the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's signature
        super().__init__(*args, **kwargs)
        self.fields["login"].label = gettext_lazy("E-mail address")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
