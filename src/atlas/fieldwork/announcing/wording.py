"""What is filled in for the fields of a letter, and a session's letter texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from atlas.fieldwork.announcing.defaults import Words, default_words
from atlas.fieldwork.announcing.fields import filled
from atlas.fieldwork.announcing.points import points_text
from atlas.fieldwork.models import LetterText
from atlas.fieldwork.rules import WRITTEN_TO
from atlas.kernel.language import LANGUAGES, _, translate
from atlas.kernel.wording import day_text
from atlas.registry.rules import ParticipantKind

if TYPE_CHECKING:
    from atlas.fieldwork.announcing.recipients import Invited
    from atlas.fieldwork.rules import Purpose
    from atlas.kernel.language import Language
    from atlas.monitoring.models import Session

CENTRE = _("Monitoring Centre")
_BETWEEN_DAYS = "\N{NO-BREAK SPACE}\N{EN DASH} "


@dataclass(frozen=True)
class Letters:
    """A session's texts of one purpose, by kind of participant and language: the Centre's own, or the default ones."""

    session: Session
    words: dict[tuple[ParticipantKind, Language], Words]
    points: dict[Language, str]

    def to(self, invited: Invited, *, language: Language, cards: str = "") -> Words:
        """Return a letter about a participant, filled in."""
        words = self.words[ParticipantKind(invited.participant.kind), language]
        values = values_of(self.session, invited, language=language)
        values |= {"points": self.points[language], "cards": cards}
        return Words(filled(words.subject, values), filled(words.body, values))


def letters_of(session: Session, purpose: Purpose) -> Letters:
    """Return a session's texts of a purpose (2 queries)."""
    texts = LetterText.objects.filter(session=session, purpose=purpose)
    points = list(session.points.all())
    own = {(one.kind, one.language): Words(one.subject, one.body) for one in texts}
    return Letters(
        session,
        {
            (kind, language): own.get((kind, language)) or default_words(purpose, kind=kind, language=language)
            for kind in WRITTEN_TO[purpose]
            for language in LANGUAGES
        },
        {language: points_text(points, language=language) for language in LANGUAGES},
    )


def values_of(session: Session, invited: Invited, *, language: Language) -> dict[str, str]:
    """Return what is filled in for the fields of a letter about one participant; days are written in words."""
    period = (day_text(one, language) for one in (session.period_from, session.period_to))
    return {
        "participant": invited.participant.name,
        "code": invited.participant.code,
        "gminas": invited.gminas,
        "session": session.name,
        "session_code": session.code,
        "opens_on": day_text(session.opens_on, language),
        "closes_on": day_text(session.closes_on, language),
        "period": _BETWEEN_DAYS.join(period),
        "address": settings.ATLAS_BASE_URL + reverse("workspace:home"),
        "centre": translate(CENTRE, language),
    }
