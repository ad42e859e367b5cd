"""Finds, while tests run, rows of ours that are written by anything but a service: a view, a form, a library's view.

`conftest.py` has every connection to the database watched. Only writes are looked at, so that reading costs nothing.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]
SOURCES = str(ROOT / "src" / "atlas")
WRITE = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"(\w+)"', re.IGNORECASE)
WRITERS = ("services", "migrations")
OF_OTHERS = {
    "accounts_user": "allauth changes a password and an address, Django notes the last log-in",
    "portal_portalimage": "Wagtail's own views keep pictures",
    "portal_portalrendition": "Wagtail makes a picture's sizes when they are asked for",
    "portal_portaldocument": "Wagtail's own views keep documents",
}
"""Tables of ours that a library writes by itself, and why. A view of ours may not write them either."""
LIBRARIES = ("/allauth/", "/wagtail/", "/django/contrib/auth/__init__.py", "/django/contrib/auth/models.py")


class WrittenOutsideServicesError(AssertionError):
    """A row of ours was written where no service is."""


def watch(execute, sql, params, many, context):
    """Wrap a connection's execution; see `connection.execute_wrapper`."""
    found = WRITE.match(sql)
    if found and found[1] in _our_tables():
        place, by_library = writer()
        if not may_write(place, found[1], by_library=by_library):
            reason = f"{place} wrote a row of {found[1]}: rows of ours are written in services only"
            raise WrittenOutsideServicesError(reason)
    return execute(sql, params, many, context)


def watch_connection(connection, **_signal):
    """Watch a connection that was just made, whichever thread made it."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def writer():
    """The innermost file of the project that the write came from, and whether a library stands between.

    The file is one of the sources by its path, or 'tests'; '' where none is on the stack: a thread of a library, say.
    """
    frame, by_library = sys._getframe(2), False
    while frame is not None:
        place = _place(frame.f_code.co_filename)
        if place:
            return place, by_library
        by_library = by_library or any(one in frame.f_code.co_filename for one in LIBRARIES)
        frame = frame.f_back
    return "", by_library


def may_write(place, table, *, by_library=False):
    """Whether a file may write a table, or a library that it called: that one needs a reason."""
    if place in {"", "tests"}:
        return True
    if by_library and table in OF_OTHERS:
        return True
    parts = Path(place).with_suffix("").parts
    return len(parts) > 1 and parts[1] in WRITERS


@cache
def _place(file):
    if file == __file__:
        return ""
    if file.startswith(SOURCES):
        inner = file[len(SOURCES) + 1 :]
        return "tests" if "/tests/" in inner else inner
    return "tests" if file.startswith((str(ROOT / "tests"), str(ROOT / "bench"), str(ROOT / "conftest.py"))) else ""


@cache
def _our_tables():
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if apps.get_app_config(model._meta.app_label).name.startswith("atlas.")
    }
