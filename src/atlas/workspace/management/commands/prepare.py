"""`atlas-web prepare`: makes or updates everything the site needs before it starts. Harmless to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from atlas.accounts.actor import MACHINE
from atlas.audit.triggers import missing_triggers
from atlas.cards.services.uploads import sweep_uploads
from atlas.cli.words import say
from atlas.instruments.services import keep_shipped
from atlas.kernel import clock
from atlas.kernel.language import _

READY = _("The database is ready. Instruments: set %(number)s.")
PUT_BACK = _(
    "Guards of rows that must stay as they are were missing and are put in: %(triggers)s. If this version of the "
    "program was here before, somebody took them away: run atlas-web verify-archive."
)


class Command(BaseCommand):
    """Prepares the database."""

    help = say(_("Make or update the tables, the shared cache and the shipped instruments."))
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401
        """Make tables, cache, instruments; throw away uploaded files that nobody came back to."""
        gone = [one.name for one in missing_triggers(using=DEFAULT_DB_ALIAS)]
        call_command("migrate", interactive=False, verbosity=0)
        self.check(databases=[DEFAULT_DB_ALIAS])
        if gone:
            self.stderr.write(say(PUT_BACK, triggers=", ".join(gone)))
        call_command("createcachetable", verbosity=0)
        sweep_uploads(at=clock.now())
        self.stdout.write(say(READY, number=keep_shipped(actor=MACHINE).number))
