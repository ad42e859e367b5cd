"""Looking submitted cards through: their flags are computed in batches and kept, so that no page has to compute them.

A flag that is there with the same evidence stays as it is, settled or not, also on the card's next submission.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Min

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.cards.flags import figures_of, peer_figures
from atlas.cards.look_rows import looked_at, peers_of
from atlas.cards.models import Card, Flag, Peers, Review
from atlas.cards.rules import FILED, CardKind, CardState
from atlas.cards.selectors import instruments_of, with_session
from atlas.cards.services.keeping import locked
from atlas.cards.services.reviewing import lock_reviews, locked_at_work, locked_review, must_be_free
from atlas.definitions.card_document import document_from_json
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.cards.look_rows import Looked
    from atlas.monitoring.models import Session

BATCH = 200
"""Cards that are looked through in one transaction; those of one gmina stand together."""
PEERS_HOLD = timedelta(milliseconds=60)
"""For each card among the peers they hold so long: 6 s for a hundred cards, 100 minutes for a hundred thousand. To read
a card again takes a thousandth of that.
"""
_CHUNK = 1000
_LONGEST_NOTE = 500


def renew_peers(session: Session) -> int:
    """Compute a session's peers where cards changed since, and they have held as long as they are worth; return how
    many cards were read, 0 where none had to be.
    """
    last = Peers.objects.filter(session=session).aggregate(last=Min("computed_at"))["last"]
    if last is not None:
        cards = Card.objects.filter(session=session)
        hold = clock.now() < last + PEERS_HOLD * cards.filter(filed__isnull=False).count()
        if hold or not cards.filter(changed_at__gte=last).exists():
            return 0
    return compute_peers(session)


def compute_peers(session: Session) -> int:
    """Compute what the session's filed cards say at each number, kind by kind; return how many cards were read."""
    read = 0
    for kind in CardKind:
        form = instruments_of(session.instruments).forms[kind]
        template = instruments_of(session.instruments).definitions.templates[kind.value]
        values: dict[str, array[float]] = defaultdict(lambda: array("d"))
        filed = Card.objects.filter(session=session, kind=kind, state__in=FILED, filed__isnull=False)
        for content in filed.values_list("filed__content", flat=True).iterator(chunk_size=_CHUNK):
            read += 1
            for code, number in figures_of(form, document_from_json(json.loads(content), template).answers).items():
                values[code].append(number)
        _keep_peers(session, kind, values=values)
    return read


def look_through(cards: Sequence[Card], *, session: Session) -> None:
    """Compute the flags of submitted cards of one session and keep them; a card that is no longer submitted is left.

    Args:
        cards: At most `BATCH`.
        session: Their session, with its instruments.
    """
    chosen = sorted(card.pk for card in cards)
    peers = peers_of(session)
    # By themselves: a new row holds its card, which is locked after the reviews.
    Review.objects.bulk_create([Review(card_id=pk) for pk in chosen], ignore_conflicts=True)
    with transaction.atomic():
        lock_reviews(Review.objects.filter(card__in=chosen))
        at = clock.now()
        now = with_session(Card.objects.filter(pk__in=chosen, state=CardState.SUBMITTED))
        found = looked_at(list(now), session=session, peers=peers)
        _keep_flags(found, at=at)


def look_through_waiting(
    session: Session, *, again: bool, told: Callable[[int, int], None] = lambda _done, _total: None
) -> int:  # fmt: skip
    """Look through all submitted cards of a session that were not, or all of them again; return how many.

    Args:
        session: The session, with its instruments.
        again: Also those that were looked through already.
        told: Called after each batch, outside transactions, with how many of how many are done.
    """
    waiting = Card.objects.filter(session=session, state=CardState.SUBMITTED).order_by("scope", "pk")
    rows = waiting.values_list("pk", "filed", "review__submission")
    chosen = [pk for pk, filed, looked in rows if again or filed != looked]
    for done, batch in _batches(chosen):
        look_through(list(Card.objects.filter(pk__in=batch).only("pk")), session=session)
        told(done, len(chosen))
    return len(chosen)


def settle_flag(card: Card, flag_id: int, *, note: str, actor: Actor) -> Flag:
    """Mark a flag of a submitted card as looked at and fine, with a note if the verifier wants one.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-being-closed', 'session-not-verified-now', 'flags-stay', 'review-taken'.
        NotFound: 'flag-not-found'.
    """
    return _settled(card, flag_id, note=note, actor=actor, is_settled=True)


def reopen_flag(card: Card, flag_id: int, *, actor: Actor) -> Flag:
    """Take back that a flag was found fine.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: as for settling.
        NotFound: 'flag-not-found'.
    """
    return _settled(card, flag_id, note="", actor=actor, is_settled=False)


