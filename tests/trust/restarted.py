"""Submits cards from several clients at once while the database server restarts, and prints what came of it.

`tools/with-postgres python -m tests.trust.restarted`: the server is this run's own.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import django

django.setup()

import time_machine  # noqa: E402
from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import close_old_connections, connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from tests.trust.conftest import DURING  # noqa: E402
from tests.trust.world import World, traces  # noqa: E402

CARDS, CLIENTS, PATIENCE_SECONDS = 40, 4, 300


class Filing:
    """Submits cards as browsers do, again with the same key where the answer was not 'done'."""

    def __init__(self, world):
        self.world, self.statuses, self.said, self.acknowledged = world, Counter(), set(), []
        self.is_over = False

    def files(self, cards):
        client = Client(raise_request_exception=False)
        client.force_login(self.world.users[0])
        for card in cards:
            key, until = str(uuid4()), time.monotonic() + PATIENCE_SECONDS
            while not (self.is_over or self._answered(client, card, key=key)) and time.monotonic() < until:
                time.sleep(0.05)
        connections.close_all()

    def _answered(self, client, card, *, key):
        close_old_connections()  # as a server does before each request; the client of tests leaves a broken one open
        sent = {"key": key, "version": card.version, "statement": "1"}
        answer = client.post(reverse("workspace:check-card", args=[card.pk]), sent)
        self.statuses[answer.status_code] += 1
        if answer.status_code == 503:
            self.said.add((answer.headers["Retry-After"], "<h1>" in answer.content.decode()))
        if answer.status_code == 302 and "potwierdzenie" in answer.url:
            self.acknowledged.append(card.pk)
            return True
        return False


def restart():
    """Restart the server as a power cut would."""
    as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    command = [*as_owner, *shlex.split(os.environ["ATLAS_POSTGRES_SERVER"]), "restart", "-m", "immediate", "-w"]
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)


def main():
    """Print, as JSON, the answers by status and what stands in the database."""
    setup_test_environment()
    settings.MIGRATION_MODULES = {one.label: None for one in apps.get_app_configs()}  # the tables at once
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    with time_machine.travel(DURING, tick=True):
        world = World(cards=CARDS)
        filing = Filing(world)
        connection.close()
        with ThreadPoolExecutor(CLIENTS) as pool:
            done = [pool.submit(filing.files, world.cards[number::CLIENTS]) for number in range(CLIENTS)]
            while len(filing.acknowledged) < CARDS // 4 and not any(one.done() for one in done):
                time.sleep(0.01)
            before = list(filing.acknowledged)
            try:
                restart()
            except subprocess.CalledProcessError:
                filing.is_over = True
                raise
            for one in done:
                one.result()
    standing = [traces(card) for card in world.cards]
    found = {"before": before, "statuses": filing.statuses, "said": sorted(filing.said), "standing": standing}
    sys.stdout.write(json.dumps(found | {"cards": [card.pk for card in world.cards]}))


if __name__ == "__main__":
    main()
