"""The letter of intent of an invited institution as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify

from atlas.fieldwork.announcing.intent_letter import IntentLetter, intent_pdf
from atlas.fieldwork.announcing.wording import CENTRE
from atlas.kernel import clock
from atlas.kernel.language import translate
from atlas.mail.services import File

if TYPE_CHECKING:
    from datetime import date

    from atlas.fieldwork.announcing.recipients import Invited
    from atlas.kernel.language import Language
    from atlas.monitoring.models import Session

PDF = "application/pdf"


def intent_file(session: Session, invited: Invited, *, language: Language, sent_on: date | None = None) -> File:
    """Return an institution's letter of intent as a PDF, dated the day on which it was sent, else today."""
    letter = IntentLetter(
        centre=translate(CENTRE, language), institution=invited.participant.name, code=invited.participant.code,
        gminas=invited.gminas, session=session.name, session_code=session.code, opens_on=session.opens_on,
        closes_on=session.closes_on, dated=sent_on or clock.day_of(clock.now()),
    )  # fmt: skip
    name = f"list-intencyjny-{slugify(session.code)}-{slugify(invited.participant.code)}.pdf"
    return File(name, PDF, intent_pdf(letter, language=language))
