"""What a letter says at its end to somebody who was invited to represent a participant and has not accepted yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.kernel.language import _, translate

if TYPE_CHECKING:
    from atlas.kernel.language import Language
    from atlas.mail.services import Letter
    from atlas.registry.services.links import Link

_JOIN = _(
    "----\n"
    "You are invited to represent %(name)s and have not accepted yet. Open this link by %(until)s: make an account,"
    " or log in if you have one, and you find the cards. It works once. Links of earlier letters no longer work.\n"
    "%(link)s\n"
)


def with_link(letter: Letter, link: Link, *, language: Language) -> Letter:
    """Return a letter with the link by which its reader joins the participant, below what the Centre wrote."""
    words = translate(_JOIN, language) % {"name": link.name, "until": link.until, "link": link.address}
    return replace(letter, body=f"{letter.body.rstrip()}\n\n{words}")
