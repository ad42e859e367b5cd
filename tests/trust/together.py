"""Things done at the same time, by threads with connections of their own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import time_machine
from django.db import connections

from atlas.kernel import clock

LONGEST = 30


class Meeting:
    """A place where so many operations wait for one another; those that are kept out by a lock are not waited for."""

    def __init__(self):
        self._gate = None

    def of(self, number):
        self._gate = threading.Barrier(number)

    def wait(self):
        if self._gate is not None:
            with suppress(threading.BrokenBarrierError):
                self._gate.wait(1)


def at_once(calls):
    """Call everything at the same time; return results in order, an exception where one was raised."""
    gate = threading.Barrier(len(calls))

    def run(call):
        try:
            gate.wait(LONGEST)
            return call()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def in_background(call):
    """Begin a call; return what waits for its result."""
    pool = ThreadPoolExecutor(1)
    waiting = pool.submit(lambda: at_once([call])[0])
    pool.shutdown(wait=False)
    return waiting


@contextmanager
def time_going_on(moment):
    """Let the clock go on from a moment."""
    with time_machine.travel(moment, tick=True) as travelling:
        clock.now()  # it begins to go when it is read for the first time
        yield travelling
