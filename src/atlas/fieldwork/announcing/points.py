"""Points of receipt in the text of a letter: the same words as beside the participants' cards, line by line. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from atlas.kernel.language import _, translate
from atlas.monitoring.duty import duty_text
from atlas.monitoring.rules import HandOver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from atlas.kernel.language import Language

WAYS: dict[HandOver, str] = {
    HandOver.ONLINE: _("on line, on this site"),
    HandOver.XLSX: _("XLSX file, on this site"),
    HandOver.EMAIL: _("by e-mail"),
    HandOver.PHONE: _("by telephone, somebody asks and writes down"),
    HandOver.PAPER: _("on paper"),
}
_NONE = _("Fill the card in on our website, or download its form there and send the file in.")
_PHONE = _("tel. %(phone)s")
_DUTY = _("Duty hours:")


class Point(Protocol):
    """What is said of a point; `hours` are by weekday ('1' is Monday), each from–to as 'HH:MM'."""

    channel: str
    name: str
    address: str
    phone: str
    email: str
    note: str
    hours: Mapping[str, Sequence[str]]


def points_text(points: Iterable[Point], *, language: Language) -> str:
    """Return all points as paragraphs; where there is none, that the site takes the card."""
    return "\n\n".join(_paragraph(one, language=language) for one in points) or translate(_NONE, language)


def _paragraph(point: Point, *, language: Language) -> str:
    way = translate(WAYS[HandOver(point.channel)], language)
    phone = translate(_PHONE, language) % {"phone": point.phone} if point.phone else ""
    hours = f"{translate(_DUTY, language)} {duty_text(point.hours, language=language)}" if point.hours else ""
    lines = [point.name, way, point.address, phone, point.email, point.note, hours]
    return "\n".join(line for line in lines if line)
