import pytest

from atlas.report.model import Heat, Map, Ranking, Table
from atlas.report.tests.reading import blocks_of, rows_of
from atlas.report.tests.world import A, B, C, cards, cells_of, report_on, session

MANY = [f"06{powiat:02d}{number:02d}1" for powiat in range(1, 31) for number in (1,)]


def of_kind(report, kind):
    return [block for block in blocks_of(report) if isinstance(block, kind)]


def people(gmina, *users):
    return cards(gmina, *({"users_total": number} for number in users))


def known(*gminas, **more):
    return [{"gmina": gmina, "service_users_total": 100, "ngo_active": 10} | more for gmina in gminas]


@pytest.mark.parametrize(("territory", "below"), [("PL", ["06"]), ("06", ["0605", "0607", "0609", "0617"]),
                                                  ("0605", ["0605053", "0605063"])])  # fmt: skip
def test_a_report_compares_the_next_level_down(*, report_of, territory, below):
    report = report_of(territory, language="pl")
    section = next(one for one in report.sections if one.id == "below")
    if len(below) == 1:
        assert "tylko jedno terytorium" in section.blocks[0].text or "only one territory" in section.blocks[0].text
    else:
        assert [row[0].split("|")[1] for row in cells_of(report, "below-ngo")] == below


def test_a_gmina_has_nothing_below(report_of):
    assert "below" not in {section.id for section in report_of("0605053").sections}


@pytest.mark.parametrize("audience", ["public", "centre"])
@pytest.mark.parametrize("territory", ["06", "0605"])
def test_every_figure_of_the_comparison_is_that_of_the_territorys_own_report(*, report_of, territory, audience):
    report = report_of(territory, audience=audience)
    for ranking in of_kind(report, Ranking):
        for bar in ranking.bars:
            indicator = ranking.title.split()[0]
            own = rows_of(report_of(bar.territory, audience=audience))[indicator, ""]
            assert (bar.value, bar.baseline) == (own.value.raw, own.baseline.raw)
            assert bar.text == own.value.text
    (heat,) = of_kind(report, Heat)
    codes = [row[0].split("|")[1] for row in cells_of(report, "below-ngo")]
    for code, row in zip(codes, heat.cells, strict=True):
        own = rows_of(report_of(code, audience=audience))
        for label, cell in zip(heat.indicators, row, strict=True):
            assert cell.value == own[label.rpartition("(")[2].rstrip(")"), ""].value.raw


def test_territories_stand_in_order_of_value_and_those_without_one_last_with_the_reason(tmp_path):
    ngo = [*people(A, 30, 30, 30), *people(B, 10, 10, 10), *people(C, 10, 10, 10)]
    report = report_on(tmp_path, "0605", session(ngo, statistics=known(A, B)))
    ranking = next(one for one in of_kind(report, Ranking) if one.title.startswith("NGO-3.6"))
    assert [(bar.label, bar.text, bar.detail) for bar in ranking.bars] == [
        ("Łąki", "90.0%", ""), ("Lipa", "30.0%", ""), ("Mostki", "–", "statistic missing"),
    ]  # fmt: skip
    assert ranking.title == "NGO-3.6 People served by organisations: most Łąki (90.0%), least Lipa (30.0%)"
    assert ranking.summary.startswith("Share of persons covered by services")
    assert ranking.summary.endswith("in the territory. 1 territory has no figure to show.")
    assert ranking.table == "ranked-ngo-3-6"


def test_of_more_than_twenty_the_first_and_last_ten_are_drawn_and_all_stand_in_the_table(tmp_path):
    ngo = [one for number, gmina in enumerate(MANY) for one in cards(gmina, *[{"contracts": 1}] * (number % 7 + 1))]
    report = report_on(tmp_path, "06", session(ngo, statistics=known(*MANY)))
    ranking = of_kind(report, Ranking)[0]
    values = [bar.value for bar in ranking.bars]
    assert len(values) == 20
    assert values == sorted(values, reverse=True)
    assert "The picture has the first ten and the last ten. 10 territories between them" in ranking.summary
    assert len(cells_of(report, ranking.table)) == 30


def test_a_figure_withheld_below_cannot_be_worked_out_from_the_sum_above(tmp_path):
    """A: one organisation with 5 people, withheld. B (12) goes with it, since 45 - 28 - 12 = 5; C (28) is shown."""
    ngo = [*people(A, 5), *people(B, 4, 4, 4), *people(C, 10, 9, 9)]
    rows = session(ngo, statistics=known(A, B, C))
    assert cells_of(report_on(tmp_path, "0605", rows), "ranked-ngo-3-6") == [
        ["Mostki|0605031", "28.0%|28 of 100", "–|this session", "3 of 3 cards"],
        ["Lipa|0605021", "–|not published", "–|this session", "3 of 3 cards"],
        ["Łąki|0605011", "–|not published", "–|this session", "1 of 1 card"],
    ]
    own = rows_of(report_on(tmp_path, B, rows))["NGO-3.6", ""]
    assert own.value.raw is None
    assert "figure of another territory" in own.notes[0].text
    centre = rows_of(report_on(tmp_path, B, rows, audience="centre"))["NGO-3.6", ""]
    assert centre.value.raw == 12


def test_a_map_is_made_only_where_an_outline_is_known(tmp_path):
    rows = session([*people(A, 1), *people(B, 1)], statistics=known(A, B))
    assert of_kind(report_on(tmp_path, "0605", rows, mapped=["0606011"]), Map) == []
    (drawn,) = of_kind(report_on(tmp_path, "0605", rows, mapped=[A, "0605091", "0606011"]), Map)
    assert [(area.code, area.text) for area in drawn.areas] == [
        (B, "nobody answered"), (A, "nobody answered"), ("0605091", "outside the session"),
    ]  # fmt: skip


def test_every_picture_has_its_table_even_where_nothing_is_known(tmp_path):
    report = report_on(tmp_path, "0605", session([*people(A, 1), *people(B, 1)]), mapped=[A])
    tables = {block.id for block in blocks_of(report) if hasattr(block, "caption")}
    assert {block.table for block in blocks_of(report) if hasattr(block, "table")} <= tables
    assert cells_of(report, "ranked-ngo-3-4")[0] == [
        "Lipa|0605021",
        "–|statistic missing",
        "–|this session",
        "0 of 1 card",
    ]


def test_a_table_under_its_figure_has_a_short_caption_and_keeps_the_official_name(tmp_path):
    report = report_on(
        tmp_path, "0605", session([*people(A, 30, 30, 30), *people(B, 10, 10, 10)], statistics=known(A, B))
    )
    table = next(one for one in of_kind(report, Table) if one.id == "ranked-ngo-3-6")
    assert table.short == "NGO-3.6 in figures"
    assert table.caption.startswith("NGO-3.6 Share of persons covered by services")
