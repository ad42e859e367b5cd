"""Wagtail's generic views, so that they write by our services only, name things in the reader's words, export text as
text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy, ngettext
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views import generic

from atlas.kernel.errors import DomainError
from atlas.registry.services.changing import change_institution, change_organisation
from atlas.registry.services.participants import register_institution, register_organisations
from atlas.registry.texts import TEXTS

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpResponse

    from atlas.registry.models import Institution, Organisation

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> as_text("=1+1"), as_text("Most")
    ("'=1+1", 'Most')
    """
    return f"'{value}" if value.startswith(_BEGINS_FORMULA) else value


def state_words(state: str) -> str:
    """Return a session's state in the reader's language."""
    return render_to_string("parts/session_state.html", {"state": state}).strip()


def yes_or_no(value: bool) -> str:  # noqa: FBT001 -- as Wagtail's export calls it
    """Return a truth in the reader's language."""
    return gettext("yes") if value else gettext("no")


class NamedMixin:
    """A view that says what it is about in words of ours; Wagtail would take the models' names."""

    called = new_called = ""
    index_url_name: str

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to this page."""
        if isinstance(self, generic.IndexView):
            return [{"url": "", "label": self.called}]
        here = self.get_page_subtitle() or self.new_called
        return [{"url": reverse(self.index_url_name), "label": self.called}, {"url": "", "label": here}]

    def get_page_title(self) -> str:
        """Return the name of the register, or of what is added to it."""
        return self.called if isinstance(self, generic.IndexView) else self.new_called

    def get_page_subtitle(self) -> str:
        """Return the row's name."""
        row = getattr(self, "object", None)
        return row.participant.name if row is not None else ""


class CountedPages(WagtailPaginator):
    """Pages that say how many rows there are without the model's name."""

    @cached_property
    def items_count_label(self) -> str:
        """Return the count in words."""
        return ngettext("%(n)s row", "%(n)s rows", self.count) % {"n": self.count}


class RegisterIndex(NamedMixin, generic.IndexView):
    """A list with search, filters and export."""

    paginator_class = CountedPages
    results_template_name = "wagtailadmin/generic/listing_results.html"  # without Wagtail's words about an empty list

    custom_value_preprocess: ClassVar = generic.IndexView.custom_value_preprocess | {
        str: {"csv": as_text, "xlsx": as_text}
    }
    related: tuple[str, ...] = ()
    add_item_label = gettext_lazy("Add")
    verbose_name = verbose_name_plural = ""

    @cached_property
    def no_results_message(self) -> str:
        """Say why the list is empty."""
        if self.is_searching or self.is_filtering:
            return gettext("Nothing fits. Look for something else, or take filters away.")
        return gettext("There is nothing in this register yet.")

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the rows with what the list shows of other tables."""
        return super().get_base_queryset().select_related(*self.related)


class ByServiceMixin(NamedMixin):
    """A form whose rows a service writes: what it refuses stands at the form."""

    success_message = gettext_lazy("Kept: %(object)s")
    error_message = gettext_lazy("Nothing is kept yet: correct what is marked.")

    def get_success_message(self, instance: Any = None) -> str:  # noqa: ANN401 -- Wagtail's two signatures
        """Name the row."""
        row = instance or self.object  # type: ignore[attr-defined]
        return str(self.success_message % {"object": row.participant.name})

    def form_valid(self, form: Form) -> HttpResponse:
        """Let the service write, or say what it refused."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except DomainError as error:
            form.add_error(None, gettext(TEXTS[error.code]) % error.facts)
            self.produced_error_message = str(self.error_message)
            return self.form_invalid(form)  # type: ignore[attr-defined]


class SessionIndex(RegisterIndex):
    """Sessions, exported in the reader's words."""

    custom_field_preprocess: ClassVar = {
        "state": {"csv": state_words, "xlsx": state_words},
        "is_trial": {"csv": yes_or_no, "xlsx": yes_or_no},
    }


class AddOrganisation(ByServiceMixin, generic.CreateView):
    """A new organisation."""

    def save_instance(self) -> Organisation:
        """Register it."""
        (made,) = register_organisations([self.form.facts()], actor=self.request.actor)
        return made.organisation


class EditOrganisation(ByServiceMixin, generic.EditView):
    """Changing an organisation."""

    def save_instance(self) -> Organisation:
        """Change it."""
        return change_organisation(self.object, self.form.facts(), actor=self.request.actor)


class AddInstitution(ByServiceMixin, generic.CreateView):
    """A new institution."""

    def save_instance(self) -> Institution:
        """Register it."""
        code = self.form.cleaned_data["code"]
        made = register_institution(code=code, **self.form.facts(), actor=self.request.actor)
        return made.institution


class EditInstitution(ByServiceMixin, generic.EditView):
    """Changing an institution."""

    def save_instance(self) -> Institution:
        """Change it."""
        return change_institution(self.object, **self.form.facts(), actor=self.request.actor)
