"""Forms of planning: what a session is, its copy, deleting it, and who is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from atlas.accounts.texts import TEXTS as OF_ACCOUNTS
from atlas.backoffice.forms.fields import day_field
from atlas.backoffice.texts import TEXTS as OF_BACKOFFICE
from atlas.cli.texts import TEXTS as OF_FILES
from atlas.instruments.models import InstrumentSet
from atlas.instruments.selectors import published_sets
from atlas.kernel.language import as_language
from atlas.kernel.wording import problem_text
from atlas.monitoring.services import Copy, SessionFacts, SessionPlan
from atlas.monitoring.texts import TEXTS as OF_MONITORING
from atlas.registry.texts import TEXTS as OF_REGISTRY

if TYPE_CHECKING:
    from atlas.kernel.errors import DomainError
    from atlas.monitoring.models import Session

    _OfSets = forms.ModelChoiceField[InstrumentSet]
else:  # Django's own class takes no type in brackets
    _OfSets = forms.ModelChoiceField

_TEXTS = OF_FILES | OF_ACCOUNTS | OF_REGISTRY | OF_MONITORING | OF_BACKOFFICE
_FIELDS = {"session-known": "code", "period-backwards": "period_to"}
"""The field that an error is about, where it is told of one."""
RESERVED = {"nowa"}
"""Words that stand in addresses where a session's code does."""


class RefusableForm(forms.Form):
    """A form that can say what a service refused."""

    def refuse(self, error: DomainError, *, field: str | None = None) -> None:
        """Show why the service refused, beside a field or above all."""
        for problem in error.problems:
            at = field or _FIELDS.get(problem.code)
            self.add_error(
                at if at in self.fields else None, problem_text(problem, _TEXTS, language=as_language(get_language()))
            )


class NamesForm(RefusableForm):
    """A session's code and name, and whether it is a trial."""

    code = forms.RegexField(
        r"^[0-9A-Za-z][0-9A-Za-z-]{1,39}$", label=gettext_lazy("Code"),
        help_text=gettext_lazy("Letters, digits and hyphens, e.g. 2027-1. It stands in addresses and on receipts."),
        error_messages={
            "required": gettext_lazy("Write a code, e.g. 2027-1."),
            "invalid": gettext_lazy("Use letters without Polish signs, digits and hyphens only, e.g. 2027-1."),
        },
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Write a name.")}
    )
    is_trial = forms.BooleanField(
        label=gettext_lazy("Trial session"), required=False,
        help_text=gettext_lazy(
            "It works like any other, but is no baseline, has no number in the sequence, is never published, and "
            "can be deleted."
        ),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Refuse words that stand in addresses."""
        code: str = self.cleaned_data["code"]
        if code.lower() in RESERVED:
            raise forms.ValidationError(gettext("This word stands in addresses already. Choose another code."))
        return code


class CopyForm(NamesForm):
    """What the copy of a session is called."""

    def copy(self) -> Copy:
        """Return what was typed."""
        data = self.cleaned_data
        return Copy(data["code"], data["name"], data["is_trial"])


class SetField(_OfSets):
    """A choice among instrument sets, by their numbers."""

    def label_from_instance(self, obj: InstrumentSet) -> str:
        """Return how a set is called."""
        return gettext("set %(number)s") % {"number": obj.number}


class FactsForm(NamesForm):
    """What a session is: names, the period that cards are about, the instruments."""

    period_from = day_field(
        gettext_lazy("The period begins"), help_text=gettext_lazy("Cards are about what happened in this period.")
    )
    period_to = day_field(gettext_lazy("The period ends"))
    instruments = SetField(
        InstrumentSet.objects.none(), label=gettext_lazy("Instruments"), empty_label=None,
        help_text=gettext_lazy("The published set of cards and indicators that this session uses."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        choice = self.fields["instruments"]
        if isinstance(choice, SetField):
            choice.queryset = published_sets()

    def facts(self) -> SessionFacts:
        """Return what was typed, without the instruments."""
        names = ("code", "name", "period_from", "period_to", "is_trial")
        return SessionFacts(**{name: self.cleaned_data[name] for name in names})


class NewSessionForm(FactsForm):
    """A new session needs its first and last day besides; the other days are planned afterwards."""

    opens_on = day_field(gettext_lazy("Cards come in from"))
    closes_on = day_field(gettext_lazy("Last day to file cards"))

    def clean(self) -> dict[str, Any]:
        """Compare the two days."""
        cleaned = super().clean() or {}
        if cleaned.get("opens_on") and cleaned.get("closes_on") and cleaned["closes_on"] < cleaned["opens_on"]:
            self.add_error("closes_on", gettext("The deadline is before the opening. Choose a later deadline."))
        return cleaned

    def plan(self) -> SessionPlan:
        """Return what was typed."""
        data = self.cleaned_data
        return SessionPlan(
            data["code"], data["name"], data["opens_on"], data["closes_on"], data["period_from"], data["period_to"],
            is_trial=data["is_trial"],
        )  # fmt: skip


class AddForm(RefusableForm):
    """A participant and a gmina, by their codes or names."""

    participant = forms.CharField(
        label=gettext_lazy("Participant"), max_length=200,
        help_text=gettext_lazy("A part of the name, or the code from the register, e.g. ORG-014."),
        error_messages={"required": gettext_lazy("Write a name or a code.")},
    )  # fmt: skip
    gmina = forms.CharField(
        label=gettext_lazy("Gmina"), max_length=200,
        help_text=gettext_lazy("The name or the code of a gmina in the scope."),
        error_messages={"required": gettext_lazy("Write a name or a code.")},
    )  # fmt: skip


class DeleteForm(RefusableForm):
    """The session's code, typed to confirm."""

    typed_code = forms.CharField(
        label=gettext_lazy("Type the session's code"), widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the code to confirm.")},
    )  # fmt: skip


class ReasonForm(RefusableForm):
    """Why the Centre does something that participants notice."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stays in the log. Name no persons."),
        error_messages={"required": gettext_lazy("Write a reason.")},
    )  # fmt: skip


def facts_of(session: Session) -> dict[str, object]:
    """Return what the form of a session's facts begins with."""
    names = ("code", "name", "is_trial", "period_from", "period_to")
    return {name: getattr(session, name) for name in names} | {"instruments": session.instruments_id}
