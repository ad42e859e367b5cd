"""What was submitted never changes; nor does a version of the history, but for one that is still being typed.

Those of a trial session go when it is deleted.
"""

from __future__ import annotations

from atlas.audit.triggers import Guard
from atlas.cards.models import CardVersion, Submission
from atlas.monitoring.guards import OF_A_TRIAL

GUARDS = (
    Guard(Submission, unless_deleted=OF_A_TRIAL.format(session="OLD.session_id")),
    Guard(
        CardVersion,
        when="OLD.event <> 'saved'",
        unless_deleted=OF_A_TRIAL.format(session="(SELECT c.session_id FROM cards_card c WHERE c.id = OLD.card_id)"),
    ),
)
