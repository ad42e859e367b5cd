"""Packages of several sessions: their sequence, changed definitions, sums that no number can hold."""

from __future__ import annotations

import pytest

from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.tests.builder import A, B, good_rows, lines, written
from atlas.engine.run import compute
from atlas.kernel.errors import DomainError

SHIPPED = shipped_definitions()


def results(paths, *, partial=False):
    with read_packages(paths) as packages:
        return compute(packages, partial=partial)


def refusal(paths, *, partial=False):
    with pytest.raises(DomainError) as caught:
        results(paths, partial=partial)
    return caught.value


def row(found, indicator, *, session, territory):
    """Return one row of the indicators, without breakdown."""
    wanted = {"indicator": indicator, "session": session, "territory": territory, "breakdown": None}
    [one] = [one for one in found.indicators.to_pylist() if wanted.items() <= one.items()]
    return one


def sessions(folder, *sequences):
    return [written(folder / f"s{one}", good_rows(sequence=one)) for one in sequences]


@pytest.mark.parametrize("sequences", [(1, 3), (2,), (2, 3)])
def test_sessions_must_run_from_1_without_a_gap(tmp_path, sequences):
    error = refusal(sessions(tmp_path, *sequences))
    assert error.code == "sequence-gap"
    for told in lines(error.problems[0]):
        assert ", ".join(map(str, sequences)) in told


@pytest.mark.parametrize("sequences", [(1, 3), (2,), (3, 2)])
def test_a_partial_run_takes_any_sessions(tmp_path, sequences):
    found = results(sessions(tmp_path, *sequences), partial=True).indicators
    assert found["session"].unique().to_pylist() == [f"{2024 + one}-1" for one in sorted(sequences)]
    assert found["baseline_session"].null_count == found.num_rows


@pytest.mark.parametrize("partial", [False, True])
def test_two_revisions_of_one_session_in_one_run_are_refused(tmp_path, *, partial):
    revised = good_rows()
    revised["session"][0]["revision"] = 2
    paths = [written(tmp_path / "first"), written(tmp_path / "revised", revised)]
    error = refusal(paths, partial=partial)
    assert error.code == "session-twice"
    for told in lines(error.problems[0]):
        assert all(word in told for word in ("2025-1", "first", "revised"))


def test_two_sessions_with_one_number_are_refused_even_in_a_partial_run(tmp_path):
    paths = [written(tmp_path / code, good_rows(code=code)) for code in ("a", "b")]
    assert refusal(paths, partial=True).code == "session-twice"


@pytest.mark.parametrize("name", ["s[1]", "s?", "*", "s{1,2}"])
def test_a_folder_whose_name_looks_like_a_pattern_is_not_mistaken_for_another(tmp_path, name):
    other = good_rows(sequence=2)
    other["cards_ngo"][0]["users_total"] = 77
    paths = [written(tmp_path / "s1", format="parquet"), written(tmp_path / name, other, format="parquet")]
    found = results(paths)
    assert row(found, "NGO-3.6", session="2025-1", territory=A)["value"] == 10.0
    assert row(found, "NGO-3.6", session="2026-1", territory=A)["value"] == 77.0


def with_indicator(definitions, changed):
    kept = tuple(one for one in definitions.indicators if one.id != changed.id)
    return definitions.model_copy(update={"indicators": (*kept, changed)})


def with_formula(identifier, formula):
    """The shipped definitions with version 2 of an indicator."""
    changed = SHIPPED.indicator(identifier).model_copy(update={"version": 2, "formula": formula})
    return with_indicator(SHIPPED, changed)


def users_rows(sequence, **users):
    rows = good_rows(sequence=sequence)
    rows["cards_ngo"][0].update(users)
    return rows


def test_after_a_change_of_formula_the_comparison_is_marked_and_the_panel_uses_the_later_one(tmp_path):
    first = written(tmp_path / "s1", users_rows(1, users_total=10, users_institutional=4))
    later = with_formula("NGO-3.6", "share(sum(users_institutional), stat(service_users_total))")
    second = written(
        tmp_path / "s2", users_rows(2, users_total=30, users_institutional=6), definitions=later, format="parquet"
    )
    found = row(results([second, first]), "NGO-3.6", session="2026-1", territory=A)
    assert (found["definition_version"], found["baseline_definition_version"]) == (2, 1)
    assert (found["value"], found["baseline_value"], found["change"]) == (6.0, 10.0, -4.0)
    assert (found["panel_n"], found["panel_value"], found["panel_baseline"], found["panel_change"]) == (
        1,
        6.0,
        4.0,
        2.0,
    )


def test_a_session_is_computed_by_the_definitions_of_its_own_package(tmp_path):
    later = with_formula("NGO-3.6", "share(sum(users_institutional), stat(service_users_total))")
    paths = [written(tmp_path / "s1"), written(tmp_path / "s2", good_rows(sequence=2), definitions=later)]
    found = results(paths)
    assert row(found, "NGO-3.6", session="2025-1", territory=A)["value"] == 10.0
    assert row(found, "NGO-3.6", session="2026-1", territory=A)["value"] is None


