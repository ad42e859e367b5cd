"""Reads of instrument sets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from atlas.definitions.load import definitions_from_json
from atlas.instruments.models import InstrumentSet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.definitions.models import Definitions


def definitions_of(instruments: InstrumentSet) -> Definitions:
    """Return a set's definitions; the same content is parsed once in a process."""
    return _parsed(instruments.content)


def newest_published() -> InstrumentSet | None:
    """Return the published set with the highest number (1 query)."""
    return InstrumentSet.objects.filter(state="published").order_by("-number").first()


def published_sets() -> QuerySet[InstrumentSet]:
    """Return published sets without their content, newest first (1 query)."""
    return InstrumentSet.objects.filter(state="published").defer("content").order_by("-number")


@lru_cache(maxsize=8)
def _parsed(content: str) -> Definitions:
    return definitions_from_json(content.encode(), file="instrument set")
