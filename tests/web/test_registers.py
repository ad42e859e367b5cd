"""The registers in Wagtail's admin: the Centre alone enters, its lists are found and exported, services write."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import RoutePattern
from python_calamine import CalamineWorkbook
from tests.web.builders import (
    centre_client,
    logged_in,
    make_centre_user,
    make_institution,
    make_member,
    make_organisation,
    make_reader,
    make_session,
    make_user,
)

from atlas.accounts.actor import MACHINE
from atlas.audit.selectors import entries_about
from atlas.kernel.terc import Territory as Unit
from atlas.registry.models import Organisation, Participant
from atlas.registry.services.territories import take_over_territories

pytestmark = pytest.mark.django_db
ROOT = "/centrum/rejestry/"
FILLED = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000001"}
ORGANISATIONS = ROOT + "organizacje/"


@pytest.fixture
def analyst():
    return centre_client(language="pl")


def paths(patterns, before=""):
    """All addresses below a pattern, with something in the place of each of their parts."""
    for one in patterns:
        route = filled(one.pattern)
        if isinstance(one, URLPattern):
            yield before + route
        else:
            yield from paths(one.url_patterns, before + route)


def filled(pattern):
    if not isinstance(pattern, RoutePattern):
        return "" if str(pattern) in {"", "^"} else "users/"
    route = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        route = route.replace(f"<{kind}:{name}>", FILLED.get(kind, "x")).replace(f"<{name}>", "x")
    return route


def registers():
    (found,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "centrum/rejestry/"]
    return sorted({ROOT + path for path in paths(found.url_patterns)})


def test_every_address_of_the_admin_is_closed_to_everybody_but_the_centre():
    ours, office = make_organisation(), make_institution()
    users = [make_user(f"{name}@example.org") for name in ("stranger", "manager", "clerk")]
    make_member(users[1], ours)
    make_member(users[2], office)
    others = [logged_in(user) for user in (*users, make_reader())]
    walked = registers()
    assert len(walked) > 80
    for path in walked:
        answer = Client().get(path)
        assert answer.status_code == 302, path
        assert answer.url.startswith(reverse("account_login")), path
    for path in walked:
        for client in others:
            assert client.get(path).status_code == 404, path
        assert others[0].post(path).status_code == 404, path


def test_without_a_second_step_the_centre_does_not_enter_either():
    answer = logged_in(make_centre_user()).get(ROOT)
    assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("login/", "account_login"), ("logout/", "account_logout"), ("password_reset/", "account_reset_password"),
        ("account/", "account"), ("users/", "workspace:accounts"), ("users/new/", "workspace:accounts"),
        ("groups/", "workspace:accounts"),
    ],
)  # fmt: skip
def test_what_the_site_has_itself_leads_there(analyst, path, name):
    answer = analyst.get(ROOT + path)
    assert (answer.status_code, answer.url) == (302, reverse(name))


def test_an_analyst_sees_the_registers_and_ways_back(analyst):
    page = analyst.get(ROOT, follow=True)
    assert page.redirect_chain == [(ORGANISATIONS, 302)]  # Wagtail's own first page would be empty
    words = page.content.decode()
    for path in ("organizacje/", "instytucje/", "terytoria/", "sesje/"):
        assert ROOT + path in words
    assert "Atlas MP" in words
    assert "gravatar" not in words


def test_the_policy_is_looser_there_alone_and_lets_nothing_in_from_elsewhere(analyst):
    policy = analyst.get(ROOT)["Content-Security-Policy"]
    parts = dict(one.strip().partition(" ")[::2] for one in policy.split(";"))
    assert parts["script-src"] == parts["style-src"] == "'self' 'unsafe-inline'"
    assert {parts[name] for name in ("default-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert all("http" not in one and "*" not in one for one in parts.values())
    for path in ("/", "/centrum/prace/", "/konto/email/"):
        assert "unsafe" not in analyst.get(path)["Content-Security-Policy"]


def test_an_organisation_is_found_by_name_code_or_number_and_filtered_by_seat(analyst):
    make_organisation("ORG-001", name="Most (wymyślone)", krs="0000012345", seat_gmina="0605053")
    make_organisation("ORG-002", name="Brzeg (wymyślone)", seat_gmina="1001011")
    for query, codes in (
        ({"q": "most"}, {"ORG-001"}), ({"q": "0000012345"}, {"ORG-001"}), ({"q": "ORG-002"}, {"ORG-002"}),
        ({"participant_seat_gmina": "06"}, {"ORG-001"}), ({}, {"ORG-001", "ORG-002"}),
    ):  # fmt: skip
        found = analyst.get(ORGANISATIONS, query)
        assert found.status_code == 200
        assert {one.participant.code for one in found.context["object_list"]} == codes, query


@pytest.mark.parametrize("several", [1, 30])
def test_the_list_asks_as_often_for_one_as_for_many(analyst, several, django_assert_max_num_queries):
    for number in range(several):
        make_organisation(f"ORG-{number:03d}")
    analyst.get(ORGANISATIONS)
    with django_assert_max_num_queries(16):
        analyst.get(ORGANISATIONS)


def test_an_export_holds_text_that_no_spreadsheet_takes_for_a_formula(analyst):
    make_organisation("ORG-001", name="=HYPERLINK(1)")
    text = b"".join(analyst.get(ORGANISATIONS, {"export": "csv"}).streaming_content).decode()
    assert text.splitlines()[1].startswith("ORG-001,'=HYPERLINK(1),")
    sheet = b"".join(analyst.get(ORGANISATIONS, {"export": "xlsx"}).streaming_content)
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["ORG-001", "'=HYPERLINK(1)"]


def gminas():
    unit = Unit("0605053", "gmina", "Modliborzyce", "gmina", "2026-01-01")
    take_over_territories([unit], actor=MACHINE)


def test_adding_an_organisation_calls_the_service(analyst):
    gminas()
    sent = {"name": "Nowa (wymyślona)", "gminas": "0605053", "seat_gmina": "0605053", "nip": "526-025-09-95"}
    answer = analyst.post(ORGANISATIONS + "new/", sent)
    assert (answer.status_code, answer.url) == (302, ORGANISATIONS)
    made = Organisation.objects.select_related("participant").get()
    assert (made.participant.code, made.nip) == ("ORG-001", "5260250995")
    assert [one.gmina for one in made.participant.presences.all()] == ["0605053"]
    assert [one.action for one in entries_about(made.participant)] == ["register-organisation"]


def test_changing_one_calls_the_service_and_the_log_names_what_changed(analyst):
    gminas()
    participant = make_organisation("ORG-001", name="Stara", seat_gmina="0605053")
    page = ORGANISATIONS + f"edit/{participant.pk}/"
    assert "Stara" in analyst.get(page).content.decode()
    sent = {"code": "INNY", "name": "Nowa", "seat_gmina": "0605053", "gminas": "0605053"}
    assert analyst.post(page, sent).status_code == 302
    participant.refresh_from_db()
    assert (participant.code, participant.name) == ("ORG-001", "Nowa")
    entry = list(entries_about(participant))[-1]
    assert (entry.action, entry.facts) == ("change-organisation", {"changed": ["gminas", "name"]})
    assert analyst.post(page, sent).status_code == 302
    assert len(entries_about(participant)) == 2


def test_what_is_wrong_is_said_at_the_form_and_nothing_is_kept(analyst):
    make_organisation("ORG-001", krs="0000012345")
    for sent, words in (
        ({"name": "X", "krs": "0000012345"}, "0000012345 is registered already"),
        ({"name": "X", "nip": "123"}, "123 is no NIP"),
        ({"name": "X", "seat_gmina": "9999999"}, "9999999 is no gmina of today"),
    ):
        analyst.cookies["django_language"] = "en"
        answer = analyst.post(ORGANISATIONS + "new/", sent)
        assert answer.status_code == 200
        assert words in answer.content.decode()
    assert Participant.objects.count() == 1


def test_an_institution_is_added_and_changed(analyst):
    gminas()
    sent = {"code": "IZUS-09", "name": "OPS (wymyślony)", "institution_type": "OPS", "gminas": "0605053"}
    assert analyst.post(ROOT + "instytucje/new/", sent).status_code == 302
    made = Participant.objects.get(code="IZUS-09")
    page = ROOT + f"instytucje/edit/{made.pk}/"
    assert analyst.post(page, sent | {"institution_type": "CUS"}).status_code == 302
    assert Participant.objects.get(code="IZUS-09").institution.institution_type == "CUS"
    assert [one.action for one in entries_about(made)] == ["register-institution", "change-institution"]


def test_nothing_is_deleted_and_territories_and_sessions_are_only_read(analyst):
    participant, session = make_organisation(), make_session()
    gminas()
    for path in (
        f"organizacje/delete/{participant.pk}/", "terytoria/new/", "terytoria/edit/1/", "sesje/new/",
        f"sesje/edit/{session.pk}/", f"sesje/delete/{session.pk}/",
    ):  # fmt: skip
        assert analyst.post(ROOT + path, {"name": "x"}).status_code == 404, path
    assert Participant.objects.count() == 1
    assert analyst.get(ROOT + "terytoria/").status_code == 200
    assert reverse("backoffice:session", args=["2026-1"]) in analyst.get(ROOT + "sesje/").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "pages/", "images/", "images/add/", "images/chooser/", "documents/", "documents/multiple/add/", "collections/",
        "reports/site-history/", "workflows/list/", "api/main/pages/", "organizacje/history/1/", "organizacje/usage/1/",
        "no-such-page/", "test404/",
    ],
)  # fmt: skip
def test_what_no_register_needs_is_not_there(analyst, path):
    make_organisation()
    answer = analyst.get(ROOT + path)
    assert answer.status_code == 404
    assert "Wagtail" not in answer.content.decode()


@pytest.mark.parametrize("path", ["sprite/", "jsi18n/"])
def test_what_the_pages_of_the_registers_fetch_is_there(analyst, path):
    assert analyst.get(ROOT + path).status_code == 200


@pytest.mark.parametrize(
    ("path", "title", "said"),
    [
        ("organizacje/", "Organisations - Atlas MP", "1 row"),
        ("organizacje/new/", "New organisation - Atlas MP", "Create"),
        ("organizacje/?q=zzz", "Organisations - Atlas MP", "Nothing fits."),
        ("instytucje/", "Institutions - Atlas MP", "There is nothing in this register yet."),
        ("sesje/?state=open", "Sessions - Atlas MP", "open"),
        ("terytoria/?level=gmina", "Territories - Atlas MP", "Modliborzyce"),
    ],
)
def test_pages_of_the_registers_speak_of_rows_and_states_in_words(analyst, path, title, said):
    gminas()
    make_organisation(name="Most (wymyślone)")
    make_session()
    analyst.cookies["django_language"] = "en"
    page = " ".join(analyst.get(ROOT + path).content.decode().split())
    assert title in page.partition("</title>")[0]
    assert said in page
    assert "organisations to display" not in page


def test_sessions_are_exported_in_words(analyst):
    make_session()
    analyst.cookies["django_language"] = "en"
    text = b"".join(analyst.get(ROOT + "sesje/", {"export": "csv"}).streaming_content).decode()
    head, row = text.splitlines()
    assert head == "kod,nazwa,stan,numer,próbna,od,do"
    assert row.startswith("2026-1,")
    assert ",open,1,no," in row
