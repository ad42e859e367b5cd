"""Filters of the registers' lists, with choices in the reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.utils.translation import get_language, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from atlas.backoffice.registers.views import state_words
from atlas.definitions.load import shipped_definitions
from atlas.kernel.language import as_language
from atlas.monitoring.rules import SessionState
from atlas.report.wording import Voice

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LEVELS = [
    ("voivodeship", gettext_lazy("voivodeships")), ("powiat", gettext_lazy("powiats")),
    ("gmina", gettext_lazy("gminas")),
]  # fmt: skip


def begins(path: str, label: StrOrPromise) -> django_filters.Filter:
    """Return a filter by the beginning of a column's text."""
    return django_filters.CharFilter(field_name=path, lookup_expr="startswith", label=label)


def one_of(path: str, label: StrOrPromise, *, choices: object) -> django_filters.Filter:
    """Return a filter by one of a column's values; `choices` may be a function, asked for each page."""
    return django_filters.ChoiceFilter(
        field_name=path, label=label, choices=choices, empty_label=gettext_lazy("whichever")
    )


def legal_forms() -> list[tuple[str, str]]:
    """Return the legal forms of the catalogue: code, label in the reader's language."""
    voice = Voice(as_language(get_language()))
    options = shipped_definitions().catalogues["legal_forms"].options
    return [(one.code, voice.text(one.label)) for one in options]


def states() -> list[tuple[str, str]]:
    """Return the states of a session: value, words in the reader's language."""
    return [(state.value, state_words(state.value)) for state in SessionState]


def filters(of: type, **found: django_filters.Filter) -> type[WagtailFilterSet]:
    """Return the filters of a list."""
    meta = type("Meta", (), {"model": of, "fields": []})
    return type("Filters", (WagtailFilterSet,), found | {"Meta": meta})
