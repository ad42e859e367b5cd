"""Addresses of the Centre's pages, below /centrum/. A session's pages are below its code."""

from __future__ import annotations

from django.urls import path

from atlas.backoffice.views import jobs, results, sessions

app_name = "backoffice"
urlpatterns = [
    path("prace/", jobs.jobs, name="jobs"),
    path("prace/<int:job_id>/", jobs.job, name="job"),
    path("sesje/<str:session_code>/", sessions.session, name="session"),
    path("sesje/<str:session_code>/wyniki/", results.results, name="results"),
    path("sesje/<str:session_code>/wyniki/policz/", results.compute, name="compute-results"),
    path("sesje/<str:session_code>/wyniki/<int:run_id>/<str:file_name>", results.result_file, name="result-file"),
]
