import pytest

from atlas.definitions.load import shipped_definitions
from atlas.sheets.layout import HEADS, Column, StatisticColumn, layout_of

DEFINITIONS = shipped_definitions()
KINDS = ("NGO", "IZUS", "STATISTICS")


def lines(kind):
    return layout_of(DEFINITIONS, kind)


def by_code(kind):
    return {line.code: line for line in lines(kind) if line.code}


@pytest.mark.parametrize("kind", KINDS)
def test_every_item_has_one_line_in_the_card_order(kind):
    template = DEFINITIONS.templates[kind]
    items = [line.item.code for line in lines(kind) if line.item and line.code == line.item.code]
    assert items == [item.code for item in template.items]


@pytest.mark.parametrize("kind", KINDS)
def test_codes_are_unique_and_only_heads_have_none(kind):
    codes = [line.code for line in lines(kind) if line.code]
    assert len(codes) == len(set(codes))
    assert {line.kind for line in lines(kind) if not line.code} <= HEADS


@pytest.mark.parametrize("kind", ["NGO", "IZUS"])
def test_a_multi_choice_has_a_line_for_each_option_and_for_none_of_them(kind):
    for item in DEFINITIONS.templates[kind].items:
        if item.type == "choices":
            ticks = [line.option for line in lines(kind) if line.kind == "tick" and line.item == item]
            assert ticks == [*DEFINITIONS.catalogues[item.options].codes, "none"]


def test_a_table_has_a_line_for_each_service_with_its_three_numbers():
    rows = [line for line in lines("NGO") if line.kind == "row"]
    assert [line.code for line in rows] == [f"services:{code}" for code in DEFINITIONS.catalogues["services"].codes]
    assert {line.answer_columns for line in rows} == {(Column.ANSWER, Column.UNIT, Column.REASON)}
    assert [item.code for item in rows[0].columns] == ["users", "ngo_staff", "cost_pln"]


def test_the_three_parts_stand_in_order_and_the_supplement_apart():
    heads = [line.label.pl for line in lines("NGO") if line.kind in {"part", "supplement"}]
    assert [head.partition(" – ")[0] for head in heads] == ["Część I", "Część II", "Pozycje uzupełniające", "Część III"]


@pytest.mark.parametrize("kind", ["NGO", "IZUS"])
def test_supplementary_items_stand_after_their_head_and_no_others(kind):
    inside, marks = False, {True: set(), False: set()}
    for line in lines(kind):
        inside = (inside or line.kind == "supplement") and line.kind != "part"
        if line.item:
            marks[inside].add(line.item.mark)
    assert marks == {True: {"S"}, False: {"A"}}


def test_what_may_be_typed_in_follows_the_kind_of_item():
    ngo = by_code("NGO")
    answer, reason, explanation = Column.ANSWER, Column.REASON, Column.EXPLANATION
    assert ngo["researchers"].open_columns == (answer, reason, explanation)
    assert ngo["tools"].open_columns == (reason, explanation)
    assert ngo["tools:survey"].open_columns == (answer,)
    assert ngo["legal_form"].open_columns == (answer, explanation)  # packages keep no reasons of Part I
    assert ngo["medical_activity"].reason_column is None  # about Part I, though among the supplement
    assert ngo["contact_email"].open_columns == (answer,)
    statistic = by_code("STATISTICS")["population"]
    assert statistic.open_columns == (StatisticColumn.ANSWER, StatisticColumn.SOURCE, StatisticColumn.AS_OF)


def test_words_beside_other_have_a_line_of_their_own():
    ngo = by_code("NGO")
    assert ngo["specialisations:other:text"].kind == "words"
    assert ngo["service_territories:text"].kind == "words"


def test_options_carry_letters_that_go_on_after_z():
    longer = DEFINITIONS.catalogues["tools"].options[:1] * 28
    options = tuple(one.model_copy(update={"code": f"t{place}"}) for place, one in enumerate(longer))
    catalogue = DEFINITIONS.catalogues["tools"].model_copy(update={"options": options})
    changed = DEFINITIONS.model_copy(update={"catalogues": {**DEFINITIONS.catalogues, "tools": catalogue}})
    letters = [line.number for line in layout_of(changed, "NGO") if line.code.startswith("tools:")]
    assert letters[:2] == ["a)", "b)"]
    assert letters[25:29] == ["z)", "aa)", "ab)", "ac)"]
