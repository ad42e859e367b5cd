"""What a request is answered that met a fault: of the database or the disk with what to do, of the program with regret.

No template here may ask the database, and none is given the request: it may be what is broken.
"""

from __future__ import annotations

import errno
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from atlas.kernel.language import _

if TYPE_CHECKING:
    from django.http import HttpRequest

AGAIN_SECONDS = 60
NOT_SAVED = _(
    "The server cannot save at the moment. Nothing of your last click was kept, and nothing saved before is lost."
    " Go back in your browser, wait a minute and try again."
)


def fault(request: HttpRequest) -> HttpResponse:
    """Answer 503 where the database cannot be asked or the disk is full, 500 where the program is at fault."""
    if not _is_passing(sys.exception()):
        return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
    if "HX-Request" in request.headers:
        answer = HttpResponse(gettext(NOT_SAVED), content_type="text/plain; charset=utf-8")
    else:
        answer = HttpResponse(render_to_string("503.html", {"text": gettext(NOT_SAVED)}))
    answer.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    answer.headers["Retry-After"] = str(AGAIN_SECONDS)
    return answer


def _is_passing(error: BaseException | None) -> bool:
    """Whether the fault lies in what the program stands on, so that the same may work in a minute."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
