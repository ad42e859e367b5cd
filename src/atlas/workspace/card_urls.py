"""Addresses of one card, below `karty/`."""

from __future__ import annotations

from django.urls import path

from atlas.workspace.views.cards import receipts

urlpatterns = [
    path("<int:card_id>/potwierdzenie/<int:submission_id>/", receipts.receipt, name="receipt"),
    path("<int:card_id>/potwierdzenie/<int:submission_id>/odpowiedzi.json", receipts.answers, name="receipt-answers"),
    path("<int:card_id>/wycofaj/", receipts.withdraw, name="withdraw-card"),
]
