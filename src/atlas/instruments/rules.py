"""The states of a version."""

from __future__ import annotations

from enum import StrEnum


class SetState(StrEnum):
    """A draft can be changed; a published version never."""

    DRAFT = "draft"
    PUBLISHED = "published"
