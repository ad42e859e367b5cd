"""Wagtail's words that its own Polish lacks or gets wrong: the site's catalogue is read before Wagtail's."""

from __future__ import annotations

from atlas.kernel.language import _

WORDS = (_("Go to the first error"), _("Search term"))
