"""What was submitted never changes, nor what it was entered from, nor a version that is no longer being typed."""

from __future__ import annotations

from atlas.audit.triggers import Guard
from atlas.cards.models import CardVersion, SourceDocument, Submission

GUARDS = (
    Guard(Submission),
    Guard(CardVersion, when="OLD.event <> 'saved'"),
    Guard(SourceDocument, when="OLD.submission_id IS NOT NULL"),
)
