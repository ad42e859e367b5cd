"""Long work of fieldwork: sending an announcement, a day's reminders, letters of intent."""

from __future__ import annotations

from atlas.accounts.services.job_letters import tell_who_asked
from atlas.fieldwork.services.announcements import ANNOUNCE
from atlas.fieldwork.services.dispatching import write_announcements
from atlas.fieldwork.services.intents import SEND_INTENTS, write_letters_of_intent
from atlas.fieldwork.services.reminders import write_reminders
from atlas.fieldwork.timetable import REMIND
from atlas.jobs.kinds import JobKind
from atlas.kernel.language import _

_STAGES = {"letters": _("writing letters for participants")}

KINDS = (
    JobKind(ANNOUNCE, _("Sending the announcement"), write_announcements, _STAGES, tell_who_asked),
    JobKind(REMIND, _("Reminding of missing cards"), write_reminders, _STAGES),
    JobKind(SEND_INTENTS, _("Sending letters of intent"), write_letters_of_intent, _STAGES, tell_who_asked),
)
