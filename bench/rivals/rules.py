"""What the rivals compute: the 51 indicators of indicators.md in their order, by hand, independent of the product.

A *line* is an indicator or one of its tools; conditions are SQL with three-valued logic (rule 2).
"""

from dataclasses import dataclass

LEVELS = ("gmina", "powiat", "voivodeship", "country")
TOOLS = ("outdoor_action", "street_poll", "survey", "interview")
SERVICES = (
    "personal_assistance", "advocacy", "crisis_intervention", "respite_care", "befriending", "home_care",
    "small_children", "nursery_preschool", "care", "rehabilitation", "companion", "after_school", "technical_aids",
    "meals", "adaptation", "other",
)  # fmt: skip
EFFICIENCY = ("EFF-1", "EFF-2")
LEVELS_COLUMNS = ("session", "indicator", "breakdown", "level", "territory", "value", "numerator", "denominator",
                  "cards", "respondents", "invited", "coverage", "gminas_used", "gminas_in_scope")  # fmt: skip
PANEL_COLUMNS = (
    "session", "indicator", "breakdown", "level", "territory", "panel_n", "panel_value", "panel_baseline"
)  # fmt: skip

_ABOVE_ZERO = (
    "researchers", "consultations", "reports_to_izus", "diagnosis_delegates", "managers", "facilities", "contracts",
    "services_non_institutional", "standard_delegates", "partnership_agreements",
)  # fmt: skip
CONDITIONS: dict[str, str] = {
    **{item: f"{item} > 0" for item in _ABOVE_ZERO},
    "consultation_ready": "diagnosis_consultation_offer OR diagnosis_consultations > 0",
    "diagnosis": "diagnosis_delegates > 0 OR diagnosis_consultations > 0 OR diagnosis_proposals > 0"
    " OR diagnosis_amendments > 0 OR diagnosis_consultation_offer",
    "manager_cooperation": "manager_cooperation_agreement",
    "offered": "offered_institutional > 0 OR offered_non_institutional > 0",
    "support": "support_activities <> 'none'",
    "irregularities": "irregularities_statutory > 0 OR irregularities_administrative > 0",
    "own_monitoring": "own_service_monitoring",
    "monitored": "monitored_by_institutions",
    "tools": "tools <> 'none'",
    **{tool: f"tools LIKE '%{tool}%'" for tool in TOOLS},
}
SUMS = ("users_total", "standard_proposals", "partnerships_initiated")


@dataclass(frozen=True)
class Line:
    """One line of the grid: `part` is a condition or field, `whole` a statistic (`T.x`) or a field of the card."""

    indicator: str
    kind: str  # count, total, share; ratio for EFF
    part: str
    whole: str = ""
    breakdown: str = ""

    @property
    def perspective(self) -> str:
        """NGO, IZUS or EFF."""
        return self.indicator.split("-")[0]

    @property
    def statistic(self) -> str:
        """The territory statistic of a share, '' where the denominator comes from the cards."""
        return self.whole[2:] if self.whole.startswith("T.") else ""


LINES: tuple[Line, ...] = (
    Line("NGO-1.1", "count", "researchers"),
    Line("NGO-1.2", "count", "consultations"),
    Line("NGO-1.3", "share", "tools", "T.ngo_active"),
    Line("NGO-1.4", "count", "tools"),
    *(Line("NGO-1.4", "count", tool, breakdown=tool) for tool in TOOLS),
    Line("NGO-1.5", "count", "reports_to_izus"),
    Line("NGO-2.1", "count", "diagnosis_delegates"),
    Line("NGO-2.2", "count", "consultation_ready"),
    Line("NGO-2.3", "share", "diagnosis", "T.ngo_active"),
    Line("NGO-3.1", "count", "managers"),
    Line("NGO-3.2", "count", "manager_cooperation"),
    Line("NGO-3.3", "count", "offered"),
    Line("NGO-3.4", "share", "contracts", "T.ngo_active"),
    Line("NGO-3.5", "share", "contracts", "T.providers_total"),
    Line("NGO-3.6", "share", "users_total", "T.service_users_total"),
    Line("NGO-3.7", "count", "support"),
    Line("NGO-3.8", "count", "facilities"),
    Line("NGO-3.9", "share", "facilities", "T.ngo_providers"),
    Line("NGO-3.10", "share", "facilities", "T.providers_institutional_total"),
    Line("NGO-3.11", "count", "services_non_institutional"),
    Line("NGO-4.1", "count", "irregularities"),
    Line("NGO-4.2", "total", "standard_proposals"),
    Line("NGO-4.3", "count", "standard_delegates"),
    Line("NGO-5.1", "count", "partnership_agreements"),
    Line("NGO-5.2", "total", "partnerships_initiated"),
    Line("NGO-6.1", "count", "own_monitoring"),
    Line("NGO-6.2", "count", "monitored"),
    Line("NGO-6.3", "share", "monitored", "T.ngo_registered"),
    Line("IZUS-1.1", "total", "orgs_reports"),
    Line("IZUS-1.2", "total", "orgs_consultations"),
    Line("IZUS-1.3", "total", "orgs_own_monitoring"),
    Line("IZUS-1.4", "total", "orgs_research_capacity"),
    Line("IZUS-2.1", "total", "orgs_diagnosis_work"),
    Line("IZUS-2.2", "total", "orgs_diagnosis_consultations"),
    Line("IZUS-2.3", "total", "orgs_diagnosis_amendments"),
    Line("IZUS-2.4", "total", "orgs_new_potential"),
    Line("IZUS-3.1", "total", "orgs_applying"),
    Line("IZUS-3.2", "share", "orgs_awarded", "entities_applying"),
    Line("IZUS-3.3", "total", "orgs_cooperating"),
    Line("IZUS-3.4", "total", "orgs_contracts_positive"),
    Line("IZUS-3.5", "share", "orgs_contracts_negative", "orgs_contracts"),
    Line("IZUS-3.6", "share", "people_services_ngo", "T.support_users_total"),
    Line("IZUS-3.7", "total", "orgs_institutional"),
    Line("IZUS-3.8", "share", "orgs_institutional", "T.providers_institutional_total"),
    Line("IZUS-3.9", "total", "orgs_non_institutional"),
    Line("IZUS-4.1", "total", "orgs_penalised"),
    Line("IZUS-4.2", "total", "standard_proposals_received"),
    Line("IZUS-5.1", "total", "partnerships"),
    Line("IZUS-6.1", "total", "orgs_monitored"),
    Line("IZUS-6.2", "share", "orgs_monitored", "T.ngo_registered"),
    Line("EFF-1", "ratio", "users", "ngo_staff"),
    Line("EFF-2", "ratio", "cost_pln", "users"),
)
