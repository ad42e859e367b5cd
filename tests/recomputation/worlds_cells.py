"""What stands in the cells of generated worlds: columns of the contract, how often a number is missing or zero."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

Row = dict[str, Any]
Package = dict[str, list[Row]]

MAX_NUMBER = 10_000_000
MAX_MONEY = 10_000_000_000

TOOLS = ("outdoor_action", "street_poll", "survey", "interview")
SUPPORT_ACTIVITIES = ("self_help", "volunteering", "neighbourly")
SERVICES = (
    "personal_assistance", "advocacy", "crisis_intervention", "respite_care", "befriending", "home_care",
    "small_children", "nursery_preschool", "care", "rehabilitation", "companion", "after_school",
    "technical_aids", "meals", "adaptation", "other",
)  # fmt: skip
LEGAL_FORMS = (
    "association", "foundation", "social_cooperative", "non_profit_company", "church_legal_person",
    "local_government_association", "farmers_wives_circle", "healthcare_entity", "other",
)  # fmt: skip
NGO_COLUMNS = {
    "researchers": "number", "consultations": "number", "tools": "tools", "reports_to_izus": "number",
    "diagnosis_delegates": "number", "diagnosis_consultations": "number", "diagnosis_proposals": "number",
    "diagnosis_amendments": "number", "diagnosis_consultation_offer": "yes_no", "managers": "number",
    "offered_institutional": "number", "offered_institutional_kinds": "kinds",
    "offered_non_institutional": "number", "offered_non_institutional_kinds": "kinds",
    "facilities": "number", "facilities_kinds": "kinds", "contracts": "number", "users_total": "number",
    "users_institutional": "number", "users_non_institutional": "number",
    "services_non_institutional": "number", "services_non_institutional_kinds": "kinds",
    "manager_cooperation_agreement": "yes_no", "support_activities": "support_activities",
    "irregularities_statutory": "number", "irregularities_administrative": "number",
    "standard_proposals": "number", "standard_delegates": "number", "partnership_agreements": "number",
    "partnerships_initiated": "number", "own_service_monitoring": "yes_no",
    "monitored_by_institutions": "yes_no",
}  # fmt: skip
IZUS_COLUMNS = dict.fromkeys((
    "orgs_reports", "orgs_consultations", "orgs_own_monitoring", "orgs_research_capacity", "orgs_diagnosis_work",
    "orgs_diagnosis_consultations", "orgs_diagnosis_amendments", "orgs_new_potential", "orgs_contracts",
    "orgs_cooperating", "orgs_contracts_positive", "orgs_contracts_negative", "orgs_institutional",
    "orgs_non_institutional", "people_services", "people_support", "people_services_ngo", "orgs_applying",
    "orgs_awarded", "entities_applying", "orgs_penalised", "standard_proposals_received", "partnerships",
    "orgs_monitored", "orgs_monitored_external",
), "number")  # fmt: skip
STATISTICS_COLUMNS = dict.fromkeys((
    "population", "families", "households", "ngo_registered", "ngo_active", "ngo_providers", "providers_total",
    "providers_institutional_total", "private_providers", "service_users_total", "support_users_total",
), "number")  # fmt: skip
SERVICE_COLUMNS = {"users": "number", "ngo_staff": "staff", "cost_pln": "money"}

# How often a number is missing, zero, small (1-3), middling (4-60); the rest is large.
PALETTES = {
    "mixed": (0.20, 0.45, 0.80, 0.95),
    "known": (0.00, 0.25, 0.80, 0.97),
    "tiny": (0.15, 0.55, 1.00, 1.00),
    "gaps": (0.65, 0.80, 0.95, 0.99),
    "large": (0.10, 0.20, 0.30, 0.40),
}

# --- Cells ------------------------------------------------------------------------------------------------------


class Cells:
    """What stands in the cells of one row: keyed, so that it does not depend on the other rows."""

    def __init__(self, palette: str, *key: object) -> None:
        self.random = Random(repr(key))  # noqa: S311 - test data, repeatable
        self.palette = PALETTES[palette]

    def row(self, columns: dict[str, str], filled: set[str]) -> Row:
        """Every column present; those outside `filled` missing. Each column always uses up its own draws."""
        cells = {name: getattr(self, kind)() for name, kind in columns.items()}
        return {name: value if name in filled else None for name, value in cells.items()}

    def number(self) -> int | None:
        dice, size = self.random.random(), self.random.random()
        missing, zero, small, middling = self.palette
        if dice < missing:
            return None
        if dice < zero:
            return 0
        if dice < small:
            return 1 + int(size * 3)
        if dice < middling:
            return 4 + int(size * 57)
        return MAX_NUMBER if size < 0.3 else int(size * MAX_NUMBER)

    def staff(self) -> int | None:
        number = self.number()
        return 0 if self.random.random() < 0.15 else number

    def money(self) -> Decimal | None:
        """0 to 2 decimals, as a person would write them (`12195.1` too), up to ten thousand million."""
        number, dice, size = self.number(), self.random.random(), self.random.random()
        if not number:
            return None if number is None else Decimal(0)
        if dice < 0.1:
            return Decimal(MAX_MONEY)
        if dice < 0.2:
            return Decimal(int(size * MAX_MONEY) * 100 + 99) / 100
        return Decimal(number * 10 ** int(dice * 10 % 3) + int(size * 100)) / (1, 10, 100)[int(dice * 100 % 3)]

    def yes_no(self) -> bool | None:
        return self.random.choice((None, False, True, True))

    def choice(self, options: tuple[str, ...]) -> str | None:
        dice, ticks = self.random.random(), self.random.getrandbits(len(options))
        ticked = [option for place, option in enumerate(options) if ticks >> place & 1]
        if dice < 0.2:
            return None
        return "|".join(ticked) if ticked and dice > 0.4 else "none"

    def tools(self) -> str | None:
        return self.choice(TOOLS)

    def support_activities(self) -> str | None:
        return self.choice(SUPPORT_ACTIVITIES)

    def kinds(self) -> None:
        """The optional `..._kinds`: no indicator reads them and their catalogue is not given."""
        return

    def services(self) -> list[str]:
        """Mostly none to three of the first four, now and then any of the sixteen; in the catalogue's order."""
        wanted = {self.random.choice(SERVICES[:4] if self.random.random() < 0.8 else SERVICES) for _ in range(3)}
        few = set(sorted(wanted)[: self.random.randrange(4)])
        return [service for service in SERVICES if service in few]
