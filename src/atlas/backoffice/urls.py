"""Addresses of the Centre's pages, below /centrum/. A session's pages are below its code."""

from __future__ import annotations

from django.urls import path

from atlas.backoffice.views import (
    announcement,
    closing,
    intents,
    jobs,
    letter_texts,
    letters,
    participants,
    planning,
    points,
    reviews,
    schedule,
    scope,
    sessions,
    verification,
)

app_name = "backoffice"
_SESSION = "sesje/<str:session_code>/"
_PLAN = f"{_SESSION}plan/"
_LETTER = f"{_SESSION}komunikat/<str:letter>/<str:kind>/<str:language>/"
_INTENTS = f"{_SESSION}listy-intencyjne/"
urlpatterns = [
    path("prace/", jobs.jobs, name="jobs"),
    path("prace/<int:job_id>/", jobs.job, name="job"),
    path(f"{_SESSION}komunikat/", announcement.announcement, name="announcement"),
    path(f"{_SESSION}komunikat/oglos/", announcement.announce, name="announce"),
    path(f"{_SESSION}komunikat/wyslij-ponownie/", announcement.send_again, name="send-announcement-again"),
    path(f"{_SESSION}komunikat/listy/", letters.letters, name="letters"),
    path(f"{_SESSION}komunikat/listy/csv/", letters.letters_csv, name="letters-csv"),
    path(f"{_SESSION}komunikat/bez-adresu/", letters.without, name="without-address"),
    path(f"{_LETTER}tekst/", letter_texts.edit, name="letter-text"),
    path(f"{_LETTER}podglad/", letter_texts.preview, name="letter-preview"),
    path(f"{_LETTER}probny-list/", letter_texts.trial, name="trial-letter"),
    path(_INTENTS, intents.register, name="letters-of-intent"),
    path(f"{_INTENTS}wyslij/", intents.send, name="send-letters-of-intent"),
    path(f"{_INTENTS}csv/", intents.register_csv, name="letters-of-intent-csv"),
    path(f"{_INTENTS}instytucje/<str:institution_code>/", intents.answer, name="letter-of-intent"),
    path(f"{_INTENTS}instytucje/<str:institution_code>/list/", intents.pdf, name="letter-of-intent-pdf"),
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
    path(f"{_SESSION}zamykanie/", closing.closing, name="closing"),
    path(f"{_SESSION}zamykanie/zamknij/", closing.close, name="close-session"),
    path(f"{_SESSION}zamykanie/gminy/", closing.gminas, name="closing-gminas"),
    path(f"{_SESSION}zamykanie/lista/<str:check>/", closing.point, name="closing-point"),
    path(f"{_SESSION}zamykanie/protokol.pdf", closing.protocol, name="closing-protocol"),
    path(f"{_SESSION}weryfikacja/", verification.queue, name="verification"),
    path(f"{_SESSION}weryfikacja/nastepna/", verification.next_card, name="next-card"),
    path(f"{_SESSION}weryfikacja/bez-uwag/", verification.clean, name="accept-clean"),
    path(f"{_SESSION}weryfikacja/<int:card_id>/", reviews.review, name="review"),
    path(f"{_SESSION}weryfikacja/<int:card_id>/trzymaj/", reviews.hold, name="hold-review"),
    path(f"{_SESSION}weryfikacja/<int:card_id>/przejmij/", reviews.take_over, name="take-review-over"),
    path(f"{_SESSION}weryfikacja/<int:card_id>/zostaw/", reviews.leave, name="leave-review"),
    path(f"{_SESSION}weryfikacja/<int:card_id>/przyjmij/", reviews.accept, name="accept-card"),
    path(f"{_SESSION}weryfikacja/<int:card_id>/zwroc/", reviews.send_back, name="return-card"),
    path(f"{_SESSION}weryfikacja/<int:card_id>/odloz/", reviews.put_aside, name="set-card-aside"),
    path(f"{_SESSION}weryfikacja/<int:card_id>/uwaga/<int:flag_id>/", reviews.settle, name="settle-flag"),
]
