"""What all changes of a card share: locking it, keeping its new contents with a version of the history.

Whoever locks several rows does so in this order, lest two wait for one another: reviews by card, the session, cards by
pk, then what belongs to one of them. Reviews come first because looking cards through holds them longest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.cards.access import is_entered_by, must_edit
from atlas.cards.models import Card, CardVersion, Contact
from atlas.cards.rules import EDITABLE, SITTING, CardState, Channel, Event
from atlas.cards.selectors import contents_of, form_for, with_session
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.cards.contents import Contents


def locked(card: Card) -> Card:
    """Return a card as it is now, its row locked until the transaction ends."""
    Card.objects.select_for_update(no_key=True).only("pk").get(pk=card.pk)
    return with_session(Card.objects.all()).get(pk=card.pk)


def must_be_editable(card: Card) -> None:
    """Refuse a card that is with the Centre.

    Raises:
        DomainError: 'card-is-filed'.
    """
    if card.state not in EDITABLE:
        raise DomainError("card-is-filed")


def channel_of(card: Card, *, actor: Actor, channel: Channel) -> Channel:
    """Return the channel to write down for a change of a locked card: what the Centre enters came by that entry's.

    Raises:
        NotAllowed: 'card-not-opened' where somebody of the Centre no longer enters it.
    """
    if is_entered_by(actor, card):
        return Channel(card.entered_through or channel)
    if actor.in_centre:
        must_edit(actor, card)
    return channel


def keep_contents(
    card: Card, contents: Contents, *, event: Event, channel: Channel, actor: Actor, at: datetime
) -> Card:  # fmt: skip
    """Write what a locked card says now, as its next version; a withdrawn card becomes a draft again.

    Raises:
        DomainError: 'card-changed-meanwhile', should the row have changed in spite of the lock.
    """
    state = CardState.DRAFT if card.state == CardState.WITHDRAWN else CardState(card.state)
    facts = {
        "content": contents.document.to_json(), "answered": contents.answered(form_for(card)), "state": state,
        "version": card.version + 1, "changed_at": at, "changed_by": actor.user_id,
    }  # fmt: skip
    if Card.objects.filter(pk=card.pk, version=card.version).update(**facts) != 1:
        raise DomainError("card-changed-meanwhile")
    for name, value in facts.items():
        setattr(card, name, value)
    if contents.contact != contents_of(card).contact:
        card.contact, _ = Contact.objects.update_or_create(card=card, defaults={"details": dict(contents.contact)})
    keep_version(card, event=event, channel=channel, actor=actor, at=at)
    return card


def keep_version(
    card: Card, *, event: Event, channel: Channel, actor: Actor, at: datetime, note: str = ""
) -> CardVersion:  # fmt: skip
    """Add what a card says now to its history; saves of one person's sitting through one channel are one version."""
    if event == Event.SAVED:
        last = CardVersion.objects.filter(card=card).defer("content").order_by("-number").first()
        if last is not None and _goes_on(last, channel=channel, actor=actor, at=at):
            CardVersion.objects.filter(pk=last.pk).update(number=card.version, content=card.content, at=at)
            return last
    return CardVersion.objects.create(
        card=card, number=card.version, event=event, channel=channel, content=card.content, begun_at=at, at=at,
        by=actor.user_id, note=note,
    )  # fmt: skip


def _goes_on(last: CardVersion, *, channel: Channel, actor: Actor, at: datetime) -> bool:
    same = (last.event, last.channel, last.by) == (Event.SAVED, channel, actor.user_id)
    return same and at - last.begun_at < SITTING
