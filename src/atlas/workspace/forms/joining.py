"""The form of an organisation that asks to take part."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext, gettext_lazy

from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.registry.identifiers import read_krs
from atlas.registry.selectors import gminas_named
from atlas.registry.services.joining import JoinFacts
from atlas.registry.texts import TEXTS


class JoinForm(forms.Form):
    """Who asks, for which organisation."""

    organisation_name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=300)
    krs = forms.CharField(
        label=gettext_lazy("KRS number"), required=False, max_length=20,
        help_text=gettext_lazy("Ten digits. Leave it empty if the organisation has none."),
    )  # fmt: skip
    gmina = forms.CharField(
        label=gettext_lazy("Gmina of the seat"), max_length=120,
        help_text=gettext_lazy("Its name, e.g. Janów Lubelski, or its seven-digit TERYT code."),
    )  # fmt: skip
    contact_name = forms.CharField(
        label=gettext_lazy("Your first name and surname"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    contact_email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    message = forms.CharField(
        label=gettext_lazy("What do you do, and for whom?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def clean_krs(self) -> str:
        """Read the KRS number."""
        try:
            return read_krs(self.cleaned_data["krs"])
        except DomainError as error:
            raise forms.ValidationError(gettext(TEXTS[error.code]) % error.facts) from error

    def clean_gmina(self) -> str:
        """Find the gmina by its name or code; several of one name need the code."""
        text = self.cleaned_data["gmina"].strip()
        found = list(gminas_named(text, on=clock.day_of(clock.now())))
        if not found:
            raise forms.ValidationError(gettext("There is no gmina “%(text)s”. Check the spelling.") % {"text": text})
        if len(found) > 1:
            codes = ", ".join(f"{one.code} ({one.kind})" for one in found)
            raise forms.ValidationError(
                gettext("Several gminas have this name. Write the code of yours: %(codes)s.") % {"codes": codes}
            )
        return found[0].code

    def facts(self) -> JoinFacts:
        """Return what was typed, read."""
        data = self.cleaned_data
        return JoinFacts(
            organisation_name=data["organisation_name"], krs=data["krs"], seat_gmina=data["gmina"],
            contact_name=data["contact_name"], contact_email=data["contact_email"], message=data["message"],
        )  # fmt: skip
