"""Addresses of one card, below `karty/`."""

from __future__ import annotations

from django.urls import path

from atlas.workspace.views import obstacles
from atlas.workspace.views.cards import checking, files, history, organisations, receipts, sections, uploads

urlpatterns = [
    path("<int:card_id>/", sections.card, name="card"),
    path("<int:card_id>/czesc/<str:section>/", sections.section, name="card-section"),
    path("<int:card_id>/sprawdz/", checking.check, name="check-card"),
    path("<int:card_id>/potwierdzenie/<int:submission_id>/", receipts.receipt, name="receipt"),
    path("<int:card_id>/potwierdzenie/<int:submission_id>/odpowiedzi.json", receipts.answers, name="receipt-answers"),
    path("<int:card_id>/wycofaj/", receipts.withdraw, name="withdraw-card"),
    path("zacznij/<int:asked_id>/", sections.start, name="start-card"),
    path("zacznij/<int:asked_id>/statystyka/", sections.start_gmina_statistics, name="start-statistics"),
    path("gminy/", sections.places, name="places"),
    # The card off line
    path("<int:card_id>/arkusz.xlsx", files.sheet, name="card-sheet"),
    path("<int:card_id>/karta.pdf", files.pdf, name="card-pdf"),
    path("<int:card_id>/potwierdzenie/<int:submission_id>/potwierdzenie.pdf", files.receipt, name="receipt-pdf"),
    path("<int:card_id>/potwierdzenie/<int:submission_id>/karta.pdf", files.submitted, name="submitted-card-pdf"),
    path("<int:card_id>/wczytaj/", uploads.upload, name="upload-card"),
    path("<int:card_id>/wczytaj/przejmij/", uploads.take_over, name="take-over-upload"),
    # Reading what was, and asking for help
    path("<int:card_id>/historia/", history.history, name="card-history"),
    path("<int:card_id>/historia/porownanie/", history.compare, name="compare-versions"),
    path("<int:card_id>/historia/<int:number>/", history.version, name="card-version"),
    path("<int:card_id>/organizacje/", organisations.organisations, name="card-organisations"),
    path("<int:card_id>/przeszkoda/", obstacles.report, name="report-obstacle"),
]
