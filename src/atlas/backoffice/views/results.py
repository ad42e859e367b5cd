"""A session's results: the table, its files, and asking for them to be computed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from atlas.archive.selectors import errata_of_sessions
from atlas.backoffice.access import get_session
from atlas.backoffice.forms.results import ResultFilter
from atlas.backoffice.result_rows import Wording
from atlas.instruments.selectors import definitions_of
from atlas.kernel.language import as_language
from atlas.monitoring.scope_names import codes_by_name, names_by_code
from atlas.report.wording import Voice
from atlas.results.access import get_result_file, visible_runs
from atlas.results.selectors import is_overtaken, packages_for
from atlas.results.services import ask_to_compute
from atlas.results.store import FILES, STAYS_INSIDE, folder_of
from atlas.results.table import ResultTable, Wanted

if TYPE_CHECKING:
    from typing import Any

    from django.core.paginator import Page
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.monitoring.models import Session
    from atlas.report.records import Row
    from atlas.results.models import ResultRun

A_PAGE = 50
MOST_RUNS = 20
FIRST_ASKED = QueryDict("poziom=country")
"""What the page shows before anything was chosen: one row for each indicator."""


@require_safe
@login_required
def results(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show the newest results: indicator by territory, filtered, page by page."""
    session = get_session(request.actor, session_code)
    runs = list(visible_runs(request.actor, session)[:MOST_RUNS])
    context = {"session": session, "here": "results", "runs": runs}
    if not runs:
        return render(request, "backoffice/results.html", context | {"has_package": bool(packages_for(session))})
    context |= {"run": runs[0], "overtaken": is_overtaken(runs[0], session)}
    return render(request, "backoffice/results.html", context | _table(request, session, run=runs[0]))


@require_POST
@login_required
def compute(request: ActorRequest, session_code: str) -> HttpResponse:
    """Ask for the results to be computed again and lead to the job's page."""
    session = get_session(request.actor, session_code)
    return redirect("backoffice:job", ask_to_compute(session, actor=request.actor).pk)


@require_safe
@login_required
def result_file(request: ActorRequest, session_code: str, *, run_id: int, file_name: str) -> FileResponse:
    """Hand out a file of a run, under a name that says the session and whether it may leave the Centre."""
    session = get_session(request.actor, session_code)
    path = get_result_file(request.actor, session, run_id=run_id, name=file_name)
    inside = "-" + gettext("only-for-the-Centre") if path.stem == STAYS_INSIDE else ""
    name = f"{session.code}-{path.stem}{inside}{path.suffix}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _table(request: ActorRequest, session: Session, *, run: ResultRun) -> dict[str, Any]:
    definitions, voice = definitions_of(session.instruments), Voice(as_language(get_language()))
    query = request.GET.copy()
    number = query.pop("strona", [""])[-1]
    form = ResultFilter(query if query else FIRST_ASKED, definitions=definitions, voice=voice)
    rows = ResultTable(folder_of(run.folder) / "indicators.parquet", _wanted(session, form))
    page: Page[Row] = Paginator(rows, A_PAGE).get_page(number)  # type: ignore[arg-type]  # it cuts, no more
    found = list(page)
    names = names_by_code(session.scope.all(), (one.territory for one in found))
    errata = errata_of_sessions({session.code, *(one.baseline_session for one in found if one.baseline_session)})
    wording = Wording(definitions, voice, names, errata=errata, changes=run.notes)
    shown = [wording.row(one) for one in found]
    beside = {one for row in shown for one in (*row.errata, *row.baseline_errata)}
    return {
        "form": form, "page": page, "rows": shown, "query": query.urlencode(),
        "errata": [one for one in errata if one in beside],
        "files": [name for name in FILES if not name.startswith(STAYS_INSIDE)],
        "inside": [name for name in FILES if name.startswith(STAYS_INSIDE)],
    }  # fmt: skip


def _wanted(session: Session, form: ResultFilter) -> Wanted:
    chosen = form.chosen()
    where = chosen["gdzie"].strip()
    is_code = where.isdecimal() or where == "PL"
    return Wanted(
        session=session.code, level=chosen["poziom"], inside=where if is_code else "",
        territories=codes_by_name(session.scope.all(), where) if where and not is_code else None,
        indicators=form.indicators(),
    )  # fmt: skip
