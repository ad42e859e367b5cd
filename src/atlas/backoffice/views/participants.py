"""Who is asked for cards: the registers' proposal, the adjusted list, gminas where somebody is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.backoffice.access import get_session
from atlas.backoffice.choosing import gmina_meant, participant_meant
from atlas.backoffice.forms.planning import AddForm
from atlas.kernel.errors import DomainError
from atlas.monitoring import overviews, services
from atlas.monitoring.proposing import proposed_counts
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.monitoring.models import Session
    from atlas.registry.models import Participant

A_PAGE = 50
_LONGEST_SEARCH = 100
LISTS = ("wszyscy", "ngo", "izus", "pominieci", "bez-instytucji", "bez-organizacji")
"""The lists, by the word in the address: all, by kind, left out, gminas without an institution or an organisation."""

_FIELDS = {
    "participant-unknown": "participant", "participants-several": "participant", "invited-already": "participant",
    "gmina-not-in-scope": "gmina", "gminas-several": "gmina",
}  # fmt: skip
"""Beside which field it is said what is wrong with it."""


@require_safe
@login_required
def participants(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show figures, what the registers propose besides, and one list, page by page."""
    found = get_session(request.actor, session_code)
    text = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    chosen = request.GET.get("lista", "")
    chosen = chosen if chosen in LISTS else LISTS[0]
    is_planned = found.state == SessionState.PLANNED
    proposed = proposed_counts(found) if is_planned and not request.GET else {}  # not again for each page of a list
    facts = {
        "session": found, "here": "plan", "step": "plan-participants", "text": text, "chosen": chosen,
        "is_planned": is_planned, "counts": overviews.participant_counts(found),
        "proposed": proposed, "proposed_all": sum(proposed.values()),
        "page": Paginator(_listed(found, chosen, text=text), A_PAGE).get_page(request.GET.get("strona")),
        "query": urlencode({"lista": chosen, "q": text}),
    }  # fmt: skip
    return render(request, "backoffice/plan_participants.html", facts)


@require_POST
@login_required
def invite_proposed(request: ActorRequest, session_code: str) -> HttpResponse:
    """Ask everybody whom the registers propose."""
    found = get_session(request.actor, session_code)
    invited = services.invite_proposed(found, actor=request.actor)
    messages.success(request, gettext("Cards asked for: %(n)s more.") % {"n": invited})
    return redirect("backoffice:plan-participants", found.code)


@require_POST
@login_required
def leave_out(request: ActorRequest, session_code: str) -> HttpResponse:
    """No longer ask for the chosen cards."""
    found = get_session(request.actor, session_code)
    chosen = _numbers(request.POST.getlist("chosen"))
    if not chosen:
        messages.warning(request, gettext("Nobody is chosen. Tick somebody in the list first."))
        return redirect("backoffice:plan-participants", found.code)
    left = services.leave_out(found, chosen, actor=request.actor)
    messages.success(request, gettext("Left out: %(n)s.") % {"n": left})
    return redirect("backoffice:plan-participants", found.code)


@require_POST
@login_required
def invite_again(request: ActorRequest, session_code: str) -> HttpResponse:
    """Ask the chosen ones after all."""
    found = get_session(request.actor, session_code)
    back = services.invite_again(found, _numbers(request.POST.getlist("chosen")), actor=request.actor)
    messages.success(request, gettext("Cards asked for: %(n)s more.") % {"n": back})
    return redirect("backoffice:plan-participants", found.code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: ActorRequest, session_code: str) -> HttpResponse:
    """Ask one participant, whatever the registers propose."""
    found = get_session(request.actor, session_code)
    form = AddForm(request.POST or None, initial={"gmina": request.GET.get("gmina", "")})
    if request.method == "POST" and form.is_valid():
        try:
            participant, gmina = _meant(request, form, session=found)
            services.invite_one(found, participant, gmina=gmina, actor=request.actor)
        except DomainError as error:
            form.refuse(error, field=_FIELDS.get(error.problems[0].code))
        else:
            messages.success(request, gettext("%(name)s is asked for a card.") % {"name": participant.name})
            return redirect("backoffice:plan-participants", found.code)
    facts = {"session": found, "here": "plan", "step": "plan-participants", "form": form}
    return render(request, "backoffice/add_participant.html", facts)


def _meant(request: ActorRequest, form: AddForm, *, session: Session) -> tuple[Participant, str]:
    """Who is added, and the code of the gmina."""
    data = form.cleaned_data
    return participant_meant(request.actor, data["participant"]), gmina_meant(session, data["gmina"])


def _listed(session: Session, chosen: str, *, text: str) -> QuerySet[Model]:
    if chosen == "pominieci":
        return overviews.left_out_like(session, text=text)
    if chosen in {"bez-instytucji", "bez-organizacji"}:
        return overviews.gminas_without(session, "IZUS" if chosen == "bez-instytucji" else "NGO")
    kind = chosen.upper() if chosen in {"ngo", "izus"} else ""
    return overviews.invitations_like(session, text=text, kind=kind)


def _numbers(texts: list[str]) -> list[int]:
    return [int(one) for one in texts if one.isascii() and one.isdigit()]
