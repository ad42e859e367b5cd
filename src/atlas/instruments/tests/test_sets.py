"""A published set never changes; the same definitions are one set."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.definitions.load import shipped_definitions
from atlas.instruments.models import InstrumentSet
from atlas.instruments.rules import SetState
from atlas.instruments.selectors import definitions_of, newest_published
from atlas.instruments.services import keep_published, keep_shipped
from atlas.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_the_shipped_definitions_are_set_1_and_come_back_whole():
    kept = keep_shipped(actor=MACHINE)
    assert (kept.number, kept.state) == (1, "published")
    assert definitions_of(newest_published()) == shipped_definitions()


def test_keeping_the_same_definitions_twice_makes_one_set():
    assert keep_shipped(actor=MACHINE) == keep_shipped(actor=MACHINE)
    fewer = shipped_definitions().model_copy(update={"pairs": shipped_definitions().pairs[:1]})
    assert keep_published(fewer, actor=MACHINE).number == 2


def test_nobody_but_an_administrator_publishes():
    with pytest.raises(NotAllowed):
        keep_shipped(actor=ANONYMOUS)


@pytest.mark.parametrize("change", [lambda sets: sets.update(content="{}"), lambda sets: sets.delete()])
def test_the_database_refuses_to_change_or_delete_a_published_set(change):
    keep_shipped(actor=MACHINE)
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        change(InstrumentSet.objects.all())


def test_a_draft_may_change_and_there_is_one_at_a_time():
    draft = InstrumentSet.objects.create(number=7, content="{}", sha256="a" * 64)
    draft.content = "{ }"
    draft.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentSet.objects.create(number=8, content="{}", sha256="b" * 64)


def test_a_published_set_has_its_moment():
    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentSet.objects.create(number=7, content="{}", sha256="a" * 64, state=SetState.PUBLISHED)
