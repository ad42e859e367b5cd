import pytest

from atlas.report.tests.world import A, B, card, cards, cells_of, report_on, session


@pytest.fixture
def table(tmp_path):
    return lambda identifier, territory, *sessions, **how: cells_of(
        report_on(tmp_path, territory, *sessions, **how), identifier
    )


def ngo(gmina, *numbers, **answers):
    return [one for number in numbers for one in cards(gmina, answers or {"contracts": 1}, first=number)]


def counts(rows):
    return [row[1:] for row in rows]


def test_stayed_joined_and_left_are_counted_of_cards_respondents_and_gminas(table):
    """A: organisations 1, 2, 3 then, 2, 3, 4, 5 now; B filed only then."""
    then, now = session(ngo(A, 1, 2, 3) + ngo(B, 1)), session(ngo(A, 2, 3, 4, 5), gminas=[A, B], sequence=2)
    assert counts(table("who-table", "0605", then, now)) == [
        ["4", "4", "2", "2", "2"],
        ["4", "4", "2", "2", "2"],
        ["2", "1", "1", "0", "1"],
    ]


def test_a_gmina_with_another_number_or_kind_is_the_same(table):
    """0605011 becomes mixed (0605013), 0605021 gets the number 060509."""
    then = session([*ngo(A, 1), *({**one, "respondent": "ORG-B"} for one in ngo(B, 1))])
    later = [{**ngo(A, 1)[0], "gmina": "0605013"}, {"gmina": "0605091", "respondent": "ORG-B", "contracts": 1}]
    now = session(later, sequence=2, changes=[("060502", "060509")])
    assert counts(table("who-table", "0605", then, now)) == [["2", "2", "2", "0", "0"]] * 3


def test_a_merged_gmina_is_a_new_one(table):
    """Organisations 1 and 2 stay, but A and B are gone, so no card has a match."""
    then = session(
        [{"gmina": A, "respondent": "ORG-1", "contracts": 1}, {"gmina": B, "respondent": "ORG-2", "contracts": 1}]
    )
    merged = [{"gmina": "0605081", "respondent": who, "contracts": 1} for who in ("ORG-1", "ORG-2")]
    now = session(merged, sequence=2, changes=[("060501", "060508"), ("060502", "060508")])
    assert counts(table("who-table", "0605", then, now)) == [
        ["2", "2", "0", "2", "2"],
        ["2", "2", "2", "0", "0"],
        ["2", "1", "0", "1", "2"],
    ]


def leading(table, *sessions, indicator, **how):
    return next(row for row in table("leading-table", A, *sessions, **how) if row[0].startswith(indicator))


def test_where_panel_and_all_cards_point_in_opposite_directions_the_table_says_so(table):
    """The matched three propose 6 -> 3; two newcomers bring 9, so all cards 6 -> 12."""
    then = session(cards(A, *[{"standard_proposals": 2}] * 3))
    now = session(
        cards(A, *[{"standard_proposals": 1}] * 3, {"standard_proposals": 4}, {"standard_proposals": 5}), sequence=2
    )
    assert leading(table, then, now, indicator="NGO-4.2")[1:] == [
        "6", "12", "−3|↓ worse · panel: 3 cards", "+6|↑ better", "they point in opposite directions: read the panel",
    ]  # fmt: skip


def test_where_all_answered_again_both_changes_are_of_the_same_cards(table):
    then, now = (session(cards(A, {"standard_proposals": n}), sequence=n) for n in (1, 2))
    assert leading(table, then, now, indicator="NGO-4.2")[-1] == "the same cards"


def test_without_a_panel_the_plain_change_is_not_to_be_read_as_one(table):
    then = session(cards(A, {"standard_proposals": 1}))
    now = session(cards(A, {"standard_proposals": 9}, first=2), sequence=2)
    assert leading(table, then, now, indicator="NGO-4.2")[-2:] == [
        "+8|↑ better",
        "no panel: do not read it as a change",
    ]


def test_the_panel_of_people_is_not_public(table):
    people = [{"users_total": 10}] * 4
    known = [{"gmina": A, "service_users_total": 100}]
    then, now = (session(cards(A, *people), statistics=known, sequence=n) for n in (1, 2))
    row = leading(table, then, now, indicator="NGO-3.6")
    assert row[3] == "–|not published"
    assert row[-1] == "the panel is not published: do not read it as a change"
    assert leading(table, then, now, indicator="NGO-3.6", audience="centre")[-1] == "the same cards"


def test_in_the_baseline_session_there_is_nothing_to_compare(tmp_path):
    report = report_on(tmp_path, A, session(ngo(A, 1), [card(A, orgs_reports=1)]))
    section = next(one for one in report.sections if one.id == "change")
    assert section.parts == ()
    assert section.blocks[0].text == "There is nothing to compare with yet."
    assert all("this session is the baseline" in item for item in section.blocks[1].items)


@pytest.mark.parametrize(("territory", "session_of_panel"), [("0605", "2025-1"), ("06", "2025-1")])
def test_no_panel_is_larger_than_the_cards_that_stayed(*, report_of, pilot, territory, session_of_panel):
    _packages, results = pilot
    matched = [
        row["panel_n"] for row in results.indicators.to_pylist()
        if (row["session"], row["territory"]) == ("2026-1", territory) and row["indicator"].startswith("NGO")
    ]  # fmt: skip
    stayed = int(cells_of(report_of(territory), "who-table")[0][3])
    assert max(matched) == stayed
    assert session_of_panel in cells_of(report_of(territory), "who-table")[0][0]
