"""The printed protocol: what was sealed, of which gminas it is the baseline, and how anybody can check it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from atlas.closing.protocol import MOST_REASONS, SealedSession, protocol_pdf
from atlas.sheets.tests.pdf_words import joined, sizes_and_standards, words

SHA256 = "a782964bfbb7e5b9b3a415a94c9bd165ed4fc0a8098f745b5efb81c94506524d"
FACTS = {
    "gminas": 2874, "invited": {"NGO": 12345, "IZUS": 5}, "accepted": {"NGO": 10211, "IZUS": 4, "STATISTICS": 5},
    "set_aside": {"NGO": 2, "IZUS": 0, "STATISTICS": 0},
    "set_aside_reasons": [["Karta wpłynęła dwa razy (wymyślone).", 2]],
    "baseline": {"NGO": [["0605053", "Janów Lubelski"], ["0605063", "Modliborzyce"]], "IZUS": [["0605053", "Janów"]]},
}  # fmt: skip
SEALED = SealedSession(
    code="2026-1", name="Sesja (wymyślona)", sequence=2, window=(date(2026, 2, 2), date(2026, 4, 30)),
    period=(date(2025, 1, 1), date(2025, 12, 31)), sha256=SHA256, sealed_at=datetime(2026, 5, 12, 9, 14, tzinfo=UTC),
    by="Osoba Przykładowa", facts=FACTS,
)  # fmt: skip


def printed(one=SEALED, *, language="en", **facts):
    return protocol_pdf(replace(one, facts=one.facts | facts), language=language)


def must_say(pdf, *wanted):
    text = words(pdf)
    for one in wanted:
        assert joined(one) in text, one


def test_it_says_what_was_sealed_when_and_by_whom():
    must_say(
        printed(), "Protocol of closing session 2026-1", "Sesja (wymyślona) (2026-1)", "number 2 in the sequence",
        "12 May 2026, 11:14 (Polish time)", "Osoba Przykładowa", SHA256, "Karta NGO 12,345 10,211 2",
        "Territory statistics 2,874 5 0", "Karta wpłynęła dwa razy (wymyślone). 2",
    )  # fmt: skip


def test_it_counts_and_names_the_gminas_whose_baseline_it_is():
    must_say(
        printed(), "Karta NGO: 2 gminas Janów Lubelski (0605053), Modliborzyce (0605063)",
        "Karta IZUS: 1 gmina Janów (0605053)",
    )  # fmt: skip


def test_without_a_new_baseline_it_says_so():
    nothing = {"NGO": [], "IZUS": []}
    must_say(printed(baseline=nothing), "No gmina gets its baseline in this session")
    must_say(printed(replace(SEALED, sequence=None), baseline=nothing), "A trial session is nobody's baseline.")


def test_reasons_beyond_the_first_are_counted_together():
    reasons = [[f"Powód {number} (wymyślony).", 2] for number in range(MOST_REASONS + 3)]
    must_say(printed(set_aside_reasons=reasons), f"Powód {MOST_REASONS - 1} (wymyślony). 2 other reasons 6")


def test_a_country_of_gminas_goes_on_over_pages_and_the_place_to_sign_stays_with_what_is_signed():
    gminas = [[f"{number:07d}", "Długa Nazwa Gminy"] for number in range(1200)]
    pdf = printed(baseline={"NGO": gminas, "IZUS": gminas})
    pages, _sizes, _standards = sizes_and_standards(pdf)
    text = words(pdf)
    assert pages > 3
    must_say(pdf, "Karta IZUS: 1,200 gminas", "Długa Nazwa Gminy (0001199)")
    assert (
        text.rindex(f"{pages - 1}/{pages}") < text.index(joined("How to check the package")) < text.index("Signature")
    )
    assert printed(baseline={"NGO": gminas, "IZUS": gminas}) == pdf
