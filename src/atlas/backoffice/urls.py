"""Addresses of the Centre's pages, below /centrum/. A session's pages are below its code."""

from __future__ import annotations

from django.urls import path

from atlas.backoffice.views import jobs, reviews, sessions, verification

app_name = "backoffice"
urlpatterns = [
    path("prace/", jobs.jobs, name="jobs"),
    path("prace/<int:job_id>/", jobs.job, name="job"),
    path("sesje/<str:session_code>/", sessions.session, name="session"),
    path("sesje/<str:session_code>/weryfikacja/", verification.queue, name="verification"),
    path("sesje/<str:session_code>/weryfikacja/nastepna/", verification.next_card, name="next-card"),
    path("sesje/<str:session_code>/weryfikacja/bez-uwag/", verification.clean, name="accept-clean"),
    path("sesje/<str:session_code>/weryfikacja/<int:card_id>/", reviews.review, name="review"),
    path("sesje/<str:session_code>/weryfikacja/<int:card_id>/trzymaj/", reviews.hold, name="hold-review"),
    path("sesje/<str:session_code>/weryfikacja/<int:card_id>/przejmij/", reviews.take_over, name="take-review-over"),
    path("sesje/<str:session_code>/weryfikacja/<int:card_id>/zostaw/", reviews.leave, name="leave-review"),
    path("sesje/<str:session_code>/weryfikacja/<int:card_id>/przyjmij/", reviews.accept, name="accept-card"),
    path("sesje/<str:session_code>/weryfikacja/<int:card_id>/zwroc/", reviews.send_back, name="return-card"),
    path("sesje/<str:session_code>/weryfikacja/<int:card_id>/odloz/", reviews.put_aside, name="set-card-aside"),
    path("sesje/<str:session_code>/weryfikacja/<int:card_id>/uwaga/<int:flag_id>/", reviews.settle, name="settle-flag"),
]
