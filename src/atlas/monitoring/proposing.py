"""Whom the registers propose for a session, in SQL: a hundred thousand pairs are never carried through the program.

Proposed are the organisations present in a gmina, and of the institutions that serve it those of the kind noted in the
scope. A gmina is known by its first six digits. Passed over are those invited already and those left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from atlas.monitoring.models import Session

_PAIRS = """
SELECT DISTINCT s.session_id, p.kind, s.id AS scope_id, p.id AS participant_id
FROM monitoring_scopegmina s
JOIN registry_presence r ON r.gmina IN
  (substr(s.gmina, 1, 6) || '1', substr(s.gmina, 1, 6) || '2', substr(s.gmina, 1, 6) || '3')
JOIN registry_participant p ON p.id = r.participant_id
LEFT JOIN registry_institution i ON i.participant_id = p.id
WHERE s.session_id = %s
  AND (p.kind = 'NGO' OR COALESCE(NULLIF(i.institution_type, ''), 'other') = s.institution_type)
  AND NOT EXISTS (SELECT 1 FROM monitoring_leftout l WHERE l.scope_id = s.id AND l.participant_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM monitoring_invitation v WHERE v.scope_id = s.id AND v.participant_id = p.id)
"""
INVITE_PROPOSED = f"INSERT INTO monitoring_invitation (session_id, card_kind, scope_id, participant_id) {_PAIRS}"
_COUNT = f"SELECT kind, COUNT(*) FROM ({_PAIRS}) AS pairs GROUP BY kind"  # noqa: S608 -- made of constants


def proposed_counts(session: Session) -> dict[str, int]:
    """Return how many more invitations the registers propose, by kind of card; a kind without any is 0 (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [session.pk])
        found = dict(cursor.fetchall())
    return {"NGO": found.get("NGO", 0), "IZUS": found.get("IZUS", 0)}
