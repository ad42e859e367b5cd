"""Why a card of a closed session is corrected. Pure."""

from __future__ import annotations

from enum import StrEnum

from atlas.kernel.errors import DomainError


class CorrectionReason(StrEnum):
    """The coded reason of a correction; 'other' is told in words."""

    TYPING_ERROR = "typing-error"
    NOTICE = "notice"
    VERIFICATION = "verification"
    OTHER = "other"


def must_have_reason(reason: str, *, words: str) -> CorrectionReason:
    """Return the coded reason; one that is 'other' needs words.

    Raises:
        DomainError: 'correction-reason-needed', 'correction-words-needed'.
    """
    try:
        found = CorrectionReason(reason)
    except ValueError:
        raise DomainError("correction-reason-needed") from None
    if found is CorrectionReason.OTHER and not words.strip():
        raise DomainError("correction-words-needed")
    return found
