"""Counts how often something is tried, exactly, however many requests come at once.

The cache cannot: Django's one in the database adds by reading and writing, so that parallel tries count as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from atlas.accounts.models import Tries

if TYPE_CHECKING:
    from datetime import datetime, timedelta

# One statement: whoever comes second waits for the first one's row and adds to what it wrote. Both databases know it.
_COUNT = """
INSERT INTO accounts_tries (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN accounts_tries.ends_at <= %(at)s THEN 1 ELSE accounts_tries.count + 1 END,
    ends_at = CASE WHEN accounts_tries.ends_at <= %(at)s THEN excluded.ends_at ELSE accounts_tries.ends_at END
RETURNING count
"""


def count_try(key: str, *, window: timedelta, at: datetime) -> int:
    """Count a try and return the how-manieth it is since its window began, at the first try after the last window.

    Args:
        key: A hash of what is tried and from where.
        window: How long tries are counted together.
        at: The moment of the try.
    """
    moments = {"at": at, "ends_at": at + window}
    facts = {name: connection.ops.adapt_datetimefield_value(moment) for name, moment in moments.items()}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, facts | {"key": key})
        (count,) = cursor.fetchone()
    if count == 1:
        _forget_ended(at)
    return int(count)


def _forget_ended(at: datetime) -> None:
    """Delete what is over, but for rows that somebody counts on right now."""
    with transaction.atomic():
        over = Tries.objects.select_for_update(skip_locked=True).filter(ends_at__lte=at)
        Tries.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:1000])).delete()
