"""Signals that deserve attention, or the word that no rule found any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.model import Paragraph, Section, Signals
from atlas.report.signals.rules import signals_of

if TYPE_CHECKING:
    from atlas.report.case import Case
    from atlas.report.model import Block


def signals(case: Case) -> Section:
    """Return the section."""
    say, found = case.voice.say, signals_of(case)
    intro = Paragraph(say(_(
        "Each signal was found by a fixed rule. It is a reason to look and to ask, not a judgement of anybody."
    )))  # fmt: skip
    blocks: tuple[Block, ...] = (intro, Signals(found))
    if not found:
        blocks = (Paragraph(say(_("No rule found anything here that deserves special attention."))),)
    return Section("signals", say(_("Signals that deserve attention")), blocks)
