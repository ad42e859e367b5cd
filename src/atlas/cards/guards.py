"""What was submitted never changes; nor does a version of the history, but for one that is still being typed."""

from __future__ import annotations

from atlas.audit.triggers import Guard
from atlas.cards.models import CardVersion, Submission

GUARDS = (Guard(Submission), Guard(CardVersion, when="OLD.event <> 'saved'"))
