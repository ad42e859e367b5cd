"""Random columns of a synthetic package as Arrow arrays: answers, services, statistics. Nothing here is real.

Codes are those of cards.md; the shares of missing and zero values are the benchmark's own.
"""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from bench.population import Ints

TOOLS = ("outdoor_action", "street_poll", "survey", "interview")
SUPPORT = ("self_help", "volunteering", "neighbourly")
SERVICES = tuple(sorted((
    "personal_assistance", "advocacy", "crisis_intervention", "respite_care", "befriending", "home_care",
    "small_children", "nursery_preschool", "care", "rehabilitation", "companion", "after_school", "technical_aids",
    "meals", "adaptation", "other",
)))  # fmt: skip
# Kind of each Part II column: a number's largest value, 'bool', or the options of a multi-choice.
NGO: dict[str, int | str | tuple[str, ...]] = {
    "researchers": 4, "consultations": 12, "tools": TOOLS, "reports_to_izus": 4, "diagnosis_delegates": 3,
    "diagnosis_consultations": 5, "diagnosis_proposals": 8, "diagnosis_amendments": 4,
    "diagnosis_consultation_offer": "bool", "managers": 4, "offered_institutional": 8,
    "offered_non_institutional": 8, "facilities": 5, "contracts": 9, "users_total": 500, "users_institutional": 300,
    "users_non_institutional": 300, "services_non_institutional": 8, "manager_cooperation_agreement": "bool",
    "support_activities": SUPPORT, "irregularities_statutory": 3, "irregularities_administrative": 3,
    "standard_proposals": 6, "standard_delegates": 3, "partnership_agreements": 7, "partnerships_initiated": 4,
    "own_service_monitoring": "bool", "monitored_by_institutions": "bool",
}  # fmt: skip
IZUS: dict[str, int] = {
    "orgs_reports": 9, "orgs_consultations": 15, "orgs_own_monitoring": 9, "orgs_research_capacity": 9,
    "orgs_diagnosis_work": 15, "orgs_diagnosis_consultations": 15, "orgs_diagnosis_amendments": 9,
    "orgs_new_potential": 9, "orgs_contracts": 30, "orgs_cooperating": 30, "orgs_contracts_positive": 25,
    "orgs_contracts_negative": 5, "orgs_institutional": 20, "orgs_non_institutional": 20, "people_services": 2000,
    "people_support": 3000, "people_services_ngo": 900, "orgs_applying": 30, "orgs_awarded": 15,
    "entities_applying": 50, "orgs_penalised": 3, "standard_proposals_received": 9, "partnerships": 9,
    "orgs_monitored": 25, "orgs_monitored_external": 9,
}  # fmt: skip
STATISTICS: dict[str, int] = {
    "population": 60_000, "families": 15_000, "households": 22_000, "ngo_registered": 300, "ngo_active": 250,
    "ngo_providers": 60, "providers_total": 90, "providers_institutional_total": 40, "private_providers": 30,
    "service_users_total": 5000, "support_users_total": 9000,
}  # fmt: skip
MONEY = pa.decimal128(14, 2)


def numbers(rng: np.random.Generator, rows: int, *, top: int, missing: float = 0.25, zero: float = 0.25) -> pa.Array:
    """Whole numbers up to `top`: given shares missing and 0, the rest 1…top."""
    lot = rng.random(rows, dtype=np.float32)
    values = rng.integers(1, top + 1, rows)
    values[lot < missing + zero] = 0
    return pa.array(values, mask=lot < missing)


def flags(rng: np.random.Generator, rows: int) -> pa.Array:
    """Yes/no: 20 % missing, the rest half and half."""
    lot = rng.integers(0, 10, rows, dtype=np.uint8)
    return pa.array(lot % 2 == 0, mask=lot < 2)


def choices(rng: np.random.Generator, rows: int, *, options: tuple[str, ...]) -> pa.Array:
    """Multi-choice: 20 % missing, 30 % 'none', the rest any combination in the catalogue's order."""
    sets = ["|".join(c) for n in range(1, len(options) + 1) for c in combinations(options, n)]
    lot = rng.random(rows, dtype=np.float32)
    index = rng.integers(1, len(sets) + 1, rows, dtype=np.int32)
    index[lot < 0.5] = 0
    return pa.DictionaryArray.from_arrays(
        pa.array(index, mask=lot < 0.2), pa.array(["none", *sets])
    ).dictionary_decode()


def money(rng: np.random.Generator, rows: int, *, missing: float) -> pa.Array:
    """decimal(14,2) PLN between 0 and 500,000; made from grosze without a detour through Python."""
    words = np.zeros((rows, 2), dtype=np.int64)
    words[:, 0] = rng.integers(0, 50_000_000, rows)
    known = np.packbits(rng.random(rows, dtype=np.float32) >= missing, bitorder="little")
    return pa.Array.from_buffers(MONEY, rows, [pa.py_buffer(known.tobytes()), pa.py_buffer(words.tobytes())])


def ngo_answers(rng: np.random.Generator, rows: int) -> dict[str, pa.Array]:
    """Part II of `rows` Karty NGO, a column for each code."""
    return {code: _answer(rng, rows, kind=kind) for code, kind in NGO.items()}


def _answer(rng: np.random.Generator, rows: int, *, kind: int | str | tuple[str, ...]) -> pa.Array:
    if isinstance(kind, int):
        return numbers(rng, rows, top=kind)
    return choices(rng, rows, options=kind) if isinstance(kind, tuple) else flags(rng, rows)


def izus_answers(rng: np.random.Generator, rows: int) -> dict[str, pa.Array]:
    """Part II of `rows` Karty IZUS; parts never exceed their wholes where a card would be refused for it."""
    answers = {code: numbers(rng, rows, top=top, zero=0.1) for code, top in IZUS.items()}
    for part, whole in (("orgs_applying", "entities_applying"), ("orgs_awarded", "orgs_applying"),
                        ("people_services_ngo", "people_services")):  # fmt: skip
        least = pc.min_element_wise(answers[part], answers[whole])
        answers[part] = pc.if_else(pc.is_null(answers[part]), answers[part], least)
    # 'awarded' against 'entities' too, when 'applying' is missing in between
    answers["orgs_awarded"] = pc.if_else(
        pc.is_null(answers["orgs_awarded"]),
        answers["orgs_awarded"],
        pc.min_element_wise(answers["orgs_awarded"], answers["entities_applying"]),
    )
    return answers


def statistics(rng: np.random.Generator, rows: int) -> dict[str, pa.Array]:
    """Territory statistics: 5 % missing, 2 % zero."""
    return {code: numbers(rng, rows, top=top, missing=0.05, zero=0.02) for code, top in STATISTICS.items()}


def service_rows(rng: np.random.Generator, cards: int) -> tuple[Ints, npt.NDArray[np.int32]]:
    """(card, service) indices of the rows of S.E, about 0.8 for each card, sorted by both."""
    count = rng.choice(5, cards, p=(0.5, 0.3, 0.12, 0.06, 0.02))
    gap = rng.integers(1, 5, cards)
    room = len(SERVICES) - np.maximum(count - 1, 0) * gap
    base = (rng.random(cards) * room).astype(np.int64)
    card = np.repeat(np.arange(cards), count)
    nth = np.arange(card.size) - np.repeat(np.cumsum(count) - count, count)
    return card, (base[card] + nth * gap[card]).astype(np.int32)
