"""Changes of sessions: planning, scope, renumbered gminas, inviting, points, schedule, moving on, copying, deleting."""

from __future__ import annotations

from atlas.monitoring.services.copying import Copied, Copy, copy_session
from atlas.monitoring.services.deleting import delete_session
from atlas.monitoring.services.inviting import Asked, invite, invite_again, invite_one, invite_proposed, leave_out
from atlas.monitoring.services.moving import move_session, open_on_its_day
from atlas.monitoring.services.planning import SessionFacts, SessionPlan, change_facts, plan_session
from atlas.monitoring.services.points import PointFacts, add_point, change_point, remove_point
from atlas.monitoring.services.renumbering import keep_changes, take_back_renumbering, tell_renumbering
from atlas.monitoring.services.scheduling import change_schedule
from atlas.monitoring.services.scope import Covered, cover, narrow_scope, set_scope, widen_scope

__all__ = [
    "Asked",
    "Copied",
    "Copy",
    "Covered",
    "PointFacts",
    "SessionFacts",
    "SessionPlan",
    "add_point",
    "change_facts",
    "change_point",
    "change_schedule",
    "copy_session",
    "cover",
    "delete_session",
    "invite",
    "invite_again",
    "invite_one",
    "invite_proposed",
    "keep_changes",
    "leave_out",
    "move_session",
    "narrow_scope",
    "open_on_its_day",
    "plan_session",
    "remove_point",
    "set_scope",
    "take_back_renumbering",
    "tell_renumbering",
    "widen_scope",
]
