"""Forms about accounts: a role of the Centre or of a reader, whom to invite to one, why a second step is reset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from atlas.accounts.rules import COUNTRY, NO_PLACE, VOIVODESHIPS, CentreRole, Place
from atlas.accounts.texts import TEXTS

if TYPE_CHECKING:
    from atlas.kernel.errors import DomainError

READER, NONE = "reader", "none"
_ROLE_MISSING, _REASON_MISSING = TEXTS["place-missing"], TEXTS["reason-needed"]
ROLE_NAMES = {
    CentreRole.ADMINISTRATOR: gettext_lazy("Administrator of the Centre"),
    CentreRole.ANALYST: gettext_lazy("Analyst of the Centre"),
}
_NONE = (NONE, gettext_lazy("No role of their own"))
_ROLES = [(role.value, name) for role, name in ROLE_NAMES.items()] + [(READER, gettext_lazy("Reader of results"))]
_TERRITORIES = [
    (NONE, gettext_lazy("for a reader: choose")),
    (COUNTRY, gettext_lazy("the whole country")),
    *((code, f"{name} ({code})") for code, name in VOIVODESHIPS.items()),
]


class PlaceForm(forms.Form):
    """What somebody may do by themselves."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[_NONE, *_ROLES],
        help_text=gettext_lazy("Who represents an organisation or an institution needs no role here."),
        error_messages={"required": gettext_lazy(_ROLE_MISSING)},
    )  # fmt: skip
    territory = forms.ChoiceField(
        label=gettext_lazy("Territory"), choices=_TERRITORIES, initial=NONE,
        help_text=gettext_lazy(
            "For a reader only: a voivodeship for its regional centre (ROPS), the country for the ministry."
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for a territory where there must be one; where there must be none, it is left out."""
        cleaned = super().clean() or {}
        if cleaned.get("role") == READER and cleaned.get("territory") == NONE:
            self.add_error("territory", gettext("Choose what the reader may read: a voivodeship or the whole country."))
        return cleaned

    def place(self) -> Place:
        """Return what was chosen."""
        role, territory = self.cleaned_data["role"], self.cleaned_data["territory"]
        if role == READER:
            return Place(territory=territory)
        return NO_PLACE if role == NONE else Place(CentreRole(role))


class AccountInviteForm(PlaceForm):
    """Whom to invite, to which role."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    field_order = ["email", "role", "territory"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices, role.help_text = [("", gettext_lazy("choose")), *_ROLES], ""

    def refuse(self, error: DomainError) -> None:
        """Say at the address what the service refused."""
        self.add_error("email", gettext(TEXTS[error.code]) % error.facts)


class ReasonForm(forms.Form):
    """Why a second step is reset."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300,
        error_messages={"required": gettext_lazy(_REASON_MISSING)},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "E.g. a lost phone, and how you made sure who asked. It stands in the log and in the letter to the person."
        ),
    )  # fmt: skip


def chosen_place(place: Place) -> dict[str, str]:
    """Return what the form shows of a place."""
    if place == NO_PLACE:
        return {"role": NONE, "territory": NONE}
    return {"role": READER if place.territory else place.role.value, "territory": place.territory or NONE}
