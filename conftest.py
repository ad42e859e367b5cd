"""What tests of the web application share: a database whose rows are really committed, and folders of their own."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db.backends.signals import connection_created
from tests.web.writes import watch_connection

from atlas.audit.triggers import install_guards, remove_guards

connection_created.connect(watch_connection, dispatch_uid="writes outside services")


@pytest.fixture
def committed_db(transactional_db):
    """A database where transactions really end; the guards are taken away before its tables are emptied."""
    install_guards(using="default")
    yield
    cache.clear()
    remove_guards(using="default")


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    """What a test keeps in the archive and of results is its own."""
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    settings.RESULTS_ROOT = tmp_path / "results"
    settings.MEDIA_ROOT = tmp_path / "media"
