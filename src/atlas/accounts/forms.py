"""Forms of allauth as our pages want them: our labels, and a label for each field."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddWebAuthnForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as AllauthEditWebAuthnForm
from django.utils.translation import gettext_lazy


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no hints
    """Address and password; the link for a forgotten password stands below the button, not between the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's signature
        super().__init__(*args, **kwargs)
        self.fields["login"].label = gettext_lazy("E-mail address")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class _WithOurLabels:
    """Labels by field; a text in the field, which is gone as soon as one types, is taken away."""

    labels: ClassVar[dict[str, object]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's signature
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)


class AddEmailForm(_WithOurLabels, AllauthAddEmailForm):  # type: ignore[misc]  # allauth has no hints
    """The new address."""

    labels: ClassVar[dict[str, object]] = {"email": gettext_lazy("New address")}


class RequestLoginCodeForm(_WithOurLabels, AllauthRequestLoginCodeForm):  # type: ignore[misc]
    """The address that a code is sent to."""

    labels: ClassVar[dict[str, object]] = {"email": gettext_lazy("E-mail address")}


class ResetPasswordForm(_WithOurLabels, AllauthResetPasswordForm):  # type: ignore[misc]
    """The address that a link is sent to."""

    labels: ClassVar[dict[str, object]] = {"email": gettext_lazy("E-mail address")}


class AddWebAuthnForm(_WithOurLabels, AllauthAddWebAuthnForm):  # type: ignore[misc]
    """A passkey's name, by which its owner tells it from others."""

    labels: ClassVar[dict[str, object]] = {"name": gettext_lazy("Name of the passkey")}


class EditWebAuthnForm(_WithOurLabels, AllauthEditWebAuthnForm):  # type: ignore[misc]
    """Another name of a passkey."""

    labels: ClassVar[dict[str, object]] = {"name": gettext_lazy("Name of the passkey")}
