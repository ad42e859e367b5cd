"""The page of a session's results: hand-checked figures of the pilot, filters, files, what is missing or old."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from tests.web.builders import centre_client, make_session

from atlas.archive.models import Erratum, SealedPackage
from atlas.archive.selectors import errata_of_sessions
from atlas.audit.triggers import remove_guards
from atlas.backoffice.result_rows import Wording
from atlas.instruments.selectors import definitions_of
from atlas.jobs.models import Job
from atlas.kernel import clock
from atlas.monitoring.models import Session
from atlas.report.wording import Voice
from atlas.results.selectors import current_run
from atlas.results.services import compute_results
from atlas.results.store import FILES, folder_of

pytestmark = pytest.mark.django_db
PILOT = [Path(__file__).parents[2] / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]
POWIAT = {"poziom": "powiat", "gdzie": "0605"}


@pytest.fixture
def centre(client):
    return centre_client()


@pytest.fixture
def pilot():
    call_command("import-package", *map(str, PILOT))
    return computed("2026-1")


def computed(code):
    session = Session.objects.get(code=code)
    compute_results(session, by=None, tell=lambda *_told: None)
    return session


def asked(centre, code="2026-1", **query):
    answer = centre.get(reverse("backoffice:results", args=[code]), query)
    assert answer.status_code == 200
    return answer


def rows(answer):
    """The page's table: each row as its cells' words."""
    table = re.search(r"<tbody>.*</tbody>", answer.content.decode(), re.DOTALL)
    found = re.findall(r"<tr>.*?</tr>", table[0] if table else "", re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in found]


def words(html):
    """Words with plain spaces, also where the page has some that do not break."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def row(answer, indicator, **found):
    (only,) = [one for one in answer.context["rows"] if one.row.indicator == indicator and not one.option]
    return only


def test_the_figures_worked_out_by_hand_stand_on_the_page(centre, pilot):
    """examples/pilot/README.md works them out: powiat janowski, 4 organisations at the baseline and 6 now."""
    page = asked(centre, **POWIAT, wskaznik="NGO-1.1")
    (cells,) = rows(page)
    assert cells[0].startswith("NGO-1.1")
    assert cells[1] == "powiat janowski 0605"
    assert cells[2:] == ["6", "10 of 13 cards 2 of 2 gminas", "4 2025-1", "+2", "+1 7 pairs"]


def test_a_share_stands_with_what_it_was_computed_from_and_warns_of_other_gminas(centre, pilot):
    """9 of 29 = 31.0 %, 22.2 % over one gmina then: +8.8 pp; the panel of four pairs says +4.4 pp."""
    (cells,) = rows(asked(centre, **POWIAT, wskaznik="NGO-3.4"))
    assert cells[2:] == [
        "31.0% 9 of 29", "10 of 13 cards 2 of 2 gminas", "22.2% 2025-1", "+8.8 pp gminas: 1 then, 2 now",
        "+4.4 pp 4 pairs",
    ]  # fmt: skip


def test_numbers_stand_in_polish_form(centre, pilot):
    centre.cookies["django_language"] = "pl"
    (cells,) = rows(asked(centre, poziom="powiat", gdzie="0605", wskaznik="EFF-2"))[:1]
    assert cells[2] == "1 739,22 1 121 800 : 645"


def test_what_is_missing_is_a_dash_with_words_never_zero(centre, pilot):
    found = asked(centre, **POWIAT, wskaznik="EFF-2")
    adaptation = next(one for one in found.context["rows"] if one.row.breakdown == "adaptation")
    assert adaptation.row.value is None
    cells = next(cells for cells in rows(found) if adaptation.option in cells[0])
    assert cells[2] == cells[4] == cells[5] == cells[6] == "– no data"
    assert cells[3] == "0 of 13 cards 0 of 2 gminas"


def test_in_the_baseline_session_nothing_is_compared(centre, pilot):
    computed("2025-1")
    (cells,) = rows(asked(centre, "2025-1", **POWIAT, wskaznik="NGO-1.1"))
    assert cells[2:] == ["4", "7 of 13 cards 2 of 2 gminas", "this session", "– no data", "– no data"]


def test_at_first_each_indicator_stands_once_for_the_whole_scope(centre, pilot):
    page = asked(centre)
    assert {one.row.territory for one in page.context["rows"]} == {"PL"}
    assert row(page, "NGO-1.1").row.value == 13


def test_names_are_the_official_ones_of_the_sessions_definitions(centre, pilot):
    centre.cookies["django_language"] = "pl"
    found = row(asked(centre, **POWIAT, wskaznik="NGO-3.4"), "NGO-3.4")
    assert found.name == (
        "Odsetek organizacji dysponujących zawartymi kontraktami na realizację usług w liczbie ogółem działających"
        " podmiotów sektora pozarządowego na terytorium gminy"
    )


