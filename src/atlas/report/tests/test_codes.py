from types import SimpleNamespace

import pytest

from atlas.engine.lineage import Note
from atlas.engine.run import compute
from atlas.report import codes
from atlas.report.build import build_report
from atlas.report.excerpt import Gmina
from atlas.report.tests.reading import blocks_of, rows_of

SCOPES = {"a": ["0605052", "0609033"], "b": ["0605993", "0609033"], "c": ["0605993"]}


@pytest.fixture
def found():
    packages = tuple(
        SimpleNamespace(session=SimpleNamespace(code=code, sequence=number)) for number, code in enumerate(SCOPES, 1)
    )
    scopes = {session: [Gmina(code, code, "CUS") for code in gminas] for session, gminas in SCOPES.items()}
    return lambda territory, *notes: codes.Codes(packages, territory, notes=notes, scopes=scopes)


def test_a_renumbered_gmina_is_followed_back_to_its_old_number(found):
    assert found("0605993", Note(2, "renumbered", "060505", "060599")).codes == {
        "c": "0605993",
        "b": "0605993",
        "a": "0605052",
    }


def test_a_merged_gmina_is_not_followed(found):
    assert set(found("0605993", Note(2, "merged-or-divided", "060505", "060599")).codes) == {"b", "c"}


def test_the_latest_session_is_the_last_one_that_has_the_territory(found):
    assert found("0609").latest().session.code == "b"
    assert found("0609031").codes == {"a": "0609033", "b": "0609033"}


def test_without_the_earlier_packages_the_report_says_why_there_is_no_baseline(pilot):
    packages, _results = pilot
    later = packages[1:]
    report = build_report(later, compute(later, partial=True), territory="06", audience="public", language="en")
    said = " ".join(
        item for block in blocks_of(report) for item in getattr(block, "items", ()) if isinstance(item, str)
    )
    assert "packages of earlier sessions were not given" in said
    assert {row.baseline.raw for row in rows_of(report).values()} == {None}
