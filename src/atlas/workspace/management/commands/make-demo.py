"""`atlas-web make-demo`: an open session and somebody of each role, on one's own machine only; prints the log-ins."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.management.base import BaseCommand

from atlas.cli.words import say
from atlas.kernel.errors import NotAllowed
from atlas.kernel.language import _
from atlas.workspace.demo import PASSWORD
from atlas.workspace.services.demo import add_people, compute_results, know_territories, open_next_session

OPENED = _("Open session: %(session)s, until %(day)s.")
LOG_INS = _("Log in with the password %(password)s as:")
WITH_APP = _("  %(email)s – secret for the app %(secret)s, its code now %(code)s")


class Command(BaseCommand):
    """Fills the demonstration."""

    help = say(_("Fill a demonstration on your own machine and print the log-ins."))

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Open a session, add people, print."""
        if not settings.ATLAS_LOCAL:
            raise NotAllowed("demo-is-local")
        know_territories()
        compute_results()
        session = open_next_session()
        self.stdout.write(say(OPENED, session=session.code, day=session.closes_on))
        self.stdout.write(say(LOG_INS, password=PASSWORD))
        for person, secret in add_people().items():
            facts = {"email": person.email, "secret": secret, "code": _code(secret)} if secret else {}
            self.stdout.write(say(WITH_APP, **facts) if secret else f"  {person.email}")


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))