def test_a_territory_is_found_by_code_or_name(centre, pilot):
    for query, territories in (
        ({"poziom": "gmina", "gdzie": "modliborzyce"}, {"0605063"}),
        ({"gdzie": "JANOWSKI"}, {"0605"}),
        ({"gdzie": "JANÓW"}, {"0605053"}),
        ({"gdzie": "0605"}, {"0605", "0605053", "0605063"}),
        ({"gdzie": "PL"}, {"PL"}),
        ({"gdzie": "Atlantyda"}, set()),
        ({"poziom": "galaktyka", "gdzie": "0605053"}, {"0605053"}),
    ):
        found = asked(centre, wskaznik="NGO-1.1", **query)
        assert {one.row.territory for one in found.context["rows"]} == territories, query


def test_a_sphere_leaves_its_indicators(centre, pilot):
    spheres = [one.row.indicator for one in asked(centre, poziom="country", sfera="2").context["rows"]]
    assert set(spheres) == {"NGO-2.1", "NGO-2.2", "NGO-2.3", "IZUS-2.1", "IZUS-2.2", "IZUS-2.3", "IZUS-2.4"}
    efficiency = asked(centre, poziom="country", sfera="EFF").context["rows"]
    assert {one.row.indicator for one in efficiency} == {"EFF-1", "EFF-2"}
    assert rows(asked(centre, poziom="country", sfera="2", wskaznik="NGO-1.1")) == []


def test_pages_go_on_where_the_one_before_ended(centre, pilot):
    first, second = (asked(centre, poziom="", gdzie="06", strona=number) for number in (1, 2))
    told = [[(one.row.indicator, one.row.breakdown, one.row.territory) for one in page.context["rows"]]
            for page in (first, second)]  # fmt: skip
    assert [len(one) for one in told] == [50, 50]
    assert not set(told[0]) & set(told[1])
    assert "gdzie=06&amp;strona=2" in first.content.decode()


def test_the_page_asks_the_database_as_often_however_much_it_shows(centre, pilot, django_assert_max_num_queries):
    for query in ({}, {"poziom": "gmina"}, {"poziom": "", "gdzie": "janów"}):
        with django_assert_max_num_queries(14):
            asked(centre, **query)


def test_files_are_handed_out_and_those_of_the_centre_say_so(centre, pilot):
    run = current_run(pilot)
    page = asked(centre).content.decode()
    for name in FILES:
        address = reverse("backoffice:result-file", args=["2026-1", run.pk, name])
        assert f'href="{address}"' in page
        answer = centre.get(address)
        assert answer.getvalue() == (folder_of(run.folder) / name).read_bytes()
        inside = "-only-for-the-Centre" if name.startswith("disclosure") else ""
        stem, _, kind = name.partition(".")
        assert answer["Content-Disposition"] == f'attachment; filename="2026-1-{stem}{inside}.{kind}"'


def test_nothing_but_a_runs_files_is_handed_out_and_only_its_own_sessions(centre, pilot):
    address = reverse("backoffice:result-file", args=["2026-1", current_run(pilot).pk, "indicators.csv"])
    for name in ("nothing.csv", "..", "indicators"):
        assert centre.get(address.replace("indicators.csv", name)).status_code == 404
    assert centre.get(address.replace("2026-1", "2025-1")).status_code == 404


def test_old_results_say_so_and_a_press_computes_again(centre, pilot):
    assert "Compute them again" not in asked(centre).content.decode()
    first = Session.objects.get(code="2025-1")
    SealedPackage.objects.create(session=first, revision=2, sha256="2" * 64, sealed_at=clock.now())
    assert "Compute them again" in asked(centre).content.decode()
    answer = centre.post(reverse("backoffice:compute-results", args=["2026-1"]))
    job = Job.objects.get()
    assert answer.url == reverse("backoffice:job", args=[job.pk])
    assert (job.kind, job.key, job.about) == ("compute-results", "results:2026-1", "2026-1")


def test_earlier_computations_stay_readable(centre, pilot):
    former = current_run(pilot)
    compute_results(pilot, by=None, tell=lambda *_told: None)
    page = asked(centre).content.decode()
    assert reverse("backoffice:result-file", args=["2026-1", former.pk, "indicators.csv"]) in page


def test_a_session_that_is_not_closed_has_no_results_yet(centre):
    make_session()
    page = asked(centre).content.decode()
    assert "They are computed when the session is closed" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_sealed_session_can_be_computed_from_the_page(centre):
    call_command("import-package", str(PILOT[0]))
    assert reverse("backoffice:compute-results", args=["2025-1"]) in asked(centre, "2025-1").content.decode()


