"""Forms of the registers: what is typed of an organisation or an institution, read and checked as an import is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from atlas.definitions.load import shipped_definitions
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.kernel.language import as_language
from atlas.registry.facts import OrganisationFacts
from atlas.registry.identifiers import read_krs, read_nip, read_regon
from atlas.registry.rules import InstitutionType
from atlas.registry.selectors import territories_on
from atlas.registry.texts import TEXTS
from atlas.report.wording import Voice

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.registry.models import Institution, Organisation

_NO_GMINA = gettext_lazy("%(found)s is no gmina of today. Give the seven digits of its TERYT code.")


class RegisterForm(forms.Form):
    """What both kinds have. `instance` is the row that is changed, None for a new one."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=40, required=False,
        help_text=gettext_lazy("It stands in packages and never changes. Left empty, an organisation gets one."),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    seat_gmina = forms.CharField(label=gettext_lazy("Gmina of the seat (TERYT code)"), max_length=7, required=False)
    gminas = forms.CharField(
        label=gettext_lazy("Gminas (TERYT codes)"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Where it is active, or which it serves: codes with spaces or commas between them."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, instance: Organisation | Institution | None = None, for_user: object = None, **kwargs: Any  # noqa: ANN401
    ) -> None:  # fmt: skip
        self.instance, self.for_user = instance, for_user
        if instance is not None:
            kwargs["initial"] = self.values_of(instance) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if instance is not None:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = gettext("It stands in packages and never changes.")

    @staticmethod
    def values_of(row: Organisation | Institution) -> dict[str, Any]:
        """Return what stands in the register."""
        participant = row.participant
        gminas = " ".join(participant.presences.values_list("gmina", flat=True))
        return {
            "code": participant.code, "name": participant.name, "seat_gmina": participant.seat_gmina, "gminas": gminas,
        }  # fmt: skip

    def clean_seat_gmina(self) -> str:
        """Refuse what is no gmina; one that is registered already may be one of former days."""
        found: str = self.cleaned_data["seat_gmina"]
        if found and found != self.initial.get("seat_gmina"):
            self._must_be_gminas({found})
        return found

    def clean_gminas(self) -> tuple[str, ...]:
        """Return the codes, each once."""
        codes = tuple(dict.fromkeys(re.findall(r"[^\s,;]+", self.cleaned_data["gminas"])))
        self._must_be_gminas(set(codes) - set(str(self.initial.get("gminas", "")).split()))
        return codes

    @staticmethod
    def _must_be_gminas(codes: set[str]) -> None:
        known = territories_on(clock.day_of(clock.now())).filter(level="gmina", code__in=codes)
        for code in sorted(codes - set(known.values_list("code", flat=True))):
            raise forms.ValidationError(_NO_GMINA, params={"found": code})


class OrganisationForm(RegisterForm):
    """An organisation (NGO)."""

    legal_form = forms.ChoiceField(label=gettext_lazy("Legal form"), required=False)
    krs = forms.CharField(label="KRS", max_length=20, required=False)
    regon = forms.CharField(label="REGON", max_length=20, required=False)
    nip = forms.CharField(label="NIP", max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        voice = Voice(as_language(get_language()))
        options = shipped_definitions().catalogues["legal_forms"].options
        field = self.fields["legal_form"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [("", gettext("not known")), *((one.code, voice.text(one.label)) for one in options)]

    @staticmethod
    def values_of(row: Organisation | Institution) -> dict[str, Any]:
        """Return what stands in the register."""
        return RegisterForm.values_of(row) | {
            name: getattr(row, name) for name in ("legal_form", "krs", "regon", "nip")
        }

    def clean_krs(self) -> str:
        """Return the digits."""
        return self._number("krs", read_krs)

    def clean_regon(self) -> str:
        """Return the digits."""
        return self._number("regon", read_regon)

    def clean_nip(self) -> str:
        """Return the digits."""
        return self._number("nip", read_nip)

    def _number(self, name: str, read: Callable[[str], str]) -> str:
        try:
            return read(self.cleaned_data[name])
        except DomainError as error:
            raise forms.ValidationError(gettext(TEXTS[error.code]) % error.facts) from error

    def facts(self) -> OrganisationFacts:
        """Return what was typed."""
        return OrganisationFacts(**{name: self.cleaned_data[name] for name in self.fields})


class InstitutionForm(RegisterForm):
    """An institution (IZUS)."""

    institution_type = forms.ChoiceField(
        label=gettext_lazy("Type"), required=False,
        choices=[("", gettext_lazy("not known")), *((one.value, one.value) for one in InstitutionType)],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.fields["code"].required = self.instance is None

    @staticmethod
    def values_of(row: Organisation | Institution) -> dict[str, Any]:
        """Return what stands in the register."""
        return RegisterForm.values_of(row) | {"institution_type": getattr(row, "institution_type", "")}

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the services take it."""
        names = ("name", "seat_gmina", "gminas")
        found = self.cleaned_data["institution_type"]
        kind = {"institution_type": InstitutionType(found) if found else None}
        return {name: self.cleaned_data[name] for name in names} | kind
