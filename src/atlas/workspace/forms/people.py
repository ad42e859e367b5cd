"""Forms of the pages about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy

from atlas.accounts.models import User
from atlas.registry.rules import FUNCTIONS, MemberFunction, ParticipantKind

FUNCTION_NAMES = {
    MemberFunction.MENAGER_US: gettext_lazy("Menager US (service manager)"),
    MemberFunction.RESEARCHER_LP: gettext_lazy("Researcher LP (needs researcher)"),
    MemberFunction.OUS: gettext_lazy("OUS (organiser of social services)"),
    MemberFunction.OSL: gettext_lazy("OSL (community organiser)"),
    MemberFunction.KIPUS: gettext_lazy("KIPUS (coordinator of individual plans)"),
    MemberFunction.NONE: gettext_lazy("Another function"),
}


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    function = forms.ChoiceField(label=gettext_lazy("Function"), required=False)
    may_manage = forms.BooleanField(
        label=gettext_lazy("May invite and remove people"), required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, kind: ParticipantKind, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choice = self.fields["function"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(function.value, FUNCTION_NAMES[function]) for function in FUNCTIONS[kind]]


class NewAccountForm(forms.Form):
    """Name and password of a new account; its address comes from the invitation."""

    name = forms.CharField(
        label=gettext_lazy("First name and surname"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Judge the password beside the name and the address, which it must not resemble."""
        cleaned = super().clean() or {}
        if "password" in cleaned:
            user = User(email=self._email, name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
