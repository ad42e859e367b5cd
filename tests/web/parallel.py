"""Does things at the same time, each in a thread with a connection to the database of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import IntegrityError, connection

from atlas.kernel.errors import DomainError


def at_once(*calls):
    """What each call returns, or the refusal it ends with, in the order of the calls; all begin together.

    Refusals are those of the product and of the database's constraints; any other error fails the test.
    """
    start = Barrier(len(calls))

    def one(call):
        try:
            start.wait()
            return call()
        except (DomainError, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))
