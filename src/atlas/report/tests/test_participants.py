from atlas.report.model import Paragraph
from atlas.report.sections import participants
from atlas.report.tests.world import A, B, card, cards, cells_of, report_on, session


def rows():
    return session(cards(A, {"contracts": 1}), [card(A, orgs_reports=1)], silent=[("NGO", B, "Ż"), ("NGO", A, "Z")])


def test_everybody_invited_is_listed_in_polish_order_with_or_without_a_card(tmp_path):
    report = report_on(tmp_path, "0605", rows(), language="pl")
    assert cells_of(report, "participants-ngo") == [
        [f"Organizacja ORG-{A}-1", "Łąki", "karta przyjęta"],
        ["Organizacja Z", "Łąki", "brak karty"],
        ["Organizacja Ż", "Lipa", "brak karty"],
    ]
    assert cells_of(report, "participants-izus") == [[f"Ośrodek IZUS-{A}", "Łąki", "karta przyjęta"]]


def test_a_kind_that_nobody_was_invited_for_is_said(tmp_path):
    report = report_on(tmp_path, A, session(cards(A, {"contracts": 1})))
    section = next(one for one in report.sections if one.id == "participants")
    assert Paragraph("IZUS card: nobody was invited.") in section.blocks


def test_a_list_that_would_be_too_long_is_counted_by_territory_instead(tmp_path, monkeypatch):
    monkeypatch.setattr(participants, "MOST_PARTICIPANTS", 3)
    report = report_on(tmp_path, "0605", rows())
    assert cells_of(report, "participants-counts") == [
        ["Lipa|0605021", "0 of 1", "–|nobody invited"],
        ["Łąki|0605011", "1 of 2", "1 of 1"],
    ]
