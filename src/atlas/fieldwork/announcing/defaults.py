"""The texts that letters have until the Centre writes its own. Fields in braces are those of `fields.FIELDS`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.fieldwork.rules import Purpose
from atlas.kernel.language import _, translate
from atlas.registry.rules import ParticipantKind

if TYPE_CHECKING:
    from atlas.kernel.language import Language


@dataclass(frozen=True)
class Words:
    """Subject and body of a letter, with fields in braces."""

    subject: str
    body: str


_REMINDER = Words(
    _("Reminder: a card of session {session_code} is missing"),
    _(
        "Good morning,\n\n"
        "{participant} has not filed everything that the monitoring session “{session}” asks for. Still missing:"
        "\n\n{cards}\n\n"
        "Log in at {address}: what you have typed so far is kept there. If something keeps you from filing the card,"
        " report it on the card's page. We will agree on another way.\n\n"
        "{centre}\n"
    ),
)
_TEXTS: dict[tuple[Purpose, ParticipantKind], Words] = {
    (Purpose.ANNOUNCEMENT, ParticipantKind.NGO): Words(
        _("Monitoring of social services: session {session_code} is announced"),
        _(
            "Good morning,\n\n"
            "We announce the monitoring session “{session}”. We invite {participant} to file Karta NGO for: {gminas}."
            "\n\n"
            "Cards come in from {opens_on} to {closes_on}. They are about the period {period}.\n\n"
            "How to do it: log in at {address} and choose the card from the list. If you have no account yet, open the"
            " link at the end of this letter.\n\n"
            "Ways and points where you can hand the card over:\n\n{points}\n\n"
            "Does something keep you from filing the card? Tell us at once: report it on the card's page. We will agree"
            " on another way.\n\n"
            "{centre}\n"
        ),
    ),
    (Purpose.ANNOUNCEMENT, ParticipantKind.IZUS): Words(
        _("Monitoring of social services: session {session_code} is announced"),
        _(
            "Good morning,\n\n"
            "We announce the monitoring session “{session}”. We ask {participant} to file Karta IZUS and the statistics"
            " of the territory for: {gminas}.\n\n"
            "Cards come in from {opens_on} to {closes_on}. They are about the period {period}.\n\n"
            "How to do it: log in at {address} and choose the card from the list. If you have no account yet, open the"
            " link at the end of this letter.\n\n"
            "Organisations of your gmina also take part. Please let them use the statistics that they need for their"
            " cards.\n\n"
            "Ways and points where you can hand the card over:\n\n{points}\n\n"
            "Does something keep you from filing the card? Tell us at once: report it on the card's page. We will agree"
            " on another way.\n\n"
            "{centre}\n"
        ),
    ),
    (Purpose.REMINDER, ParticipantKind.NGO): _REMINDER,
    (Purpose.REMINDER, ParticipantKind.IZUS): _REMINDER,
    (Purpose.INTENT, ParticipantKind.IZUS): Words(
        _("Letter of intent: partnership in the monitoring of social services"),
        _(
            "Good morning,\n\n"
            "We ask {participant} to be our partner in the participation monitoring mechanism (Mechanizm MP) in: "
            "{gminas}. The letter of intent is attached.\n\n"
            "Please answer it: fill in its last part and send it to us by {opens_on}, or answer this letter.\n\n"
            "{centre}\n"
        ),
    ),
}


def default_words(purpose: Purpose, *, kind: ParticipantKind, language: Language) -> Words:
    """Return the text that a letter has until the Centre writes its own."""
    words = _TEXTS[purpose, kind]
    return Words(translate(words.subject, language), translate(words.body, language))
