"""The form of a session's days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from atlas.backoffice.forms.fields import day_field
from atlas.backoffice.forms.planning import RefusableForm
from atlas.kernel.language import as_language
from atlas.kernel.wording import problem_text
from atlas.monitoring.rules import SessionState
from atlas.monitoring.schedule import (
    DAY_FIELDS,
    MOST_REMINDERS,
    Schedule,
    fixed_days,
    remarks_in,
    remarks_on,
    remarks_on_change,
)
from atlas.monitoring.texts import TEXTS

if TYPE_CHECKING:
    from datetime import date

    from atlas.monitoring.schedule import Remark

_REMINDERS = tuple(f"remind_{number}" for number in range(1, MOST_REMINDERS + 1))


class ScheduleForm(RefusableForm):
    """All days of a session, in the order in which they come, and a reason once they were announced."""

    announce_on = day_field(gettext_lazy("Announcement"), required=False)
    opens_on = day_field(gettext_lazy("Opening: cards come in from"))
    closes_on = day_field(gettext_lazy("Deadline: last day to file cards"))
    verify_until = day_field(gettext_lazy("Last day of verification"), required=False)
    publish_on = day_field(gettext_lazy("Publication"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed, because the days were announced. It stays in the log. Name no persons."),
        error_messages={"required": gettext_lazy("Write why the days change: participants were told others.")},
    )  # fmt: skip
    field_order = ["announce_on", "opens_on", *_REMINDERS, "closes_on", "verify_until", "publish_on", "reason"]

    def __init__(self, *args: Any, before: Schedule, state: SessionState, on: date, **kwargs: Any) -> None:  # noqa: ANN401
        """Take the days as they are, the session's state and today in Warsaw."""
        super().__init__(*args, **kwargs)
        self.before, self.state, self.on = before, state, on
        for number, name in enumerate(_REMINDERS, start=1):
            self.fields[name] = day_field(gettext("Reminder %(number)s") % {"number": number}, required=False)
        self.order_fields(self.field_order)
        self._close(fixed_days(state))

    def _close(self, fixed: frozenset[str]) -> None:
        """Let days that cannot be changed any more be read only; the reason is for days that were announced."""
        for name, field in self.fields.items():
            field.disabled = ("remind_on" if name in _REMINDERS else name) in fixed
        self.is_fixed = all(field.disabled for name, field in self.fields.items() if name != "reason")
        if self.state == SessionState.PLANNED or self.is_fixed:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Say at each day what is wrong with it."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        after = self.schedule()
        remarks = [*remarks_on(after), *remarks_on_change(self.before, after, state=self.state, on=self.on)]
        for one in remarks:
            if one.is_error:
                self.add_error(_field_of(one, after), _words(one))
        return cleaned

    def schedule(self) -> Schedule:
        """Return the days that were typed."""
        data = self.cleaned_data
        reminders = sorted({data[name] for name in _REMINDERS if data.get(name)})
        return Schedule(
            opens_on=data["opens_on"], closes_on=data["closes_on"], announce_on=data.get("announce_on"),
            remind_on=tuple(reminders), verify_until=data.get("verify_until"), publish_on=data.get("publish_on"),
        )  # fmt: skip

    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Return the fields, each with the warnings about the days as they are kept; none beside others just typed."""
        warnings: dict[str, list[str]] = {}
        for one in [] if self.errors else remarks_in(self.before, state=self.state):
            if not one.is_error:
                warnings.setdefault(_field_of(one, self.before), []).append(_words(one))
        return [(field, warnings.get(field.name, [])) for field in self.visible_fields()]


def days_of(schedule: Schedule) -> dict[str, object]:
    """Return what the form begins with."""
    reminders = dict(zip(_REMINDERS, schedule.remind_on, strict=False))
    return {name: getattr(schedule, name) for name in DAY_FIELDS} | reminders


def _field_of(remark: Remark, schedule: Schedule) -> str:
    """Return the field that a remark stands at; each reminder has its own."""
    if remark.field != "remind_on":
        return remark.field
    day = remark.problem.facts.get("day")
    return _REMINDERS[schedule.remind_on.index(day)] if day in schedule.remind_on[:MOST_REMINDERS] else _REMINDERS[0]


def _words(remark: Remark) -> str:
    return problem_text(remark.problem, TEXTS, language=as_language(get_language()))
