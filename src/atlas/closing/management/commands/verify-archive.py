"""`atlas-web verify-archive`: is everything that was sealed as it was sealed, and does the database say the same?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from atlas.archive.verifying import verify_archive
from atlas.audit.triggers import missing_triggers
from atlas.cli.words import say
from atlas.closing.kept_results import results_problems
from atlas.kernel.errors import BadInput, Problem
from atlas.kernel.language import _

GOOD = _(
    "Everything is as it was sealed. Packages: %(packages)s, results: %(results)s. Compare the newest hashes with a "
    "copy that is kept elsewhere: who rewrites rows and seals together is found by nothing else."
)


class Command(BaseCommand):
    """Verifies the archive; exit status 2 where anything differs."""

    help = say(_("Recompute every hash in the archive, compare the database with what was sealed, name what differs."))
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401
        """Verify and say so; the first row of each table that differs is named."""
        gone = missing_triggers(using=DEFAULT_DB_ALIAS)
        problems = [Problem("guard-gone", facts={"table": one.table, "trigger": one.name}) for one in gone]
        verified = verify_archive(tell=self.stdout.write)
        runs, of_results = results_problems()
        problems += [*verified.problems, *of_results]
        if problems:
            raise BadInput(problems)
        self.stdout.write(say(GOOD, packages=verified.packages, results=runs))
        for seal in verified.newest:
            self.stdout.write(f"{seal.session.code} {seal.revision} sha256:{seal.sha256}")
