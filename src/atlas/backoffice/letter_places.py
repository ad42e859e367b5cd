"""Which letter an address of the Centre's pages means: its purpose, the kind of participant, the language; in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.fieldwork.rules import WRITTEN_TO, Purpose
from atlas.kernel.errors import NotFound
from atlas.kernel.language import LANGUAGES, Language, _
from atlas.registry.rules import ParticipantKind

if TYPE_CHECKING:
    from collections.abc import Iterator

PURPOSE_NAMES = {
    Purpose.ANNOUNCEMENT: _("Announcement"),
    Purpose.REMINDER: _("Reminder"),
    Purpose.INTENT: _("Letter of intent"),
}
KIND_NAMES = {ParticipantKind.NGO: _("organisations"), ParticipantKind.IZUS: _("institutions")}
LANGUAGE_NAMES: dict[Language, str] = {"pl": _("in Polish"), "en": _("in English")}
_ADDRESSES = {
    Purpose.ANNOUNCEMENT: "komunikat", Purpose.REMINDER: "przypomnienie", Purpose.INTENT: "list-intencyjny",
}  # fmt: skip


@dataclass(frozen=True)
class LetterPlace:
    """One text of a session's letters."""

    purpose: Purpose
    kind: ParticipantKind
    language: Language

    @property
    def arguments(self) -> tuple[str, str, str]:
        """What stands in the address of its pages."""
        return _ADDRESSES[self.purpose], self.kind.lower(), self.language


def letter_places() -> Iterator[LetterPlace]:
    """Give all texts that a session's letters have."""
    for purpose, kinds in WRITTEN_TO.items():
        for kind in kinds:
            for language in LANGUAGES:
                yield LetterPlace(purpose, kind, language)


def letter_place(*arguments: str, session_code: str) -> LetterPlace:
    """Return the text that an address means.

    Raises:
        NotFound: 'letter-not-found'.
    """
    found = next((one for one in letter_places() if one.arguments == arguments), None)
    if found is None:
        raise NotFound("letter-not-found", session=session_code)
    return found
