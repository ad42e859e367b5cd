"""Addresses of the Centre's pages, below /centrum/. A session's pages are below its code."""

from __future__ import annotations

from django.urls import path

from atlas.backoffice.views import jobs, participants, planning, points, schedule, scope, sessions

app_name = "backoffice"
_SESSION = "sesje/<str:session_code>/"
_PLAN = f"{_SESSION}plan/"
urlpatterns = [
    path("prace/", jobs.jobs, name="jobs"),
    path("prace/<int:job_id>/", jobs.job, name="job"),
    path("sesje/nowa/", planning.new, name="new-session"),
    path(_SESSION, sessions.session, name="session"),
    path(f"{_SESSION}krok/", sessions.move, name="move-session"),
    path(f"{_SESSION}kopia/", planning.copy, name="copy-session"),
    path(f"{_SESSION}usun/", planning.delete, name="delete-session"),
    path(f"{_SESSION}harmonogram.ics", schedule.calendar, name="session-calendar"),
    path(_PLAN, planning.facts, name="plan"),
    path(f"{_PLAN}zakres/", scope.scope, name="plan-scope"),
    path(f"{_PLAN}zakres/zmien/", scope.change, name="change-scope"),
    path(f"{_PLAN}zakres/<str:voivodeship>/", scope.within, name="plan-scope-within"),
    path(f"{_PLAN}uczestnicy/", participants.participants, name="plan-participants"),
    path(f"{_PLAN}uczestnicy/zapros/", participants.invite_proposed, name="invite-proposed"),
    path(f"{_PLAN}uczestnicy/pomin/", participants.leave_out, name="leave-out"),
    path(f"{_PLAN}uczestnicy/przywroc/", participants.invite_again, name="invite-again"),
    path(f"{_PLAN}uczestnicy/dodaj/", participants.add, name="add-participant"),
    path(f"{_PLAN}harmonogram/", schedule.schedule, name="plan-schedule"),
    path(f"{_PLAN}punkty/", points.points, name="plan-points"),
    path(f"{_PLAN}punkty/dodaj/", points.add, name="add-point"),
    path(f"{_PLAN}punkty/<int:point_id>/", points.change, name="point"),
    path(f"{_PLAN}punkty/<int:point_id>/usun/", points.remove, name="remove-point"),
]
