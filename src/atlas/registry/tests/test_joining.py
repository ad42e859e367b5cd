"""Organisations that were not invited ask; the Centre answers."""

from __future__ import annotations

import pytest
from tests.web.builders import GMINA, acting, make_centre_user, make_organisation, newest_token

from atlas.accounts.rules import CentreRole
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.registry.models import JoinRequest, Participant
from atlas.registry.services.joining import JoinFacts, accept_request, ask_to_join, refuse_request
from atlas.registry.services.people import usable_invitation

pytestmark = pytest.mark.django_db
FACTS = JoinFacts("Fundacja „Pytająca” (wymyślona)", GMINA, "Ewa Pytająca", "ewa@example.org", krs="0000123456")


def test_an_accepted_request_registers_and_invites_who_asked():
    make_organisation("ORG-028")
    participant = accept_request(request=ask_to_join(FACTS), actor=acting(make_centre_user()))
    assert participant.code == "ORG-029"
    assert participant.organisation.krs == "0000123456"
    invitation = usable_invitation(newest_token())
    assert (invitation.email, invitation.may_manage) == ("ewa@example.org", True)


def test_asking_twice_is_asking_once_and_asking_again_after_an_answer_is_new():
    first = ask_to_join(FACTS)
    assert ask_to_join(FACTS) == first
    refuse_request(request=first, actor=acting(make_centre_user()))
    assert ask_to_join(FACTS) != first


def test_a_request_is_answered_once_and_by_an_administrator_only():
    request = ask_to_join(FACTS)
    with pytest.raises(NotAllowed):
        accept_request(request=request, actor=acting(make_centre_user(role=CentreRole.ANALYST)))
    administrator = acting(make_centre_user("inna@example.org"))
    refuse_request(request=request, actor=administrator)
    with pytest.raises(DomainError, match="request-answered"):
        accept_request(request=request, actor=administrator)
    assert not Participant.objects.exists()


def test_a_number_that_is_registered_already_leaves_the_request_waiting():
    make_organisation(krs="0000123456")
    request = ask_to_join(FACTS)
    with pytest.raises(DomainError, match="number-known"):
        accept_request(request=request, actor=acting(make_centre_user()))
    assert JoinRequest.objects.get().state == "waiting"
