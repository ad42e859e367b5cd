"""An obstacle: reported once however often it is sent, and told to the Centre without contact data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from tests.web.builders import (
    GMINA,
    acting,
    make_card,
    make_centre_user,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
    newest_token,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole
from atlas.audit.models import Entry
from atlas.cards.services.starting import start_statistics
from atlas.fieldwork.access import invitation_of, visible_obstacles
from atlas.fieldwork.models import Obstacle, ObstacleContact
from atlas.fieldwork.rules import AgreedChannel, ObstacleState, WantedChannel
from atlas.fieldwork.selectors import obstacles_shown
from atlas.fieldwork.services.answering import Answer, answer_obstacle
from atlas.fieldwork.services.obstacles import ObstacleReport, report_obstacle, report_obstacle_by_link
from atlas.kernel.errors import DomainError, NotAllowed, NotFound
from atlas.mail.models import Message
from atlas.monitoring.models import Extension, Invitation, Session
from atlas.registry.models import MembershipInvitation
from atlas.registry.rules import MemberFunction
from atlas.registry.services.people import invite_member

pytestmark = pytest.mark.django_db
DURING = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
WORDS, PHONE, ADDRESS = "Komputer nie otwiera pliku.", "81 123 45 67", "kontakt@example.org"


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(DURING, tick=False) as clock:
        yield clock


@pytest.fixture
def anna(db):
    organisation = make_organisation(seat_gmina=GMINA)
    make_session(asked=[organisation])
    user = make_user()
    make_member(user, organisation)
    return user


def report(**changed):
    said = {"key": uuid4(), "what": WORDS, "channel": WantedChannel.PHONE, "name": "Anna", "phone": PHONE,
            "email": ADDRESS}  # fmt: skip
    return ObstacleReport(**said | changed)


def its_card(user):
    return make_card(user, Invitation.objects.get().participant)


def test_a_report_from_a_card_knows_session_gmina_participant_and_who_reported(anna):
    card = its_card(anna)
    made = report_obstacle(card, report(), actor=acting(anna))
    made.refresh_from_db()
    assert (made.session, made.scope, made.participant, made.card) == (
        card.session, card.scope, card.participant, card,
    )  # fmt: skip
    assert (made.what, made.channel, made.state) == (WORDS, WantedChannel.PHONE, ObstacleState.OPEN)
    assert (made.reported_by, made.reported_at) == (anna.pk, DURING)
    assert list(obstacles_shown(card, user_id=anna.pk)) == [made]


def test_the_same_report_sent_again_is_one(anna):
    make_centre_user()
    card, once = its_card(anna), report()
    letters = Message.objects.count()
    assert report_obstacle(card, once, actor=acting(anna)) == report_obstacle(card, once, actor=acting(anna))
    assert (Obstacle.objects.count(), Message.objects.count() - letters) == (1, 1)
    report_obstacle(card, report(), actor=acting(anna))
    assert Obstacle.objects.count() == 2


def test_everybody_of_the_centre_gets_a_letter_in_their_language_without_contact_data(anna):
    make_centre_user("administrator@example.org")
    analyst = make_centre_user("analyst@example.org", role=CentreRole.ANALYST)
    analyst.language = "en"
    analyst.save()
    gone = make_centre_user("byla@example.org")
    gone.is_active = False
    gone.save()
    before = Message.objects.count()
    report_obstacle(its_card(anna), report(), actor=acting(anna))
    letters = list(Message.objects.all())[before:]
    assert [one.recipient for one in letters] == ["administrator@example.org", "analyst@example.org"]
    assert "Gmina: Janów Lubelski" in letters[1].body
    assert "/przeszkody/" in letters[1].body
    assert not [one for one in letters for word in (WORDS, PHONE, ADDRESS) if word in one.subject + one.body]


def test_contact_data_stand_in_their_own_table_and_can_be_erased(anna):
    made = report_obstacle(its_card(anna), report(), actor=acting(anna))
    entry = Entry.objects.get(action="report-obstacle")
    assert entry.by == anna.pk
    assert not [word for word in (WORDS, PHONE, ADDRESS) if word in str(entry.facts)]
    assert made.contact.phone == PHONE
    ObstacleContact.objects.filter(obstacle=made).delete()
    assert Obstacle.objects.get().what == WORDS


def test_who_may_not_change_a_card_reports_nothing_from_it(anna):
    card = its_card(anna)
    for user in (make_user("obca@example.org"), make_centre_user()):
        with pytest.raises(NotAllowed):
            report_obstacle(card, report(), actor=acting(user))
    assert not Obstacle.objects.exists()


def test_statistics_have_no_participant_and_are_reported_too(anna):
    office, clerk = make_institution(), make_user("ewa@example.org")
    make_session("2026-2", sequence=2, asked=[office])
    make_member(clerk, office)
    card = start_statistics(Invitation.objects.get(participant=office), actor=acting(clerk))
    made = report_obstacle(card, report(), actor=acting(clerk))
    assert (made.participant, made.card) == (None, card)


def invited(organisation):
    invite_member(
        participant=organisation, email="nowa@example.org", function=MemberFunction.NONE, may_manage=False,
        actor=MACHINE,
    )  # fmt: skip
    return newest_token()


def test_by_a_link_the_participant_is_known_and_the_one_session_and_gmina_that_ask_it(anna):
    organisation = Invitation.objects.get().participant
    token = invited(organisation)
    made = report_obstacle_by_link(invitation_of(token), report())
    assert (made.participant, made.session.code, made.scope.gmina) == (organisation, "2026-1", GMINA)
    assert (made.reported_by, made.card) == (None, None)
    assert Entry.objects.get(action="report-obstacle").by is None
    make_session("2026-2", sequence=2, asked=[organisation])
    later = report_obstacle_by_link(invitation_of(token), report())
    assert (later.session, later.scope) == (None, None)


@pytest.mark.parametrize("over", [
    {"used_at": DURING}, {"withdrawn_at": DURING}, {"expires_at": datetime(2026, 1, 1, tzinfo=UTC)},
])  # fmt: skip
def test_a_link_that_no_longer_lets_in_can_still_report(anna, over):
    token = invited(Invitation.objects.get().participant)
    MembershipInvitation.objects.update(**over)
    assert report_obstacle_by_link(invitation_of(token), report()).pk


def test_an_unknown_link_reports_nothing(anna):
    with pytest.raises(NotFound, match="obstacle-link-unknown"):
        invitation_of("niczyj")


def test_only_the_centre_sees_the_reports(anna):
    report_obstacle(its_card(anna), report(), actor=acting(anna))
    assert visible_obstacles(acting(make_centre_user())).count() == 1
    with pytest.raises(NotFound):
        visible_obstacles(acting(anna))


def test_an_answer_gives_no_more_time_while_the_session_is_closed_but_agrees_a_channel(anna):
    made = report_obstacle(its_card(anna), report(), actor=acting(anna))
    Session.objects.update(closing_since=DURING)
    analyst = acting(make_centre_user("analyst@example.org", role=CentreRole.ANALYST))
    longer = Answer(AgreedChannel.PAPER, "Czekamy na list.", until=date(2026, 5, 8))
    with pytest.raises(DomainError, match="session-being-closed"):
        answer_obstacle(made, longer, actor=analyst)
    made.refresh_from_db()
    assert (made.state, Extension.objects.count()) == (ObstacleState.OPEN, 0)
    assert answer_obstacle(made, replace(longer, until=None), actor=analyst).state == ObstacleState.AGREED
