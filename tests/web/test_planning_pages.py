"""The Centre's pages of planning: a session is planned by them alone, what is wrong is said, queries stay the same."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar
from tests.web.builders import (
    centre_client,
    logged_in,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
)

from atlas.accounts.actor import MACHINE
from atlas.config.template_tags import duty_hours
from atlas.instruments.services import keep_shipped
from atlas.kernel.terc import Territory as Unit
from atlas.monitoring.models import Invitation, LeftOut, PointOfReceipt, Session
from atlas.monitoring.rules import HandOver
from atlas.monitoring.services import PointFacts, add_point, invite_proposed, move_session, widen_scope
from atlas.registry.models import Participant, Presence, Territory
from atlas.registry.services.participants import add_presences
from atlas.registry.services.territories import take_over_territories

MOST_QUERIES = 20
"""More than any page of planning asks, the log-in and the layout included, however many rows there are."""
PLACES = {"06": "lubelskie", "0605": "janowski", "0605053": "Janów Lubelski", "0605062": "Łążek"}
LEVELS = {2: "voivodeship", 4: "powiat", 7: "gmina"}
NEW = {
    "code": "2027-1", "name": "Sesja (wymyślona)", "period_from": "2026-01-01", "period_to": "2026-12-31",
    "opens_on": "2027-02-15", "closes_on": "2027-03-15",
}  # fmt: skip
DAYS = {"announce_on": "2027-02-08", "opens_on": "2027-02-15", "remind_1": "2027-03-08", "closes_on": "2027-03-15",
        "verify_until": "2027-03-31", "publish_on": "2027-04-14"}  # fmt: skip


@pytest.fixture
def analyst(db):
    return centre_client()


@pytest.fixture
def registers(db):
    take_over_territories(
        [Unit(code, LEVELS[len(code)], name, "", "2026-01-01") for code, name in PLACES.items()], actor=MACHINE
    )
    keep_shipped(actor=MACHINE)
    organisation = make_organisation("ORG-001", name="Stowarzyszenie „Łąka” (wymyślone)")
    add_presences({organisation: ["0605053", "0605062"], make_institution(): ["0605053"]})


def page(client, name, *args, query=""):
    return client.get(reverse(f"backoffice:{name}", args=["2027-1", *args]) + query)


def send(client, name, /, *args, **fields):
    return client.post(reverse(f"backoffice:{name}", args=["2027-1", *args]), fields, follow=True)


def test_a_session_is_planned_page_by_page(analyst, registers):
    instruments = {"instruments": keep_shipped(actor=MACHINE).pk}
    analyst.post(reverse("backoffice:new-session"), NEW | instruments)
    session = Session.objects.get()
    assert (session.code, session.sequence, session.closes_on) == ("2027-1", 1, date(2027, 3, 15))
    assert "nobody is asked for a card" in page(analyst, "session").content.decode()
    send(analyst, "plan-scope-within", "06", powiat="0605")
    assert session.scope.count() == 2
    assert "Karta NGO: 2, Karta IZUS: 1" in page(analyst, "plan-participants").content.decode()
    send(analyst, "invite-proposed")
    assert session.invitations.count() == 3
    send(analyst, "plan-schedule", **DAYS)
    session.refresh_from_db()
    assert (session.remind_on, session.publish_on) == (["2027-03-08"], date(2027, 4, 14))
    hours = {"day_1_from": "08:00", "day_1_to": "16:00"}
    send(analyst, "add-point", channel="paper", name="Centrum", address="ul. Przykładowa 1", **hours)
    assert session.points.get().hours == {"1": ["08:00", "16:00"]}
    assert "All is planned." in page(analyst, "session").content.decode()


def planned(state="planned"):
    session = make_session("2027-1", state="planned")
    widen_scope(session, ["06"], actor=MACHINE)
    invite_proposed(session, actor=MACHINE)
    for action in ("announce", "open", "verify"):
        if session.state == state:
            break
        session = move_session(session, action, actor=MACHINE)
    return session


def test_a_session_that_others_follow_can_neither_go_nor_become_a_trial_and_the_forms_say_why(analyst, registers):
    planned()
    make_session("2027-2", sequence=2, state="planned")
    said = "these come after it: 2027-2."
    deleted = send(analyst, "delete-session", typed_code="2027-1")
    assert said in deleted.content.decode()
    facts = {name: NEW[name] for name in ("code", "name", "period_from", "period_to")}
    trial = send(analyst, "plan", **facts, is_trial="1", instruments=keep_shipped(actor=MACHINE).pk)
    assert said in trial.content.decode()
    assert Session.objects.filter(sequence__in=(1, 2)).count() == 2
    later = analyst.post(reverse("backoffice:announce", args=["2027-2"]))
    assert later.status_code == 409
    assert "session 2027-1, an earlier one, is only planned" in later.content.decode()


def test_wrong_days_are_said_beside_them_and_doubtful_ones_are_kept(analyst, registers):
    session = planned()
    wrong = send(analyst, "plan-schedule", **DAYS | {"closes_on": "2027-02-12", "remind_1": ""})
    assert list(wrong.context["form"].errors) == ["closes_on"]
    assert "is before the opening" in wrong.content.decode()
    assert "doubts" not in wrong.content.decode()  # of the kept days, beside others that were typed
    doubtful = send(analyst, "plan-schedule", **DAYS | {"closes_on": "2027-03-14", "publish_on": "2027-05-03"})
    session.refresh_from_db()
    assert session.closes_on == date(2027, 3, 14)
    text = doubtful.content.decode()
    assert "14 March 2027 is a day off. The next working day is 15 March 2027." in text
    assert "The next working day is 4 May 2027." in text
    assert "What is doubtful about them stands beside each" in text
    assert "The days are saved.<" in send(analyst, "plan-schedule", **DAYS).content.decode()


def test_days_that_have_come_are_read_only_and_others_want_a_reason(analyst, registers):
    session = planned("open")
    shown = page(analyst, "plan-schedule")
    assert [name for name, field in shown.context["form"].fields.items() if field.disabled] == [
        "announce_on", "opens_on",
    ]  # fmt: skip
    assert shown.context["form"].rows()[0][1] == []  # an announcement that is past is not asked for
    later = {"closes_on": "2027-03-22", "verify_until": "2027-04-07", "publish_on": "2027-04-21"}
    assert list(send(analyst, "plan-schedule", **later).context["form"].errors) == ["reason"]
    send(analyst, "plan-schedule", **later, opens_on="2027-03-01", reason="awaria łączy")
    session.refresh_from_db()
    assert (session.opens_on, session.closes_on) == (date(2026, 2, 2), date(2027, 3, 22))


def test_a_session_that_is_known_and_a_point_nobody_can_reach_are_refused_in_the_form(analyst, registers):
    planned()
    again = analyst.post(reverse("backoffice:new-session"), NEW | {"instruments": keep_shipped(actor=MACHINE).pk})
    assert "There is a session 2027-1 already" in str(again.context["form"].errors["code"])
    reserved = analyst.post(reverse("backoffice:new-session"), NEW | {"code": "nowa"})
    assert "code" in reserved.context["form"].errors
    point = send(analyst, "add-point", channel="phone", name="Dyżur", day_2_from="08:00")
    assert set(point.context["form"].errors) == {"phone", "day_2_to"}
    assert not PointOfReceipt.objects.exists()


def test_participants_are_searched_left_out_and_asked_again(analyst, registers):
    session = planned()
    found = page(analyst, "plan-participants", query="?q=łąka")
    assert [one.participant.code for one in found.context["page"]] == ["ORG-001", "ORG-001"]
    chosen = session.invitations.filter(scope__gmina="0605062").get()
    send(analyst, "leave-out", chosen=chosen.pk)
    left = page(analyst, "plan-participants", query="?lista=pominieci").context["page"]
    assert [one.scope.gmina for one in left] == ["0605062"]
    gaps = page(analyst, "plan-participants", query="?lista=bez-organizacji").context["page"]
    assert [one.gmina for one in gaps] == ["0605062"]
    send(analyst, "invite-again", chosen=LeftOut.objects.get().pk)
    assert session.invitations.filter(scope__gmina="0605062").exists()
    nobody = send(analyst, "leave-out")
    assert "Tick somebody in the list first" in nobody.content.decode()


def test_a_participant_is_added_by_a_part_of_its_name_and_of_the_gminas(analyst, registers):
    session = planned()
    session.invitations.all().delete()
    make_organisation("ORG-002", name="Fundacja „Ósma” (wymyślona)")
    make_organisation("ORG-003", name="Fundacja „Dziewiąta” (wymyślona)")

    def refused(participant, gmina):
        return send(analyst, "add-participant", participant=participant, gmina=gmina).context["form"].errors

    assert "nobody of the code or name “ORG-404”" in str(refused("ORG-404", "łążek")["participant"])
    several = str(refused("fundacja", "łążek")["participant"])
    assert "„Ósma” (wymyślona) (ORG-002)" in several
    assert "ORG-003" in several
    assert "no gmina of the code or name “Lublin”" in str(refused("ósma", "Lublin")["gmina"])
    send(analyst, "add-participant", participant="ósma", gmina="janów")
    assert [(one.participant.code, one.scope.gmina) for one in session.invitations.all()] == [("ORG-002", "0605053")]
    assert list(refused("org-002", "0605053")) == ["participant"]  # asked already


def test_a_gmina_is_found_by_a_part_of_its_name_or_code(analyst, registers):
    make_session("2027-1", state="planned")
    assert page(analyst, "plan-scope-within", "99").status_code == 404
    for text in ("łąż", "0605062"):
        assert [one.code for one in page(analyst, "plan-scope", query=f"?q={text}").context["found"]] == ["0605062"]


def test_steps_are_taken_on_the_first_page_and_reopening_leads_to_the_deadline(analyst, registers):
    session = planned("open")
    send(analyst, "move-session", action="verify")
    answer = send(analyst, "move-session", action="reopen", reason="awaria łączy")
    session.refresh_from_db()
    assert session.state == "open"
    assert answer.redirect_chain[0][0] == reverse("backoffice:plan-schedule", args=["2027-1"])
    refused = send(analyst, "move-session", action="announce")
    assert refused.status_code == 409


def test_a_copy_and_a_deletion(analyst, registers):
    planned()
    send(analyst, "copy-session", code="proba", name="Próba", is_trial="on")
    trial = Session.objects.get(code="proba")
    assert (trial.is_trial, trial.invitations.count()) == (True, 3)
    address = reverse("backoffice:delete-session", args=["proba"])
    assert "typed_code" not in analyst.post(address, {"typed_code": "nie"}).context["form"].errors
    assert analyst.post(address, {"typed_code": "proba"}).status_code == 302
    assert not Session.objects.filter(code="proba").exists()


def test_the_calendar_keeps_its_entries_when_a_day_moves(analyst, registers):
    session = planned()
    send(analyst, "plan-schedule", **DAYS)
    before = Calendar.from_ical(page(analyst, "session-calendar").content)
    assert page(analyst, "session-calendar").content == page(analyst, "session-calendar").content
    events = {str(one["uid"]): one.decoded("dtstart") for one in before.walk("VEVENT")}
    closing = next(uid for uid in events if "-close@" in uid)
    assert (len(events), events[closing]) == (6, date(2027, 3, 15))
    send(analyst, "plan-schedule", **DAYS | {"closes_on": "2027-03-16"})
    after = Calendar.from_ical(page(analyst, "session-calendar").content)
    assert {str(one["uid"]) for one in after.walk("VEVENT")} == set(events)
    organisation, user = Participant.objects.get(code="ORG-001"), make_user()
    make_member(user, organisation)
    client, address = logged_in(user), reverse("workspace:session-days", args=["2027-1"])
    assert client.get(address).status_code == 404  # not announced yet
    move_session(session, "announce", actor=MACHINE)
    add_point(session, PointFacts(HandOver.PHONE, "Dyżur", phone="81 000 00 00"), actor=MACHINE)
    own = Calendar.from_ical(client.get(address).content)
    assert len(list(own.walk("VEVENT"))) == 3
    assert "81 000 00 00" in client.get(reverse("workspace:home")).content.decode()


def test_days_of_the_same_duty_in_a_row_are_told_together():
    same, other = ["08:00", "16:00"], ["10:00", "18:00"]
    with override("en"):
        told = duty_hours({"1": same, "2": same, "3": other, "5": same})
    assert told == "Mon–Tue 08:00–16:00, Wed 10:00–18:00, Fri 08:00–16:00"


PAGES = ("session", "plan", "plan-scope", "plan-scope-within 06", "plan-participants", "plan-schedule", "plan-points")


def test_pages_ask_the_database_as_often_for_a_thousand_gminas_as_for_two(
    analyst, registers, django_assert_max_num_queries
):
    session = make_session("2027-1", state="planned")
    rows = [("gmina", f"06{number // 10:02}{number % 10:02}1"[:7]) for number in range(100, 990)]
    Territory.objects.bulk_create(
        Territory(code=code, level=level, name=f"Gmina {code}", kind="", valid_from=date(2026, 1, 1))
        for level, code in dict.fromkeys(rows)
        if code not in PLACES
    )
    organisations = Participant.objects.bulk_create(
        Participant(code=f"G-{number}", kind="NGO", name=f"Organizacja {number}", registered_at=session_moment())
        for number in range(2000)
    )
    codes = list(Territory.objects.filter(level="gmina").values_list("code", flat=True))
    Presence.objects.bulk_create(
        Presence(participant=one, gmina=codes[number % len(codes)]) for number, one in enumerate(organisations)
    )
    widen_scope(session, ["06"], actor=MACHINE)
    assert invite_proposed(session, actor=MACHINE) >= 2000
    for name in PAGES:
        with django_assert_max_num_queries(MOST_QUERIES):
            answer = page(analyst, *name.split())
        assert answer.status_code == 200
    assert len(page(analyst, "plan-participants").context["page"]) == 50
    assert Invitation.objects.count() >= 2000


def session_moment():
    return Session.objects.get().instruments.published_at
