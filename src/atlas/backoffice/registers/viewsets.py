"""The registers: organisations, institutions, territories, sessions. The last two are only read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from atlas.backoffice.registers import views
from atlas.backoffice.registers.filters import LEVELS, begins, filters, legal_forms, one_of, states
from atlas.backoffice.registers.forms import InstitutionForm, OrganisationForm, RegisterForm
from atlas.monitoring.models import Session
from atlas.registry.models import Institution, Organisation, Territory
from atlas.registry.rules import InstitutionType

if TYPE_CHECKING:
    from django.urls import URLPattern
    from django_stubs_ext import StrOrPromise


class Register(ModelViewSet):
    """A register: nothing is copied or deleted, history and usage are the log's matter, which Wagtail does not know."""

    copy_view_enabled = False
    add_to_reference_index = False
    add_to_admin_menu = True
    list_per_page = 50
    search_backend_name = None
    index_view_class = views.RegisterIndex
    related: tuple[str, ...] = ()
    is_written = False
    new_label: StrOrPromise = ""

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- Wagtail's signature
        """Lead nowhere but to the list and, where it is written here, to the form."""
        away = ["history_url_name", "usage_url_name", "delete_url_name"]
        if not self.is_written:
            away += ["add_url_name", "edit_url_name"]
        return super().get_common_view_kwargs(**dict.fromkeys(away), **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the pages that there are."""
        names = {"index", "index_results"} | ({"add", "edit"} if self.is_written else set())
        return [one for one in super().get_urlpatterns() if one.name in names]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- Wagtail's signature
        """Give the list its name and what it shows of other tables."""
        return super().get_index_view_kwargs(called=self.menu_label, related=self.related, **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- Wagtail's signature
        """Give the form its name."""
        return super().get_add_view_kwargs(called=self.menu_label, new_called=self.new_label, **kwargs)

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- Wagtail's signature
        """Give the form its name."""
        return super().get_edit_view_kwargs(called=self.menu_label, new_called=gettext_lazy("Change"), **kwargs)


def _participant_columns(namespace: str) -> list[Column]:
    return [
        TitleColumn(
            "name", label=gettext_lazy("Name"), accessor="participant.name", sort_key="participant__name",
            get_url=lambda row: reverse(f"{namespace}:edit", args=[row.pk]),
        ),
        Column("code", label=gettext_lazy("Code"), accessor="participant.code", sort_key="participant__code"),
        Column("seat", label=gettext_lazy("Seat"), accessor="participant.seat_gmina"),
    ]  # fmt: skip


_NAMED = ("participant__name", "participant__code")
_SEAT = begins("participant__seat_gmina", gettext_lazy("Seat: beginning of a TERYT code"))
_HEADINGS = {"participant.code": "kod", "participant.name": "nazwa", "participant.seat_gmina": "siedziba"}


class _Participants(Register):
    """A register of participants of one kind, whose code, name and seat stand in another table."""

    related = ("participant",)
    ordering = "participant__code"
    is_written = True
    form: type[RegisterForm]

    def get_form_class(self, **_how: bool) -> type[RegisterForm]:
        """Return our form."""
        return self.form


class Organisations(_Participants):
    """Organisations (NGO)."""

    model = Organisation
    name = export_filename = "organizacje"
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    new_label = gettext_lazy("New organisation")
    menu_order = 100
    search_fields = (*_NAMED, "krs", "regon", "nip")
    filterset_class = filters(
        Organisation,
        participant_seat_gmina=_SEAT,
        legal_form=one_of("legal_form", gettext_lazy("Legal form"), choices=legal_forms),
    )  # fmt: skip
    list_display = (*_participant_columns(name), Column("krs", label="KRS"))
    list_export = (
        "participant.code", "participant.name", "legal_form", "participant.seat_gmina", "krs", "regon", "nip",
    )  # fmt: skip
    export_headings = _HEADINGS | {"legal_form": "forma_prawna"}
    add_view_class, edit_view_class, form = views.AddOrganisation, views.EditOrganisation, OrganisationForm


class Institutions(_Participants):
    """Institutions (IZUS)."""

    model = Institution
    name = export_filename = "instytucje"
    icon = "home"
    menu_label = gettext_lazy("Institutions")
    new_label = gettext_lazy("New institution")
    menu_order = 110
    search_fields = _NAMED
    filterset_class = filters(
        Institution,
        participant_seat_gmina=_SEAT,
        institution_type=one_of(
            "institution_type", gettext_lazy("Type"), choices=[(one.value, one.value) for one in InstitutionType]
        ),
    )  # fmt: skip
    list_display = (*_participant_columns(name), Column("institution_type", label=gettext_lazy("Type")))
    list_export = ("participant.code", "participant.name", "institution_type", "participant.seat_gmina")
    export_headings = _HEADINGS | {"institution_type": "typ"}
    add_view_class, edit_view_class, form = views.AddInstitution, views.EditInstitution, InstitutionForm


class Territories(Register):
    """Territories with the days on which they hold: written by the import of the official file only."""

    model = Territory
    name = "terytoria"
    icon = "site"
    menu_label = gettext_lazy("Territories")
    menu_order = 120
    ordering = "code"
    form_fields = ()
    search_fields = ("name", "code")
    filterset_class = filters(
        Territory,
        code=begins("code", gettext_lazy("Beginning of a TERYT code")),
        level=one_of("level", gettext_lazy("Level"), choices=LEVELS),
    )  # fmt: skip
    list_display = (
        Column("code", label="TERYT", sort_key="code"), Column("name", label=gettext_lazy("Name"), sort_key="name"),
        Column("kind", label=gettext_lazy("Kind")), Column("valid_from", label=gettext_lazy("From")),
        Column("valid_to", label=gettext_lazy("Until the day before")),
    )  # fmt: skip
    list_export = ("code", "name", "level", "kind", "valid_from", "valid_to")
    export_headings = {"code": "teryt", "name": "nazwa", "level": "poziom", "kind": "rodzaj", "valid_from": "od",
                       "valid_to": "do_dnia_przed"}  # fmt: skip
    export_filename = "terytoria"


class Sessions(Register):
    """Sessions, each leading to its working pages."""

    model = Session
    name = "sesje"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Sessions")
    menu_order = 90
    ordering = "-opens_on"
    form_fields = ()
    search_fields = ("code", "name")
    index_view_class = views.SessionIndex
    filterset_class = filters(Session, state=one_of("state", gettext_lazy("State"), choices=states))
    list_display = (
        TitleColumn("code", label=gettext_lazy("Session"), sort_key="code",
                    get_url=lambda row: reverse("backoffice:session", args=[row.code])),
        Column("name", label=gettext_lazy("Name")),
        Column("state", label=gettext_lazy("State"), accessor=lambda row: views.state_words(row.state)),
        Column("opens_on", label=gettext_lazy("From"), sort_key="opens_on"),
        Column("closes_on", label=gettext_lazy("Until"), sort_key="closes_on"),
    )  # fmt: skip
    list_export = ("code", "name", "state", "sequence", "is_trial", "opens_on", "closes_on")
    export_headings = {"code": "kod", "name": "nazwa", "state": "stan", "sequence": "numer", "is_trial": "próbna",
                       "opens_on": "od", "closes_on": "do"}  # fmt: skip
    export_filename = "sesje"


REGISTERS = (Sessions, Organisations, Institutions, Territories)
