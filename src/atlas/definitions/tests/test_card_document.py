"""A card's document goes to JSON and back unchanged; its bytes are canonical."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from atlas.definitions.card_document import EMPTY, CardDocument, Source, document_from_json
from atlas.definitions.load import shipped_definitions

TEMPLATES = shipped_definitions().templates
NGO = CardDocument(
    answers={
        "organisation_name": "Stowarzyszenie „Próba” (wymyślone)", "consultations": 0, "own_service_monitoring": False,
        "tools": ("survey", "interview"), "service_territories": ("0605053", "0605"), "legal_form": "association",
        "specialisations:other:text": "warsztaty",
        "services": ({"service": "meals", "users": 12, "ngo_staff": None, "cost_pln": Decimal("1200.50")},),
    },
    reasons={"researchers": "not_collected"}, explanations={"services:meals": "Rok temu nie było."},
    unread={"managers": {"value": "dwie osoby"}},
)  # fmt: skip


def back(document, template):
    return document_from_json(json.loads(document.canonical()), template)


def test_every_type_of_answer_comes_back_as_it_was():
    assert back(NGO, TEMPLATES["NGO"]) == NGO
    izus = CardDocument(answers={"diagnosis_adopted": True, "diagnosis_date": date(2024, 2, 29), "orgs_contracts": 3})
    assert back(izus, TEMPLATES["IZUS"]) == izus
    statistics = CardDocument(
        answers={"population": 10_850}, sources={"population": Source("gus_bdl", date(2025, 12, 31))}
    )
    assert back(statistics, TEMPLATES["STATISTICS"]) == statistics
    assert back(EMPTY, TEMPLATES["NGO"]) == EMPTY


def test_the_bytes_do_not_depend_on_the_order_of_typing_and_money_keeps_its_grosze():
    turned = CardDocument(answers=dict(reversed(NGO.answers.items())), reasons=NGO.reasons,
                          explanations=NGO.explanations, unread=NGO.unread)  # fmt: skip
    assert turned.canonical() == NGO.canonical()
    assert b'"cost_pln":"1200.50"' in NGO.canonical()
    assert "„Próba”".encode() in NGO.canonical()


def test_zero_and_missing_are_told_apart_by_the_hash():
    assert CardDocument(answers={"consultations": 0}).sha256 != EMPTY.sha256
