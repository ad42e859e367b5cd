"""Addresses of the Centre's pages, below /centrum/. A session's pages are below its code."""

from __future__ import annotations

from django.urls import path

from atlas.backoffice.views import announcement, completeness, intents, jobs, letter_texts, letters, sessions

_SESSION = "sesje/<str:session_code>/"
_LETTER = f"{_SESSION}komunikat/<str:letter>/<str:kind>/<str:language>/"
_INTENTS = f"{_SESSION}listy-intencyjne/"

app_name = "backoffice"
urlpatterns = [
    path("prace/", jobs.jobs, name="jobs"),
    path("prace/<int:job_id>/", jobs.job, name="job"),
    path("sesje/<str:session_code>/", sessions.session, name="session"),
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
    path(f"{_SESSION}kompletnosc/", completeness.completeness, name="completeness"),
    path(f"{_SESSION}kompletnosc/lista/", completeness.asked_list, name="asked-list"),
    path(f"{_SESSION}kompletnosc/lista.csv", completeness.asked_file, name="asked-file"),
    path(f"{_SESSION}kompletnosc/przypomnij/<str:code>/", completeness.remind_one, name="remind"),
    path(f"{_SESSION}kompletnosc/<str:area>/", completeness.completeness, name="completeness-of"),
]
