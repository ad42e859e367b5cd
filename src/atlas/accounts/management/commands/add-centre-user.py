"""`atlas-web add-centre-user EMAIL`: makes the first people of the Centre. They log in by a code sent by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import transaction

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole
from atlas.accounts.services import give_centre_role, register_user
from atlas.cli.words import say
from atlas.kernel import clock
from atlas.kernel.language import _

if TYPE_CHECKING:
    from argparse import ArgumentParser

ADDED = _("The account is there. Its owner logs in by a code sent by e-mail and then sets up a second step.")


class Command(BaseCommand):
    """Makes an account of the Centre."""

    help = say(_("Make an account of the Monitoring Centre."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, a name and the role."""
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--role", choices=[one.value for one in CentreRole if one.value], default="administrator")

    def handle(self, *_args: Any, email: str, name: str, role: str, **_options: Any) -> None:  # noqa: ANN401
        """Make the account and give the role, both or neither."""
        with transaction.atomic():
            user = register_user(email=email, name=name, password=None, at=clock.now())
            give_centre_role(user=user, role=CentreRole(role), actor=MACHINE)
        self.stdout.write(say(ADDED))
