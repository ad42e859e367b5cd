"""The reference's own definitions: conditions over one card (rule 2), indicators, pairs. See reference.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Row = dict[str, Any]
Package = dict[str, list[Row]]
Number = int | float
Measure = Callable[[Row], bool | int | None]
Identity = tuple[str, int] | str
LEVELS = ("gmina", "powiat", "voivodeship", "country")
TOOLS = ("outdoor_action", "street_poll", "survey", "interview")
SERVICES = (
    "personal_assistance", "advocacy", "crisis_intervention", "respite_care", "befriending", "home_care",
    "small_children", "nursery_preschool", "care", "rehabilitation", "companion", "after_school",
    "technical_aids", "meals", "adaptation", "other",
)  # fmt: skip
DISCLOSED = ("NGO-3.6", "IZUS-3.6", "EFF-1", "EFF-2")

# --- Conditions and fields of one card (rule 2) -----------------------------------------------------------------


def amount(field: str) -> Measure:
    """Rule 2: the number itself; an empty one stays missing."""
    return lambda card: card.get(field)


def above_zero(field: str) -> Measure:
    """Rule 2: `field > 0`, missing when the field is empty."""

    def measure(card: Row) -> bool | None:
        number = card.get(field)
        return None if number is None else number > 0

    return measure


def is_true(field: str) -> Measure:
    """Rule 2: a yes/no field; an empty one is neither."""
    return lambda card: card.get(field)


def any_ticked(field: str) -> Measure:
    """Rule 2: at least one option ticked; 'none' is an answer (false), empty is not."""

    def measure(card: Row) -> bool | None:
        choice = card.get(field)
        return None if choice is None else choice != "none"

    return measure


def option_ticked(field: str, option: str) -> Measure:
    """Rule 2, for a breakdown: this option is ticked; known whenever the question is answered."""

    def measure(card: Row) -> bool | None:
        choice = card.get(field)
        return None if choice is None else option in choice.split("|")

    return measure


def either(*conditions: Measure) -> Measure:
    """Rule 2: three-valued OR. True or missing = true; false or missing = missing."""

    def measure(card: Row) -> bool | None:
        answers = [condition(card) for condition in conditions]
        if any(answer is True for answer in answers):
            return True
        return None if any(answer is None for answer in answers) else False

    return measure


# --- The definitions --------------------------------------------------------------------------------------------


class Indicator(NamedTuple):
    """One line of the table of indicators.md."""

    code: str
    kind: str  # count, total, share or ratio
    card_kind: str  # NGO or IZUS
    top: Measure  # the numerator's condition or field
    statistic: str = ""  # a share over this territory statistic
    bottom: str = ""  # a share or ratio over this field of the same card or service row
    options: tuple[str, ...] = ()  # the breakdown's catalogue


def ngo_count(code: str, condition: Measure, options: tuple[str, ...] = ()) -> Indicator:
    return Indicator(code, "count", "NGO", condition, options=options)


def ngo_share(code: str, top: Measure, statistic: str) -> Indicator:
    return Indicator(code, "share", "NGO", top, statistic=statistic)


def total(code: str, field: str) -> Indicator:
    return Indicator(code, "total", code.split("-", maxsplit=1)[0], amount(field))


def izus_share(code: str, field: str, *, statistic: str = "", bottom: str = "") -> Indicator:
    return Indicator(code, "share", "IZUS", amount(field), statistic=statistic, bottom=bottom)


def efficiency(code: str, top: str, bottom: str) -> Indicator:
    return Indicator(code, "ratio", "NGO", amount(top), bottom=bottom, options=SERVICES)


IN_DIAGNOSIS = either(
    above_zero("diagnosis_delegates"),
    above_zero("diagnosis_consultations"),
    above_zero("diagnosis_proposals"),
    above_zero("diagnosis_amendments"),
    is_true("diagnosis_consultation_offer"),
)
CONSULTS_DIAGNOSIS = either(is_true("diagnosis_consultation_offer"), above_zero("diagnosis_consultations"))
OFFERS_SERVICES = either(above_zero("offered_institutional"), above_zero("offered_non_institutional"))
SAW_IRREGULARITIES = either(above_zero("irregularities_statutory"), above_zero("irregularities_administrative"))

INDICATORS = (
    ngo_count("NGO-1.1", above_zero("researchers")),
    ngo_count("NGO-1.2", above_zero("consultations")),
    ngo_share("NGO-1.3", any_ticked("tools"), "ngo_active"),
    ngo_count("NGO-1.4", any_ticked("tools"), TOOLS),
    ngo_count("NGO-1.5", above_zero("reports_to_izus")),
    ngo_count("NGO-2.1", above_zero("diagnosis_delegates")),
    ngo_count("NGO-2.2", CONSULTS_DIAGNOSIS),
    ngo_share("NGO-2.3", IN_DIAGNOSIS, "ngo_active"),
    ngo_count("NGO-3.1", above_zero("managers")),
    ngo_count("NGO-3.2", is_true("manager_cooperation_agreement")),
    ngo_count("NGO-3.3", OFFERS_SERVICES),
    ngo_share("NGO-3.4", above_zero("contracts"), "ngo_active"),
    ngo_share("NGO-3.5", above_zero("contracts"), "providers_total"),
    ngo_share("NGO-3.6", amount("users_total"), "service_users_total"),
    ngo_count("NGO-3.7", any_ticked("support_activities")),
    ngo_count("NGO-3.8", above_zero("facilities")),
    ngo_share("NGO-3.9", above_zero("facilities"), "ngo_providers"),
    ngo_share("NGO-3.10", above_zero("facilities"), "providers_institutional_total"),
    ngo_count("NGO-3.11", above_zero("services_non_institutional")),
    ngo_count("NGO-4.1", SAW_IRREGULARITIES),
    total("NGO-4.2", "standard_proposals"),
    ngo_count("NGO-4.3", above_zero("standard_delegates")),
    ngo_count("NGO-5.1", above_zero("partnership_agreements")),
    total("NGO-5.2", "partnerships_initiated"),
    ngo_count("NGO-6.1", is_true("own_service_monitoring")),
    ngo_count("NGO-6.2", is_true("monitored_by_institutions")),
    ngo_share("NGO-6.3", is_true("monitored_by_institutions"), "ngo_registered"),
    total("IZUS-1.1", "orgs_reports"),
    total("IZUS-1.2", "orgs_consultations"),
    total("IZUS-1.3", "orgs_own_monitoring"),
    total("IZUS-1.4", "orgs_research_capacity"),
    total("IZUS-2.1", "orgs_diagnosis_work"),
    total("IZUS-2.2", "orgs_diagnosis_consultations"),
    total("IZUS-2.3", "orgs_diagnosis_amendments"),
    total("IZUS-2.4", "orgs_new_potential"),
    total("IZUS-3.1", "orgs_applying"),
    izus_share("IZUS-3.2", "orgs_awarded", bottom="entities_applying"),
    total("IZUS-3.3", "orgs_cooperating"),
    total("IZUS-3.4", "orgs_contracts_positive"),
    izus_share("IZUS-3.5", "orgs_contracts_negative", bottom="orgs_contracts"),
    izus_share("IZUS-3.6", "people_services_ngo", statistic="support_users_total"),
    total("IZUS-3.7", "orgs_institutional"),
    izus_share("IZUS-3.8", "orgs_institutional", statistic="providers_institutional_total"),
    total("IZUS-3.9", "orgs_non_institutional"),
    total("IZUS-4.1", "orgs_penalised"),
    total("IZUS-4.2", "standard_proposals_received"),
    total("IZUS-5.1", "partnerships"),
    total("IZUS-6.1", "orgs_monitored"),
    izus_share("IZUS-6.2", "orgs_monitored", statistic="ngo_registered"),
    efficiency("EFF-1", "users", "ngo_staff"),
    efficiency("EFF-2", "cost_pln", "users"),
)


class Pair(NamedTuple):
    """Rule 7: one thing seen from two sides."""

    code: str
    ngo: Measure
    izus_field: str


PAIRS = (
    Pair("consultations", above_zero("consultations"), "orgs_consultations"),
    Pair("tools", any_ticked("tools"), "orgs_own_monitoring"),
    Pair("reports", above_zero("reports_to_izus"), "orgs_reports"),
    Pair("diagnosis", above_zero("diagnosis_delegates"), "orgs_diagnosis_work"),
    Pair("contracts", above_zero("contracts"), "orgs_contracts"),
    Pair("institutional", above_zero("facilities"), "orgs_institutional"),
    Pair("non_institutional", above_zero("services_non_institutional"), "orgs_non_institutional"),
    Pair("standards", amount("standard_proposals"), "standard_proposals_received"),
    Pair("monitored", is_true("monitored_by_institutions"), "orgs_monitored"),
)
