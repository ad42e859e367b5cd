"""The protocol of a later revision of a session's package, to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.accounts.selectors import names_of
from atlas.archive.selectors import applied_corrections, contents_before
from atlas.backoffice.access import get_session
from atlas.backoffice.revision_rows import Wordings, printed
from atlas.cards.places import TerritoryPlaces
from atlas.closing.access import get_later_seal
from atlas.closing.revision_protocol import SealedRevision, revision_pdf
from atlas.kernel import clock
from atlas.kernel.language import as_language

if TYPE_CHECKING:
    from atlas.accounts.requests import ActorRequest


@require_safe
@login_required
def protocol(request: ActorRequest, session_code: str, *, revision: int) -> HttpResponse:
    """Hand out what was corrected in a revision, why and by whom, with its hash, as a PDF."""
    session = get_session(request.actor, session_code)
    seal, language = get_later_seal(request.actor, session, revision=revision), as_language(get_language())
    corrections = list(applied_corrections(session).filter(seal=seal))
    places, names = TerritoryPlaces(on=clock.day_of(seal.sealed_at)), names_of(one.begun_by for one in corrections)
    cards = Wordings(places, language, names).cards(corrections, replaced=(), before=contents_before(corrections))
    sealed = SealedRevision(
        session.code, session.name, seal.revision, seal.sha256, seal.supersedes, seal.sealed_at,
        printed(cards, language=language),
    )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="protokol-{session.code}-{seal.revision}.pdf"'}
    return HttpResponse(revision_pdf(sealed, language=language), content_type="application/pdf", headers=headers)
