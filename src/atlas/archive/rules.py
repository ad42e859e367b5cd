"""Why a card of a closed session is corrected. Pure."""

from __future__ import annotations

from enum import StrEnum


class CorrectionReason(StrEnum):
    """The coded reason of a correction; 'other' is told in words."""

    TYPING_ERROR = "typing-error"
    NOTICE = "notice"
    VERIFICATION = "verification"
    OTHER = "other"
