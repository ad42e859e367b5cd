"""What Wagtail's admin shows of ours: the registers, ways back to the working pages, the site's colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from atlas.backoffice.registers.viewsets import REGISTERS

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString
    from wagtail.admin.viewsets.base import ViewSet


@hooks.register("register_admin_viewset")
def registers() -> list[ViewSet]:
    """Add the registers with their entries in the menu."""
    return [register() for register in REGISTERS]


@hooks.register("register_admin_menu_item")
def back_to_work() -> MenuItem:
    """Lead back to the working pages."""
    words = gettext_lazy("Back to the sessions")
    return MenuItem(words, reverse_lazy("workspace:home"), icon_name="arrow-left", order=1)


@hooks.register("construct_main_menu")
def without_help(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Take away Wagtail's help, which leads to other sites."""
    items[:] = [one for one in items if one.name != "help"]


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    """Give the admin the site's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("atlas/registers.css"))
