"""Addresses of the Centre's pages, below /centrum/. A session's pages are below its code."""

from __future__ import annotations

from django.urls import path

from atlas.backoffice.views import entering, helping, jobs, obstacles, sessions

app_name = "backoffice"
urlpatterns = [
    path("prace/", jobs.jobs, name="jobs"),
    path("prace/<int:job_id>/", jobs.job, name="job"),
    path("sesje/<str:session_code>/", sessions.session, name="session"),
    # Helping participants: cards on their behalf, more time, obstacles
    path("sesje/<str:session_code>/pomoc/", helping.participants, name="help"),
    path("sesje/<str:session_code>/pomoc/<int:asked_id>/termin/", helping.extend, name="extend"),
    path("sesje/<str:session_code>/pomoc/<int:asked_id>/wpisz/", entering.enter, name="enter-card"),
    path(
        "sesje/<str:session_code>/pomoc/<int:asked_id>/statystyka/", entering.enter_statistics, name="enter-statistics"
    ),
    path("sesje/<str:session_code>/wpisane/<int:card_id>/", entering.entered, name="entered-card"),
    path("sesje/<str:session_code>/wpisane/<int:card_id>/zostaw/", entering.leave, name="leave-entry"),
    path(
        "sesje/<str:session_code>/wpisane/<int:card_id>/zrodla/<int:document_id>/", entering.source, name="card-source"
    ),
    path(
        "sesje/<str:session_code>/wpisane/<int:card_id>/zrodla/<int:document_id>/usun/",
        entering.remove,
        name="remove-source",
    ),
    path("przeszkody/<int:obstacle_id>/", obstacles.obstacle, name="obstacle"),
    path("przeszkody/<int:obstacle_id>/zamknij/", obstacles.close, name="close-obstacle"),
]
