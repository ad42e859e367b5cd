"""What the Centre's templates need: the pages of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext

from atlas.backoffice.tabs import TABS

if TYPE_CHECKING:
    from atlas.monitoring.models import Session

register = template.Library()


@register.inclusion_tag("backoffice/tabs.html")
def session_tabs(session: Session, here: str) -> dict[str, Any]:
    """Show the pages of a session; `here` is the name of the address of the one that is shown."""
    tabs = [
        {"title": gettext(title), "url": reverse(f"backoffice:{name}", args=[session.code]), "is_here": name == here}
        for name, title in TABS
    ]
    return {"tabs": tabs}
