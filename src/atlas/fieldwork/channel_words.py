"""What channels are called in letters and forms, as message ids."""

from __future__ import annotations

from atlas.fieldwork.rules import AgreedChannel
from atlas.kernel.language import _

AGREED: dict[AgreedChannel, str] = {
    AgreedChannel.PAPER: _("on paper; the Centre enters it"),
    AgreedChannel.EMAIL: _("by e-mail; the Centre enters it"),
    AgreedChannel.PHONE: _("by telephone; the Centre asks and writes down"),
    AgreedChannel.XLSX: _("as a spreadsheet (XLSX)"),
    AgreedChannel.OTHER: _("in another way"),
}
