"""A session with participants who can be written to, for tests of the Centre's letters."""

from __future__ import annotations

from datetime import date

from tests.web.builders import GMINA, make_institution, make_organisation, make_user

from atlas.accounts.actor import MACHINE
from atlas.fieldwork.models import Dispatch
from atlas.instruments.services import keep_shipped
from atlas.mail.models import Message
from atlas.monitoring.services import Asked, Covered, SessionPlan, cover, invite, plan_session
from atlas.registry.models import Membership
from atlas.registry.rules import MemberFunction
from atlas.registry.services.people import invite_member

SECOND = "0605062"
CODE = "2026-1"


def plan(*asked, code=CODE, sequence=1, remind_on=()):
    """A planned session of two gminas: each of `asked` is a participant and the gminas that it is asked about."""
    facts = SessionPlan(
        code, "Sesja (wymyślona)", date(2026, 3, 9), date(2026, 4, 30), date(2025, 1, 1), date(2025, 12, 31),
        is_trial=sequence is None,
    )  # fmt: skip
    session = plan_session(facts, instruments=keep_shipped(actor=MACHINE), actor=MACHINE, sequence=sequence)
    places = [Covered(GMINA, "Janów Lubelski", "CUS"), Covered(SECOND, "Modliborzyce", "OPS")]
    cover(session, places, actor=MACHINE)
    invite(session, [Asked(one.kind, gmina, one) for one, gminas in asked for gmina in gminas], actor=MACHINE)
    if remind_on:
        session.remind_on = list(remind_on)
        session.save()
    return session


def represented(participant, email, *, language="en"):
    """Somebody who represents a participant, written to in a language."""
    user = make_user(email)
    type(user).objects.filter(pk=user.pk).update(language=language)
    Membership.objects.create(user=user, participant=participant, may_manage=True, since=participant.registered_at)
    return user


def only_invited(participant, email):
    """An address that an open invitation was sent to; the letter of the invitation itself is thrown away."""
    invite_member(participant=participant, email=email, function=MemberFunction.NONE, may_manage=False, actor=MACHINE)
    Message.objects.filter(recipient__iexact=email).delete()


def organisations(count):
    """Organisations with one person each: org-001@example.org and so on."""
    made = []
    for number in range(1, count + 1):
        organisation = make_organisation(f"ORG-{number:03d}", name=f"Koło {number} (wymyślone)", seat_gmina=GMINA)
        represented(organisation, f"org-{number:03d}@example.org")
        made.append(organisation)
    return made


def institution(code="IZUS-01"):
    made = make_institution(code, name=f"CUS {code} (wymyślone)")
    represented(made, f"{code.lower()}@example.org")
    return made


def written(purpose=None):
    """Whom letters were written to, as (address, participant's code), in order."""
    rows = Dispatch.objects.filter(purpose=purpose) if purpose else Dispatch.objects.all()
    return sorted(rows.values_list("message__recipient", "participant__code"))
