"""Random documents of a card, as the web keeps them, and one written out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from atlas.definitions.card_document import CardDocument, Source
from atlas.definitions.load import shipped_definitions
from atlas.definitions.models import NONE_OF_THESE
from atlas.sheets.layout import REASONS, SOURCES, layout_of

DEFINITIONS = shipped_definitions()
NAMES = {"0605053": "Janów Lubelski, powiat janowski (0605053)", "0605": "powiat janowski (0605)"}
CONTACT = {
    "contact_name": "Osoba Przykładowa", "contact_phone": "000 000 000", "contact_email": "osoba@example.org",
    "prepared_on": "2026-03-31",
}  # fmt: skip
NGO = CardDocument(
    answers={
        "organisation_name": "Stowarzyszenie „Próba” (wymyślone)", "seat_locality": "Janów Lubelski",
        "seat_gmina": "0605053", "legal_form": "association", "specialisations": ("meals", "other"),
        "specialisations:other:text": "=warsztaty", "service_territories": ("0605053", "0605"),
        "service_territories:text": "Biała, Momoty", "consultations": 0, "users_total": 1234,
        "tools": ("survey", "interview"), "support_activities": ("none",), "own_service_monitoring": False,
        "services": ({"service": "meals", "users": 12, "ngo_staff": None, "cost_pln": Decimal("1200.50")},),
    },
    reasons={"researchers": "not_collected"},
    explanations={"services:meals": "Rok temu nie było.", "users_total": "Nowa świetlica."},
    unread={"managers": {"value": "dwie osoby", "reason": ""}},
)  # fmt: skip
STATISTICS = CardDocument(answers={"population": 10_850}, sources={"population": Source("gus_bdl", date(2025, 12, 31))})

TEXT = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufffe\uffff") | st.sampled_from(' ,;\n"=@-+'),
    min_size=1, max_size=60,
).map(str.strip).filter(bool)  # fmt: skip
WHOLE = st.integers(0, 10_000_000)
MONEY = st.decimals(0, 10_000_000_000, places=2, allow_nan=False, allow_infinity=False).map(
    lambda one: one.quantize(Decimal("0.01"))
)
DAY = st.dates(date(1850, 1, 1), date(2100, 12, 31))
NO_NUMBER = TEXT.map("około {}".format)
"""What a person types that is no number and never will be."""


def _ticks(line):
    codes = DEFINITIONS.catalogues[line.item.options].codes
    some = st.sets(st.sampled_from(codes), min_size=1).map(lambda chosen: tuple(one for one in codes if one in chosen))
    return some | st.just((NONE_OF_THESE,))


def _answers(line):
    match line.kind:
        case "whole" | "statistic":
            return WHOLE
        case "money":
            return MONEY
        case "yes_no":
            return st.booleans()
        case "choice":
            return st.sampled_from([option.code for option in line.options])
        case "question":
            return _ticks(line)
        case "date":
            return DAY
        case _:
            return TEXT


@st.composite
def documents(draw, kind):
    """Documents without territories: forms hold those as words."""
    parts = {"answers": {}, "reasons": {}, "explanations": {}, "sources": {}, "unread": {}}
    for line in layout_of(DEFINITIONS, kind):
        is_asked = line.code and line.kind not in {"tick", "place", "places"}
        if is_asked and not (line.item and line.item.personal):
            _say(draw, line, parts=parts)
    if "services" in parts["answers"]:
        parts["answers"]["services"] = tuple(sorted(parts["answers"]["services"], key=lambda row: row["service"]))
    return CardDocument(**parts)


def _say(draw, line, *, parts):
    """Put something, or nothing, into one line."""
    what = draw(st.sampled_from(["nothing", "nothing", "answer", "reason", "unread"]))
    if line.explanation_column is not None and draw(st.integers(0, 5)) == 0:
        parts["explanations"][line.code] = draw(TEXT)
    if what == "answer":
        _row(draw, line, parts=parts) if line.kind == "row" else _answer(draw, line, parts=parts)
    elif what == "reason" and line.reason_column is not None:
        parts["reasons"][line.code] = draw(st.sampled_from(DEFINITIONS.catalogues[REASONS].codes))
    elif what == "unread" and line.kind in {"whole", "question", "statistic", "row"}:
        parts["unread"][line.code] = _unread(draw, line)


def _row(draw, line, *, parts):
    figures = {one.code: draw(st.none() | (MONEY if one.type == "money" else WHOLE)) for one in line.columns}
    if any(one is not None for one in figures.values()):
        parts["answers"].setdefault("services", []).append({"service": line.row, **figures})


def _answer(draw, line, *, parts):
    if line.kind == "words" and line.item.code in parts["unread"]:
        return  # then they stand there
    parts["answers"][line.code] = draw(_answers(line))
    if line.kind == "statistic":
        parts["sources"][line.code] = Source(draw(st.sampled_from(DEFINITIONS.catalogues[SOURCES].codes)), draw(DAY))


def _unread(draw, line):
    reasons = ["", *DEFINITIONS.catalogues[REASONS].codes]
    match line.kind:
        case "row":
            return {one.code: draw(NO_NUMBER) for one in line.columns}
        case "statistic":
            return {"value": draw(NO_NUMBER), "source": "gus_bdl", "as_of": draw(DAY).isoformat()}
        case "question":
            parts = {"value": f"{DEFINITIONS.catalogues[line.item.options].codes[0]}|{NONE_OF_THESE}"}
            parts |= {"other": draw(TEXT)} if line.item.other_text else {}
            return parts | ({"reason": draw(st.sampled_from(reasons))} if line.reason_column is not None else {})
        case _:
            return {"value": draw(NO_NUMBER), "reason": draw(st.sampled_from(reasons))}
