"""What somebody wants to see of a session's results: a level, a territory, a sphere, an indicator. Sent by GET."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from atlas.kernel.teryt import LEVELS

if TYPE_CHECKING:
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from atlas.definitions.models import Definitions
    from atlas.report.wording import Voice

ALL, EFFICIENCY = "", "EFF"
LEVEL_NAMES = {
    "gmina": gettext_lazy("gminas"),
    "powiat": gettext_lazy("powiats"),
    "voivodeship": gettext_lazy("voivodeships"),
    "country": gettext_lazy("the whole scope of the session"),
}


class ResultFilter(forms.Form):
    """The choices are those of the session's own definitions. What is no choice is left out."""

    poziom = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    gdzie = forms.CharField(
        label=gettext_lazy("Territory"), required=False, max_length=60,
        help_text=gettext_lazy("A name, or the beginning of a TERYT code: 0605 is the powiat with its gminas."),
    )  # fmt: skip
    sfera = forms.ChoiceField(label=gettext_lazy("Sphere"), required=False)
    wskaznik = forms.ChoiceField(label=gettext_lazy("Indicator"), required=False)

    def __init__(self, asked: QueryDict, *, definitions: Definitions, voice: Voice) -> None:
        super().__init__(asked)
        self.definitions = definitions
        spheres = [
            (one.code, f"{one.code}. {voice.text(one.label)}") for one in definitions.catalogues["spheres"].options
        ]
        choices: dict[str, list[tuple[str, StrOrPromise]]] = {
            "poziom": [(ALL, gettext("all levels")), *((level, LEVEL_NAMES[level]) for level in reversed(LEVELS))],
            "sfera": [(ALL, gettext("all spheres")), *spheres, (EFFICIENCY, gettext("efficiency of services"))],
            "wskaznik": [
                (ALL, gettext("all indicators")),
                *((one.id, f"{one.id} {voice.text(one.name)}") for one in definitions.indicators),
            ],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
            field.choices = found

    def chosen(self) -> dict[str, str]:
        """Return what was chosen; what is no choice counts as nothing chosen."""
        self.is_valid()
        found: dict[str, Any] = self.cleaned_data
        return {name: found.get(name) or "" for name in self.fields}

    def indicators(self) -> set[str] | None:
        """Return the ids of the indicators that sphere and indicator leave, None for all."""
        chosen = self.chosen()
        if not chosen["sfera"] and not chosen["wskaznik"]:
            return None
        return {
            one.id
            for one in self.definitions.indicators
            if chosen["sfera"] in {ALL, str(one.sphere or EFFICIENCY)} and chosen["wskaznik"] in {ALL, one.id}
        }
