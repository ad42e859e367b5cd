"""Addresses of one card, below `karty/`."""

from __future__ import annotations

from django.urls import path

from atlas.workspace.views.cards import checking, receipts, sections

urlpatterns = [
    path("<int:card_id>/", sections.card, name="card"),
    path("<int:card_id>/czesc/<str:section>/", sections.section, name="card-section"),
    path("<int:card_id>/czesc/<str:section>/zera/", sections.zeros, name="card-zeros"),
    path("<int:card_id>/sprawdz/", checking.check, name="check-card"),
    path("<int:card_id>/potwierdzenie/<int:submission_id>/", receipts.receipt, name="receipt"),
    path("<int:card_id>/potwierdzenie/<int:submission_id>/odpowiedzi.json", receipts.answers, name="receipt-answers"),
    path("<int:card_id>/wycofaj/", receipts.withdraw, name="withdraw-card"),
    path("zacznij/<int:asked_id>/", sections.start, name="start-card"),
    path("zacznij/<int:asked_id>/statystyka/", sections.start_gmina_statistics, name="start-statistics"),
    path("gminy/", sections.places, name="places"),
]
