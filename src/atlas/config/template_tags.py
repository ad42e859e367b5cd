"""What templates need beyond Django: styled fields of forms, names of voivodeships, problems in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.forms import CheckboxInput, RadioSelect, Select
from django.utils.translation import get_language, gettext

from atlas.accounts.rules import VOIVODESHIPS
from atlas.archive.texts import CORRECTION_REASONS
from atlas.config.texts import TEXTS
from atlas.kernel.language import as_language
from atlas.kernel.wording import problem_text
from atlas.monitoring.duty import duty_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms import BoundField
    from django.utils.safestring import SafeString

    from atlas.kernel.errors import Problem

register = template.Library()
_CLASSES = ((CheckboxInput, "form-check-input"), (RadioSelect, "form-check-input"), (Select, "form-select"))


@register.filter
def styled(field: BoundField) -> SafeString:
    """Return a field's widget with its class, and marked where it has errors."""
    widget = field.field.widget
    kind = next((name for one, name in _CLASSES if isinstance(widget, one)), "form-control")
    given = field.field.widget.attrs.get("class", "")
    invalid = "is-invalid" if field.errors else ""
    return field.as_widget(attrs={"class": " ".join(filter(None, (given, kind, invalid)))})


@register.filter
def first_input(field: BoundField) -> str:
    """Return the id of what an error's link leads to: the field, or the first of several to choose from."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label stands behind the field."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def voivodeship(code: str) -> str:
    """Return a voivodeship's official name, or the code where it is none of today's."""
    return VOIVODESHIPS.get(code, code)


@register.filter
def correction_words(note: str) -> str:
    """Return the reason of a correction in words, and what was told besides, from the note of a card's version."""
    code, _, told = note.partition(": ")
    reason = gettext(CORRECTION_REASONS.get(code, code))
    return f"{reason}: {told}" if told else reason


@register.filter
def problem_words(problem: Problem) -> str:
    """Return what went wrong and what to do, in the reader's language."""
    return problem_text(problem, TEXTS, language=as_language(get_language()))


@register.filter
def duty_hours(hours: Mapping[str, Sequence[str]]) -> str:
    """Return duty hours in words, in the reader's language."""
    return duty_text(hours, language=as_language(get_language()))
