"""Saving what somebody typed: as they type, by a button, from a spreadsheet. Nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.audit.services import record
from atlas.cards.access import must_edit
from atlas.cards.contents import Typed, merged, merged_words
from atlas.cards.places import TerritoryPlaces
from atlas.cards.rules import Channel, Event
from atlas.cards.selectors import contents_of, form_for
from atlas.cards.services.keeping import channel_of, keep_contents, locked, must_be_editable
from atlas.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.accounts.actor import Actor
    from atlas.cards.contents import Conflict, Contents, Words
    from atlas.cards.form_lines import CardForm
    from atlas.cards.models import Card

_EVENTS = {Channel.XLSX: Event.UPLOADED}


@dataclass(frozen=True)
class Saved:
    """A card after a save, with the lines in conflict and those that others had changed; see `contents.Merged`."""

    card: Card
    contents: Contents
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def save_lines(
    card: Card, typed: Mapping[str, Typed], *, actor: Actor, channel: Channel = Channel.ONLINE
) -> Saved:  # fmt: skip
    """Save the lines that somebody changed; lines that somebody else changed meanwhile to something else stay.

    Drafts can be saved whatever the session's state, so that nothing typed after the deadline is lost.

    Args:
        card: Fetched through `access.get_card`.
        typed: Lines by code, as they stood when the page was opened and as they stand there now.
        actor: Who saves.
        channel: Online, or the spreadsheet that was uploaded; what the Centre enters came by its entry's channel.

    Raises:
        NotAllowed: 'card-not-yours', 'card-not-opened'.
        DomainError: 'card-is-filed'.
    """
    must_edit(actor, card)
    with transaction.atomic():
        held = locked(card)
        at = clock.now()
        came = channel_of(held, actor=actor, channel=channel)
        must_be_editable(held)
        places = TerritoryPlaces(on=clock.day_of(at))
        result = merged(form_for(held), contents_of(held), typed=typed, places=places)
        if result.changed:
            event = _EVENTS.get(channel, Event.SAVED)
            keep_contents(held, result.contents, event=event, channel=came, actor=actor, at=at)
            facts = {"version": held.version, "lines": list(result.changed), "channel": came}
            record("save-card", about=held, by=actor.user_id, at=at, **facts)
    return Saved(held, result.contents, result.conflicts, result.others)


def save_explanations(card: Card, words: Mapping[str, Words], *, actor: Actor) -> Card:
    """Save words about warnings, by line; an emptied one is taken away, one that was not touched stays.

    Where somebody else wrote about the same line meanwhile, both words are kept.

    Raises:
        NotAllowed: 'card-not-yours'.
        DomainError: 'card-is-filed'.
    """
    must_edit(actor, card)
    with transaction.atomic():
        held = locked(card)
        at = clock.now()
        came = channel_of(held, actor=actor, channel=Channel.ONLINE)
        must_be_editable(held)
        before = contents_of(held)
        given = explainable(form_for(held), merged_words(before.document.explanations, words))
        contents = before.explained(given)
        if contents != before:
            keep_contents(held, contents, event=Event.SAVED, channel=came, actor=actor, at=at)
            record("explain-card", about=held, by=actor.user_id, at=at, lines=sorted(given))
    return held


def explainable(form: CardForm, words: Mapping[str, str]) -> dict[str, str]:
    """Return the words that stand at lines of the form; contact data are never explained."""
    return {code: text for code, text in words.items() if code in form.lines and not form.lines[code].is_personal}


def fill_zeros(card: Card, *, section: str, actor: Actor) -> tuple[Card, int]:
    """Write 0 into the empty number fields of a section that say no reason, knowingly; return how many.

    Raises:
        NotAllowed: 'card-not-yours'.
        DomainError: 'card-is-filed'.
        KeyError: the form has no such section.
    """
    places = TerritoryPlaces(on=clock.day_of(clock.now()))
    contents, lines = contents_of(card), form_for(card).section(section).lines
    empty = [line for line in lines if line.is_number and not contents.has_answer(line)]
    unread = contents.document.unread
    typed = {
        line.code: Typed(contents.texts(line, places=places), {"value": "0"})
        for line in empty
        if line.code not in unread
    }
    saved = save_lines(card, typed, actor=actor)
    return saved.card, len(typed) - len(saved.conflicts)
