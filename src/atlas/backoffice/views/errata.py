"""Errata and corrections of a closed session: the list, an erratum, a card's lines, preview, the new revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from atlas.accounts.selectors import names_of
from atlas.archive.selectors import applied_corrections, corrections_mark, errata_of, waiting_corrections
from atlas.backoffice.access import get_correction, get_session
from atlas.backoffice.forms.errata import CorrectionForm, ErratumForm
from atlas.backoffice.job_rows import job_row
from atlas.backoffice.revision_rows import changed_lines, changed_values, title_of
from atlas.cards.access import get_card, visible_cards
from atlas.cards.contents import Contents
from atlas.cards.places import TerritoryPlaces
from atlas.cards.selectors import document_of, form_for, instruments_of
from atlas.cli.texts import TEXTS as PURE
from atlas.closing.services import correcting
from atlas.closing.services.errata import OVER, add_erratum
from atlas.closing.texts import TEXTS
from atlas.jobs.selectors import newest_job
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotFound
from atlas.kernel.language import as_language
from atlas.kernel.wording import problem_text
from atlas.monitoring.models import ScopeGmina

if TYPE_CHECKING:
    from typing import Any

    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.cards.models import Card
    from atlas.kernel.language import Language
    from atlas.monitoring.models import Session

_WORDS = PURE | TEXTS
A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def errata(request: ActorRequest, session_code: str) -> HttpResponse:
    """List errata and corrections; add an erratum; find a gmina's cards."""
    session = get_session(request.actor, session_code)
    form = ErratumForm(request.POST or None, indicators=_indicators(session))
    if request.method == "POST" and form.is_valid():
        try:
            add_erratum(session, actor=request.actor, **form.cleaned_data)
        except DomainError as error:
            _tell(form, error)
        else:
            return redirect("backoffice:errata", session_code)
    context = {"session": session, "here": "errata", "form": form, "is_over": session.state in OVER}
    return render(request, "backoffice/errata.html", context | _listed(request, session))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """Show a card's lines, and the fields of the one that is to be corrected."""
    session = get_session(request.actor, session_code)
    card = _card_of(request, session, card_id=card_id)
    correcting.must_be_correctable(card, session=session)
    places = TerritoryPlaces(on=clock.day_of(clock.now()))
    waiting = waiting_corrections(session).filter(card=card).first()
    contents = Contents(document_of(card, waiting.content if waiting else None))
    line = form_for(card).lines.get(request.GET.get("wiersz", ""))
    context: dict[str, Any] = {"session": session, "here": "errata", "card": card, "line": line}
    language = as_language(get_language())
    if line is None or line.is_personal:
        lines = [(one.code, title_of(one, language)) for one in form_for(card).lines.values() if not one.is_personal]
        return render(request, "backoffice/correct_card.html", context | {"line": None, "lines": lines})
    texts, context = contents.texts(line, places=places), context | {"heading": title_of(line, language)}
    form = CorrectionForm(request.POST or None, line=line, texts=texts, language=language)
    if request.method == "POST" and form.is_valid():
        facts = {"reason": form.cleaned_data["reason"], "words": form.cleaned_data["words"]}
        try:
            correcting.correct_line(card, line=line.code, texts=form.texts(), actor=request.actor, **facts)
        except DomainError as error:
            _tell(form, error)
        else:
            return redirect("backoffice:errata", session_code)
    return render(request, "backoffice/correct_card.html", context | {"form": form})


@require_POST
@login_required
def drop(request: ActorRequest, session_code: str, *, correction_id: int) -> HttpResponse:
    """Throw a working copy away."""
    session = get_session(request.actor, session_code)
    correcting.drop_correction(get_correction(request.actor, session, correction_id=correction_id), actor=request.actor)
    return redirect("backoffice:errata", session_code)


@require_POST
@login_required
def preview(request: ActorRequest, session_code: str) -> HttpResponse:
    """Ask what the waiting corrections change."""
    job = correcting.ask_for_preview(get_session(request.actor, session_code), actor=request.actor)
    return redirect("backoffice:job", job.pk) if job.is_unfinished else redirect("backoffice:errata", session_code)


