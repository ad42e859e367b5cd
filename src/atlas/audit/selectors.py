"""Reads of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.audit.models import Entry

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet


def entries_about(thing: Model) -> QuerySet[Entry]:
    """Return what was done to a row, oldest first (1 query)."""
    return Entry.objects.filter(subject=thing._meta.label_lower, subject_id=str(thing.pk))
