"""`atlas-web`: the commands of the web application (Django's `manage.py` of the installed package)."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from atlas.cli.words import BAD_INPUT_STATUS, complain
from atlas.config.texts import TEXTS
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; what the product refuses ends with status 2 and a message, never with a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.config.settings")
    try:
        execute_from_command_line(["atlas-web", *(sys.argv[1:] if arguments is None else arguments)])
    except DomainError as error:
        complain(error, TEXTS)
        sys.exit(BAD_INPUT_STATUS)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(BAD_INPUT_STATUS)