@require_POST
@login_required
def revise(request: ActorRequest, session_code: str) -> HttpResponse:
    """Ask for the new revision, as it was previewed."""
    session = get_session(request.actor, session_code)
    job = correcting.ask_for_revision(session, seen=request.POST.get("seen", ""), actor=request.actor)
    return redirect("backoffice:job", job.pk)


def _listed(request: ActorRequest, session: Session) -> dict[str, Any]:
    language, places = as_language(get_language()), TerritoryPlaces(on=clock.day_of(clock.now()))
    notes = _paged(request, errata_of(session).order_by("-number"), parameter="strona")
    waiting = _paged(request, waiting_corrections(session), parameter="strona-czekajacych")
    related = applied_corrections(session).select_related("seal", "card__scope", "card__participant")
    applied = _paged(request, related.defer("content", "card__content"), parameter="strona-poprawek")
    names = names_of([one.begun_by for one in (*waiting.page, *applied.page)] + [one.made_by for one in notes.page])
    return {
        "errata": [(one, names.get(one.made_by or 0, "")) for one in notes.page], "of_errata": notes,
        "waiting": [
            (one, changed_lines(one, places=places, language=language), names.get(one.begun_by or 0, ""))
            for one in waiting.page
        ],
        "of_waiting": waiting,
        "applied": [(one, names.get(one.begun_by or 0, "")) for one in applied.page], "of_applied": applied,
        "gmina": request.GET.get("gmina", ""), "cards": _cards(request, session),
        **(_previewed(session, language=language) if waiting.page.paginator.count else {}),
    }  # fmt: skip


def _previewed(session: Session, *, language: Language) -> dict[str, Any]:
    """Return what the newest preview of a session's waiting corrections found, and whether it still holds."""
    job = newest_job(f"{correcting.PREVIEW}:{session.code}")
    if job is None:
        return {"job": None, "is_current": False, "values": []}
    named = dict(ScopeGmina.objects.filter(session=session).values_list("gmina", "name"))
    is_current = job.facts.get("mark") == corrections_mark(session)
    values = changed_values(job, names=named, language=language) if is_current else []
    return {"job": job_row(job, names={}), "is_current": is_current, "values": values}


@dataclass(frozen=True)
class _Paged:
    """A page of one of several lists; `query` is what the others were asked for."""

    page: Page[Any]
    parameter: str
    query: str


def _paged(request: ActorRequest, rows: QuerySet[Any], *, parameter: str) -> _Paged:
    others = request.GET.copy()
    others.pop(parameter, None)
    return _Paged(Paginator(rows, A_PAGE).get_page(request.GET.get(parameter)), parameter, others.urlencode())


def _cards(request: ActorRequest, session: Session) -> list[Card]:
    """Return the accepted cards of the gmina that was asked for."""
    gmina = request.GET.get("gmina", "").strip()
    if not gmina or session.state not in OVER:
        return []
    found = visible_cards(request.actor).filter(session=session, scope__gmina=gmina, state="accepted")
    return list(found.select_related("scope", "participant").defer("content").order_by("kind", "participant__name"))


def _card_of(request: ActorRequest, session: Session, *, card_id: int) -> Card:
    card = get_card(request.actor, card_id)
    if card.session_id != session.pk:
        raise NotFound("card-not-found")
    return card


def _indicators(session: Session) -> list[tuple[str, str]]:
    language = as_language(get_language())
    found = instruments_of(session.instruments).definitions.indicators
    return [(one.id, f"{one.id} {getattr(one.name, language)}") for one in found]


def _tell(form: Form, error: DomainError) -> None:
    """Say at the form what the product refuses; what is not about the form is another page's matter."""
    if error.code not in _WORDS:
        raise error
    form.add_error(None, problem_text(error.problems[0], _WORDS, language=as_language(get_language())))
