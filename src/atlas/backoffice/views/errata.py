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
from atlas.archive.selectors import (
    applied_corrections,
    contents_before,
    corrections_mark,
    errata_of,
    replaced_corrections,
    seals_of,
    waiting_corrections,
)
from atlas.backoffice.access import get_correction, get_session
from atlas.backoffice.forms.errata import CorrectionForm, ErratumForm
from atlas.backoffice.job_rows import job_row
from atlas.backoffice.result_rows import Wording
from atlas.backoffice.revision_rows import Wordings, changed_values, territories_in, title_of
from atlas.cards.access import get_card, visible_cards
from atlas.cards.contents import Contents
from atlas.cards.differences import said_in
from atlas.cards.places import TerritoryPlaces
from atlas.cards.selectors import document_of, form_for, instruments_of
from atlas.cli.texts import TEXTS as PURE
from atlas.closing.services import correcting
from atlas.closing.services.errata import add_erratum
from atlas.closing.texts import TEXTS
from atlas.closing.working_copies import contents_after
from atlas.instruments.selectors import definitions_of
from atlas.jobs.selectors import newest_job
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotFound
from atlas.kernel.language import as_language
from atlas.kernel.wording import problem_text
from atlas.monitoring.rules import OVER
from atlas.monitoring.scope_names import codes_by_name, names_by_code
from atlas.report.wording import Voice

if TYPE_CHECKING:
    from typing import Any

    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.cards.form_lines import Line
    from atlas.cards.models import Card
    from atlas.monitoring.models import Session

MOST_CARDS = 200
"""Cards that are listed for a part of a name; whoever sees so many types more of it."""
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
    line, context = form_for(card).lines.get(request.GET.get("wiersz", "")), {"session": session, "here": "errata"}
    if line is None or line.is_personal:
        return render(request, "backoffice/correct_card.html", context | {"card": card} | _lines(session, card))
    form, facts = _line_form(request, line, card=card, session=session)
    if request.method == "POST" and form.is_valid():
        why = {"reason": form.cleaned_data["reason"], "words": form.cleaned_data["words"]}
        try:
            correcting.correct_line(card, line=line.code, texts=form.texts(), actor=request.actor, **why)
        except DomainError as error:
            _tell(form, error)
        else:
            return redirect("backoffice:errata", session_code)
    return render(request, "backoffice/correct_card.html", context | facts | {"card": card, "line": line, "form": form})


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
    correcting.ask_for_preview(get_session(request.actor, session_code), actor=request.actor)
    return redirect("backoffice:errata", session_code)


@require_POST
@login_required
def revise(request: ActorRequest, session_code: str) -> HttpResponse:
    """Ask for the new revision, as it was previewed."""
    session = get_session(request.actor, session_code)
    correcting.ask_for_revision(session, seen=request.POST.get("seen", ""), actor=request.actor)
    return redirect("backoffice:errata", session_code)


def _lines(session: Session, card: Card) -> dict[str, Any]:
    """Return the sections of a card with what each line says and whether a correction of it waits."""
    places, language = TerritoryPlaces(on=clock.day_of(clock.now())), as_language(get_language())
    waiting = set(waiting_corrections(session).filter(card=card).values_list("line", flat=True))
    contents, sections = Contents(document_of(card)), []
    for section in form_for(card).sections:
        lines = [
            (one.code, title_of(one, language), said_in(one, contents, places=places, language=language).answer,
             one.code in waiting)
            for one in section.lines if not one.is_personal
        ]  # fmt: skip
        sections += [(getattr(section.label, language), lines)] if lines else []
    return {"sections": sections}


def _line_form(
    request: ActorRequest, line: Line, *, card: Card, session: Session
) -> tuple[CorrectionForm, dict[str, Any]]:
    """Return the form of a line, filled with the correction that waits, and that one."""
    language, places = as_language(get_language()), TerritoryPlaces(on=clock.day_of(clock.now()))
    waiting = list(waiting_corrections(session).filter(card=card, line=line.code))
    rows = Wordings(places, language, names_of(one.begun_by for one in waiting)).cards(waiting, replaced=(), before={})
    contents = (contents_after(card, waiting) or [Contents(document_of(card))])[-1]
    form = CorrectionForm(request.POST or None, line=line, texts=contents.texts(line, places=places), language=language)
    return form, {"heading": title_of(line, language), "known": rows[0][1][0] if rows else None}


def _listed(request: ActorRequest, session: Session) -> dict[str, Any]:
    waiting, replaced = list(waiting_corrections(session)), list(replaced_corrections(session))
    notes = _paged(request, errata_of(session).order_by("-number"), parameter="strona")
    applied = _paged(request, applied_corrections(session).reverse(), parameter="strona-poprawek")
    every = (*waiting, *applied.page, *replaced)
    names = names_of([one.begun_by for one in every] + [one.made_by for one in notes.page])
    places = TerritoryPlaces(on=clock.day_of(clock.now()))
    wordings = Wordings(places, as_language(get_language()), names)
    return {
        "errata": [(one, names.get(one.made_by or 0, "")) for one in notes.page], "of_errata": notes,
        "waiting": wordings.cards(waiting, replaced=replaced, before={}),
        "applied": wordings.cards(applied.page, replaced=replaced, before=contents_before(list(applied.page))),
        "of_applied": applied, "seals": seals_of(session),
        "gmina": request.GET.get("gmina", ""), "cards": _cards(request, session),
        **_work(session, is_waiting=bool(waiting)),
    }  # fmt: skip


def _work(session: Session, *, is_waiting: bool) -> dict[str, Any]:
    """Return the last preview or sealing, and what a preview found where it still holds."""
    asked = [newest_job(f"{kind}:{session.code}") for kind in (correcting.PREVIEW, correcting.REVISE)]
    job = max((one for one in asked if one is not None), key=lambda one: one.pk, default=None)
    if job is None:
        return {}
    row = job_row(job, names=names_of([job.asked_by]))
    preview = asked[0]
    holds = preview is not None and is_waiting and preview.facts.get("mark") == corrections_mark(session)
    if preview is None or not holds or row.job.is_unfinished:
        return {"row": row, "is_revision": job.kind == correcting.REVISE}
    names = names_by_code(session.scope.all(), territories_in(preview))
    wording = Wording(definitions_of(session.instruments), Voice(as_language(get_language())), names)
    values = changed_values(preview, wording=wording)
    return {"row": row, "is_revision": job.kind == correcting.REVISE, "preview": preview, "values": values}


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
    """Return the accepted cards of the gminas of the name, or of the code, that was asked for."""
    gmina = request.GET.get("gmina", "").strip()
    if not gmina or session.state not in OVER:
        return []
    codes = {gmina} if gmina.isdecimal() else codes_by_name(session.scope.all(), gmina)
    found = visible_cards(request.actor).filter(session=session, scope__gmina__in=codes, state="accepted")
    related = found.select_related("scope", "participant").defer("content")
    return list(related.order_by("scope__name", "kind", "participant__name")[:MOST_CARDS])


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