def later_template():
    """Version 2 of Karta NGO: one more item, and an indicator over it."""
    ngo = SHIPPED.templates["NGO"]
    part = next(one for one in ngo.sections if any(item.code == "contracts" for item in one.items))
    asked = next(item for item in part.items if item.code == "contracts")
    longer = part.model_copy(update={"items": (*part.items, asked.model_copy(update={"code": "grants"}))})
    sections = tuple(longer if one is part else one for one in ngo.sections)
    template = ngo.model_copy(update={"version": 2, "sections": sections})
    model = next(one for one in SHIPPED.indicators if one.card_kind == "NGO" and one.kind == "total")
    added = model.model_copy(update={"id": "NGO-3.12", "formula": "sum(grants)", "version": 1})
    templates = SHIPPED.templates | {"NGO": template}
    return with_indicator(SHIPPED.model_copy(update={"templates": templates}), added)


@pytest.fixture
def with_a_later_template(tmp_path):
    rows = good_rows(sequence=2)
    rows["session"][0]["template_ngo"] = 2
    rows["cards_ngo"][0]["grants"] = 3
    rows["cards_ngo"][2]["grants"] = 4
    return results([written(tmp_path / "s1"), written(tmp_path / "s2", rows, definitions=later_template())])


def test_an_item_that_only_the_later_template_has_is_computed_from_then_on(with_a_later_template):
    assert row(with_a_later_template, "NGO-3.12", session="2026-1", territory=A)["value"] == 3
    assert row(with_a_later_template, "NGO-3.12", session="2026-1", territory="0605")["value"] == 7
    earlier = [one for one in with_a_later_template.indicators.to_pylist() if one["session"] == "2025-1"]
    assert "NGO-3.12" not in {one["indicator"] for one in earlier}


def test_an_item_that_the_earlier_template_lacked_has_no_baseline_and_no_panel(with_a_later_template):
    found = row(with_a_later_template, "NGO-3.12", session="2026-1", territory=A)
    assert found["baseline_value"] is None
    assert found["change"] is None
    assert found["panel_value"] is None
    assert not found["panel_n"]


def test_the_other_indicators_are_compared_across_the_change_of_template(with_a_later_template):
    found = row(with_a_later_template, "NGO-3.6", session="2026-1", territory=A)
    assert (found["baseline_value"], found["change"], found["panel_n"]) == (10.0, 0.0, 2)


HALF = 2**62


@pytest.mark.parametrize("column", ["users_total", "standard_proposals"])
@pytest.mark.parametrize(
    "cells",
    [
        pytest.param((HALF, HALF, None), id="within-a-gmina"),
        pytest.param((2**63 - 1, 1, None), id="by-one"),
        pytest.param((HALF, None, HALF), id="one-respondent-in-two-gminas"),
        pytest.param((None, HALF, HALF), id="across-gminas"),
    ],
)
def test_a_sum_that_no_number_can_hold_is_refused(*, tmp_path, cells, column):
    rows = good_rows()
    for card, cell in zip(rows["cards_ngo"], cells, strict=True):
        card[column] = cell
    error = refusal([written(tmp_path / "pkg", rows)])
    assert error.code == "sum-too-large"
    assert all("64" in told for told in lines(error.problems[0]))


@pytest.mark.parametrize("column", ["users", "ngo_staff"])
def test_a_sum_over_services_that_no_number_can_hold_is_refused(tmp_path, column):
    rows = good_rows()
    [home] = rows["services"]
    rows["services"] = [home | {"service": service, column: HALF} for service in ("home_care", "meals")]
    assert refusal([written(tmp_path / "pkg", rows)]).code == "sum-too-large"


def test_large_cells_that_still_add_up_are_exact(tmp_path):
    rows = good_rows()
    rows["cards_ngo"][0]["standard_proposals"] = 2**53 - 1
    rows["cards_ngo"][2]["standard_proposals"] = 1
    found = results([written(tmp_path / "pkg", rows)])
    assert row(found, "NGO-4.2", session="2025-1", territory=A)["value"] == 2.0**53 - 1
    assert row(found, "NGO-4.2", session="2025-1", territory="0605")["value"] == 2.0**53


def test_a_gmina_renumbered_between_sessions_keeps_its_baseline(tmp_path):
    rows = good_rows(sequence=2)
    for table in rows.values():
        for one in table:
            one.update({key: "0605093" for key, value in one.items() if value == B})
    rows["territory_changes"] = [{"old": B[:6], "new": "060509", "from_on": None}]
    found = results([written(tmp_path / "s1"), written(tmp_path / "s2", rows)])
    assert [(one.kind, one.old, one.new) for one in found.notes] == [("renumbered", B[:6], "060509")]
    compared = row(found, "NGO-3.6", session="2026-1", territory="0605093")
    assert (compared["baseline_session"], compared["baseline_value"], compared["panel_n"]) == ("2025-1", 10.0, 1)
