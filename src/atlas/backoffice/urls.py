"""Addresses of the Centre's pages, below /centrum/. A session's pages are below its code."""

from __future__ import annotations

from django.urls import path

from atlas.backoffice.views import completeness, jobs, sessions

app_name = "backoffice"
urlpatterns = [
    path("prace/", jobs.jobs, name="jobs"),
    path("prace/<int:job_id>/", jobs.job, name="job"),
    path("sesje/<str:session_code>/", sessions.session, name="session"),
    path("sesje/<str:session_code>/kompletnosc/", completeness.completeness, name="completeness"),
    path("sesje/<str:session_code>/kompletnosc/lista/", completeness.asked_list, name="asked-list"),
    path("sesje/<str:session_code>/kompletnosc/lista.csv", completeness.asked_file, name="asked-file"),
    path("sesje/<str:session_code>/kompletnosc/<str:area>/", completeness.completeness, name="completeness-of"),
]