def _settled(card: Card, flag_id: int, *, note: str, actor: Actor, is_settled: bool) -> Flag:
    must_work_in_centre(actor)
    with transaction.atomic():
        review = locked_review(card)
        at = locked_at_work(card.session_id)
        held = locked(card)
        if held.state != CardState.SUBMITTED:
            raise DomainError("flags-stay")
        must_be_free(review, actor=actor, at=at)
        flag = Flag.objects.filter(pk=flag_id, card=held, submission=held.filed_id).first()
        if flag is None:
            raise NotFound("flag-not-found")
        flag.settled_at, flag.settled_by = (at, actor.user_id) if is_settled else (None, None)
        flag.note = " ".join(note.split())[:_LONGEST_NOTE]
        flag.save(update_fields=["settled_at", "settled_by", "note"])
        of_submission = Flag.objects.filter(submission=flag.submission_id)
        review.open_flags = of_submission.filter(settled_at=None, is_notice=False).count()
        review.save(update_fields=["open_flags"])
        action = "settle-flag" if is_settled else "reopen-flag"
        record(action, about=held, by=actor.user_id, at=at, flag=flag.code, item=flag.item)
    return flag


def _batches(chosen: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    for start in range(0, len(chosen), BATCH):
        batch = chosen[start : start + BATCH]
        yield start + len(batch), batch


def _keep_peers(session: Session, kind: CardKind, *, values: dict[str, array[float]]) -> None:
    found = {item: figures for item, numbers in values.items() if (figures := peer_figures(numbers)) is not None}
    with transaction.atomic():
        at = clock.now()
        Peers.objects.filter(session=session, kind=kind).exclude(item__in=found).delete()
        Peers.objects.bulk_create(
            [
                Peers(
                    session=session, kind=kind, item=item, cards=one.cards, middle=one.middle, spread=one.spread,
                    computed_at=at,
                )
                for item, one in found.items()
            ],
            update_conflicts=True,
            unique_fields=["session", "kind", "item"],
            update_fields=["cards", "middle", "spread", "computed_at"],
        )  # fmt: skip


def _keep_flags(found: Sequence[Looked], *, at: datetime) -> None:
    """Write the difference between the flags that are kept and those that were found; the reviews are locked."""
    kept: dict[int, dict[tuple[str, str, str], Flag]] = defaultdict(dict)
    for flag in Flag.objects.filter(card__in=[one.card for one in found]).order_by("submission_id", "pk"):
        kept[flag.card_id][flag.code, flag.item, flag.subject] = flag  # of the newest submission last
    now = [flag for one in found for flag in _flags_of(one, kept[one.card.pk], at=at)]
    fields = ["evidence", "is_notice", "settled_at", "settled_by", "note"]
    Flag.objects.bulk_create([one for one in now if one.pk is None], batch_size=_CHUNK)
    Flag.objects.bulk_update([one for one in now if one.pk is not None], fields, batch_size=_CHUNK)
    stays = {one.pk for one in now}
    filed = {one.card.filed_id for one in found}
    gone = [f.pk for each in kept.values() for f in each.values() if f.submission_id in filed and f.pk not in stays]
    Flag.objects.filter(pk__in=gone).delete()
    _keep_reviews(found, now, at=at)


def _flags_of(looked: Looked, kept: dict[tuple[str, str, str], Flag], *, at: datetime) -> Iterator[Flag]:
    for raised in looked.flags:
        before, evidence = kept.get(raised.key), dict(raised.evidence)
        is_same = before is not None and _without_moment(before.evidence) == _without_moment(evidence)
        if before is not None and before.submission_id == looked.card.filed_id:
            flag = before
        else:
            code, item, subject = raised.key
            flag = Flag(
                card=looked.card, submission=looked.card.filed, code=code, item=item, subject=subject, raised_at=at
            )
        if is_same and before is not None:
            flag.settled_at, flag.settled_by, flag.note = before.settled_at, before.settled_by, before.note
        else:
            flag.settled_at, flag.settled_by, flag.note = None, None, ""
        flag.evidence, flag.is_notice = evidence, raised.is_notice
        yield flag


def _without_moment(evidence: Mapping[str, object]) -> dict[str, object]:
    """The evidence without `as_of`: the same figures an hour later say nothing new."""
    return {name: value for name, value in evidence.items() if name != "as_of"}


def _keep_reviews(found: Sequence[Looked], flags: Sequence[Flag], *, at: datetime) -> None:
    count: dict[int, int] = defaultdict(int)
    for flag in flags:
        count[flag.card_id] += flag.settled_at is None and not flag.is_notice
    Review.objects.bulk_update(
        [
            Review(
                card_id=one.card.pk, submission=one.card.filed, open_flags=count[one.card.pk], looked_through_at=at
            )
            for one in found
        ],
        ["submission", "open_flags", "looked_through_at"],
    )  # fmt: skip
