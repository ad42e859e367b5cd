"""Addresses of the Centre's pages, below /centrum/. A session's pages are below its code."""

from __future__ import annotations

from django.urls import path

from atlas.backoffice.views import closing, errata, jobs, sessions

app_name = "backoffice"
urlpatterns = [
    path("prace/", jobs.jobs, name="jobs"),
    path("prace/<int:job_id>/", jobs.job, name="job"),
    path("sesje/<str:session_code>/", sessions.session, name="session"),
    path("sesje/<str:session_code>/zamykanie/", closing.closing, name="closing"),
    path("sesje/<str:session_code>/zamykanie/zamknij/", closing.close, name="close-session"),
    path("sesje/<str:session_code>/zamykanie/gminy/", closing.gminas, name="closing-gminas"),
    path("sesje/<str:session_code>/zamykanie/lista/<str:check>/", closing.point, name="closing-point"),
    path("sesje/<str:session_code>/zamykanie/protokol.pdf", closing.protocol, name="closing-protocol"),
    path("sesje/<str:session_code>/sprostowania/", errata.errata, name="errata"),
    path("sesje/<str:session_code>/korekty/podglad/", errata.preview, name="preview-corrections"),
    path("sesje/<str:session_code>/korekty/zapieczetuj/", errata.revise, name="seal-revision"),
    path("sesje/<str:session_code>/korekty/karta/<int:card_id>/", errata.correct, name="correct-card"),
    path("sesje/<str:session_code>/korekty/<int:correction_id>/odrzuc/", errata.drop, name="drop-correction"),
]
