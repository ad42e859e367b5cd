"""Addresses of Wagtail's admin, below /centrum/rejestry/. What the site has itself leads to the site's own pages; what
the registers do not need is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail
from wagtail.utils.urlpatterns import decorate_urlpatterns

from atlas.backoffice.registers.gate import of_the_centre_alone, what_registers_need

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase


def _leads_to(name: str) -> Callable[..., HttpResponseBase]:
    return RedirectView.as_view(pattern_name=name, query_string=True)


_own = [
    path("", _leads_to("organizacje:index")),
    re_path(r"^login/", _leads_to("account_login")),
    re_path(r"^logout/", _leads_to("account_logout")),
    re_path(r"^password_reset/", _leads_to("account_reset_password")),
    path("account/", _leads_to("account")),
    re_path(r"^(?:users|groups)/", _leads_to("workspace:accounts")),
]
_wagtail = decorate_urlpatterns([path("", include(wagtail))], what_registers_need)
urlpatterns = decorate_urlpatterns([*_own, *_wagtail], of_the_centre_alone)