def test_a_trial_session_says_what_it_is(centre, pilot):
    remove_guards(using="default")  # until the test ends: a real session never turns into a trial
    Session.objects.filter(code="2026-1").update(is_trial=True, sequence=None)
    compute_results(Session.objects.get(code="2026-1"), by=None, tell=lambda *_told: None)
    page = asked(centre, **POWIAT, wskaznik="NGO-1.1")
    assert "This is a trial session" in page.content.decode()
    (cells,) = rows(page)
    assert cells[2:] == ["6", "10 of 13 cards 2 of 2 gminas", "– no data", "– no data", "– no data"]


def erratum(session, number, *, territory, indicator=""):
    return Erratum.objects.create(
        session=session, number=number, territory=territory, indicator=indicator, made_at=clock.now(),
        dated_on=date(2026, 9, number), text=f"Powinno być {number} (wymyślone).",
    )  # fmt: skip


def test_errata_stand_beside_their_values_and_change_none(centre, pilot, django_assert_max_num_queries):
    erratum(pilot, 1, territory="0605", indicator="NGO-1.1")
    erratum(pilot, 2, territory="0605")
    erratum(pilot, 3, territory="0605053", indicator="NGO-1.1")
    page = asked(centre, **POWIAT, wskaznik="NGO-1.1")
    (cells,) = rows(page)
    assert cells[2:] == [
        "6 erratum 1 erratum 2", "10 of 13 cards 2 of 2 gminas", "4 2025-1", "+2", "+1 7 pairs",
    ]  # fmt: skip
    below = words(page.content.decode().partition('id="errata-beside"')[2].partition("</section>")[0])
    assert "Erratum 1 · 0605 · NGO-1.1 Powinno być 1 (wymyślone). 01.09.2026" in below
    assert "Erratum 2 · 0605 Powinno być 2 (wymyślone). 02.09.2026" in below
    assert "Erratum 3" not in below
    assert reverse("backoffice:errata", args=["2026-1"]) in page.content.decode()
    assert rows(asked(centre, **POWIAT, wskaznik="NGO-3.4"))[0][2] == "31.0% 9 of 29 erratum 2"
    assert "errata-beside" not in asked(centre, poziom="country").content.decode()
    for number in range(5, 15):
        erratum(pilot, number, territory="0605")
    with django_assert_max_num_queries(14):
        asked(centre, poziom="powiat", gdzie="0605")


def test_an_erratum_to_the_baselines_session_stands_beside_the_baseline(
    centre, pilot, django_assert_max_num_queries
):  # fmt: skip
    first = Session.objects.get(code="2025-1")
    erratum(pilot, 1, territory="0605", indicator="NGO-1.1")
    erratum(first, 5, territory="0605", indicator="NGO-1.1")
    erratum(first, 6, territory="0605", indicator="NGO-1.2")
    erratum(first, 7, territory="0605052")  # the gmina of 0605053 when it was another type
    page = asked(centre, **POWIAT, wskaznik="NGO-1.1")
    (cells,) = rows(page)
    assert (cells[2], cells[4]) == ("6 erratum 1", "4 2025-1 erratum 5 2025-1")
    content = page.content.decode()
    for anchor in ("erratum-2025-1-5", "erratum-2026-1-1"):
        assert content.count(f'id="{anchor}"') == content.count(f'href="#{anchor}"') == 1
    below = words(content.partition('id="errata-beside"')[2].partition("</section>")[0])
    assert "Erratum 5 · 2025-1 · 0605 · NGO-1.1 Powinno być 5 (wymyślone)." in below
    assert "Erratum 6" not in below
    (cells,) = rows(asked(centre, poziom="gmina", gdzie="0605053", wskaznik="NGO-1.1"))
    assert "erratum" not in cells[2]
    assert cells[4].endswith("2025-1 erratum 7 2025-1")
    with django_assert_max_num_queries(14):
        asked(centre, poziom="", gdzie="0605")


def test_an_erratum_follows_a_gmina_that_was_renumbered_since(centre, pilot):
    """Janów Lubelski as if it had been 069901 until the second session."""
    erratum(Session.objects.get(code="2025-1"), 5, territory="0699012")
    page = asked(centre, poziom="gmina", gdzie="0605053", wskaznik="NGO-1.1")
    ((row,), errata) = [one.row for one in page.context["rows"]], errata_of_sessions(["2025-1"])
    change = {"kind": "renumbered", "sequence": 2, "old": "069901", "new": "060505"}
    for changes, marks in (
        ([], []), ([change], [5]), ([change | {"kind": "merged-or-divided"}], []), ([change | {"sequence": 1}], []),
    ):  # fmt: skip
        wording = Wording(definitions_of(pilot.instruments), Voice("en"), {}, errata=errata, changes=changes)
        assert [one.number for one in wording.row(row).baseline_errata] == marks
