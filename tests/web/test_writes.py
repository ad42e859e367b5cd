"""While tests run, a write outside services is found: by a view of ours, by a library's view, in another thread."""

from __future__ import annotations

from threading import Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import RequestFactory
from tests.web.builders import NOW, make_organisation, make_user
from tests.web.writes import OF_OTHERS, WrittenOutsideServicesError, may_write, watch

from atlas.accounts.models import User
from atlas.config.middleware import actor_middleware
from atlas.registry.models import Participant
from atlas.workspace.views import home

pytestmark = pytest.mark.django_db


def view_that(does, name="atlas.made_up.views", file=None):
    """A view whose code lies where a view of ours lies, and does something."""
    source = "def view(request):\n    does()\n    return None\n"
    names = {"does": does, "__name__": name}
    exec(compile(source, file or home.__file__, "exec"), names)  # noqa: S102 -- a view of ours, as if
    return names["view"]


def called(view):
    """Call a view as a request does, within our middleware, and let the write come from inside Django."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with transaction.atomic():
        return actor_middleware(view)(request)


def test_a_view_that_writes_is_caught():
    participant = make_organisation()
    with pytest.raises(WrittenOutsideServicesError, match=r"^workspace/views/home\.py wrote a row"):
        called(view_that(participant.save))
    with pytest.raises(WrittenOutsideServicesError):
        called(view_that(Participant.objects.filter(pk=participant.pk).delete))


def test_the_same_write_in_a_service_is_not():
    import atlas.registry.services.participants as services  # noqa: PLC0415 -- its file is what counts

    participant = make_organisation()
    called(view_that(participant.save, file=services.__file__))


def test_a_librarys_view_that_writes_a_table_of_ours_is_caught():
    participant = make_organisation()
    user = make_user("inna@example.org")
    library = view_that(participant.save, file="/somewhere/site-packages/library/views.py")
    with pytest.raises(WrittenOutsideServicesError, match=r"^config/middleware\.py wrote a row"):
        called(library)
    called(view_that(user.save, file="/somewhere/site-packages/allauth/views.py"))


def test_reading_is_never_stopped():
    called(view_that(lambda: list(User.objects.all())))


def test_tests_write_what_they_need():
    Participant.objects.create(code="ORG-777", kind="NGO", name="x", registered_at=NOW)


def test_every_connection_is_watched():
    assert watch in connection.execute_wrappers
    found = []

    def elsewhere():
        connection.ensure_connection()
        found.append(watch in connection.execute_wrappers)
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [True]


def test_a_library_needs_a_reason():
    assert may_write("workspace/views/joining.py", "accounts_user", by_library=True)
    assert not may_write("workspace/views/joining.py", "cards_card", by_library=True)


@pytest.mark.parametrize(
    ("place", "table", "allowed"),
    [
        ("cards/services/saving.py", "cards_card", True),
        ("archive/services.py", "archive_sealedpackage", True),
        ("cards/selectors.py", "cards_card", False),
        ("services.py", "cards_card", False),
        ("config/middleware.py", "cards_card", False),
        ("accounts/services/registering.py", "accounts_user", True),
        ("workspace/views/home.py", "accounts_user", False),
        ("", "cards_card", True),
    ],
)
def test_who_may_write(place, table, allowed):
    assert may_write(place, table) is allowed


def test_every_exception_says_why():
    assert all(OF_OTHERS.values())
