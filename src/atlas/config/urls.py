"""All addresses of the web application. Each stands in the matrix of tests/permissions."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from atlas.config.health import health
from atlas.config.languages import choose_language
from atlas.mail.views import outbox

handler500 = "atlas.config.faults.fault"
urlpatterns = [
    path("zdrowie/", health, name="health"),
    path("jezyk/", choose_language, name="set_language"),
    path("konto/", RedirectView.as_view(pattern_name="account_email"), name="account"),
    path("konto/", include("allauth.urls")),
    path("centrum/rejestry/", include("atlas.backoffice.registers.urls")),
    path("centrum/", include("atlas.backoffice.urls")),
    path("", include("atlas.workspace.urls")),
]
if settings.ATLAS_LOCAL:
    urlpatterns.append(path("poczta/", outbox, name="outbox"))
