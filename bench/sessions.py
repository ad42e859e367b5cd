"""A session of any size, written straight into the tables, for tests and benchmarks. All names are invented and say so.

`python -m bench.sessions GMINAS ORGANISATIONS` writes one; `grid` are the outlines of its gminas, a synthetic grid.
"""

import hashlib
import json
import os
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.config.settings")
    django.setup()

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import VOIVODESHIPS
from atlas.cards.models import Card, CardVersion, Flag, Review, Submission
from atlas.cards.rules import CardKind, Channel, Event
from atlas.cards.selectors import instruments_of
from atlas.definitions.card_document import CardDocument
from atlas.instruments.services import keep_shipped
from atlas.kernel.clock import WARSAW
from atlas.monitoring.models import Invitation, ScopeGmina, Session
from atlas.registry.models import Institution, Organisation, Participant, Territory

BATCH, SEED = 2000, 2026
_KEYS = uuid.UUID(int=SEED)
OPENS, CLOSES = date(2026, 2, 2), date(2026, 4, 30)
IN_A_POWIAT, WHOLE_NUMBERS = 8, 25
STATES = ("", "draft", "submitted", "returned", "accepted", "withdrawn", "set_aside")
WEIGHTS = (20, 10, 35, 3, 28, 3, 1)
"""How often a card that was asked for is not begun, drafted, …"""
ALL_SUBMITTED = (0, 0, 1, 0, 0, 0, 0)
FLAGS_EVERY, FLAGS_MOST = 10, 4
"""Of ten submitted cards four have flags: one, two, three and four."""
WITH_SUBMISSION = {"submitted", "returned", "accepted", "withdrawn", "set_aside"}
BOX = (14.3, 49.2, 24.0, 54.7)
"""Degrees that the synthetic grid covers: west, south, east, north."""


@dataclass(frozen=True)
class Size:
    """How large a session is; each gmina has one institution, organisations are spread evenly."""

    gminas: int
    organisations: int

    @property
    def voivodeships(self) -> list[str]:
        """A small session lies in one voivodeship."""
        return list(VOIVODESHIPS) if self.gminas > IN_A_POWIAT * len(VOIVODESHIPS) else ["06"]


PILOT, COUNTRY = Size(11, 60), Size(2477, 100_000)


def codes(size: Size) -> list[str]:
    """The gminas' codes: made up, but of the right form and in their voivodeships."""
    found, among = [], size.voivodeships
    for number in range(size.gminas):
        powiat, place = divmod(number // len(among), IN_A_POWIAT)
        found.append(f"{among[number % len(among)]}{powiat + 1:02d}{place + 1:02d}2")
    return sorted(found)


def grid(gminas: Sequence[str]) -> dict[str, object]:
    """Outlines of gminas as GeoJSON, each a cell of a grid: a synthetic map, no likeness of the country."""
    across = round(len(gminas) ** 0.5) or 1
    down = -(-len(gminas) // across)
    west, south, east, north = BOX
    wide, high = (east - west) / across, (north - south) / down
    features = []
    for number, code in enumerate(gminas):
        x, y = west + number % across * wide, south + number // across * high
        ring = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"teryt": code}, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}


def write(
    size: Size, *, code: str = "2026-1", sequence: int = 1, state: str = "open", weights: Sequence[int] = WEIGHTS
) -> Session:  # fmt: skip
    """Write a session with cards in all states, or as often in each as `weights` say; the same size gives the same."""
    random = Random(f"{SEED} {size}")  # noqa: S311 -- invented data, the same each time
    with transaction.atomic():
        session = Session.objects.create(
            code=code, name="Sesja (wymyślona)", state=state, sequence=sequence, opens_on=OPENS, closes_on=CLOSES,
            announce_on=OPENS - timedelta(days=14), remind_on=["2026-03-16", "2026-04-20"],
            verify_until=CLOSES + timedelta(days=30), publish_on=CLOSES + timedelta(days=60),
            period_from=date(2025, 1, 1), period_to=date(2025, 12, 31), instruments=keep_shipped(actor=MACHINE),
        )  # fmt: skip
        Territory.objects.bulk_create(_territories(codes(size)), batch_size=BATCH, ignore_conflicts=True)
        scope = ScopeGmina.objects.bulk_create(_scope(session, codes(size)), batch_size=BATCH)
        asked = list(_participants(scope, size, code=code))
        Invitation.objects.bulk_create(
            [Invitation(session=session, card_kind=who.kind, scope=place, participant=who) for place, who in asked],
            batch_size=BATCH,
        )
        _write_cards(session, [*asked, *((place, None) for place in scope)], random=random, weights=weights)
    return session


def write_reviews(session: Session) -> None:
    """Write of each submitted card that it was looked through, and of some that something asks for a look."""
    submitted = list(Card.objects.filter(session=session, state="submitted").values_list("pk", "filed", "changed_at"))
    flags = [(one, one[0] % FLAGS_EVERY + 1) for one in submitted if one[0] % FLAGS_EVERY < FLAGS_MOST]
    counts = {card: count for (card, _filed, _at), count in flags}
    with transaction.atomic():
        Review.objects.bulk_create(
            [
                Review(card_id=card, submission_id=filed, open_flags=counts.get(card, 0), looked_through_at=at)
                for card, filed, at in submitted
            ],
            batch_size=BATCH,
        )  # fmt: skip
        Flag.objects.bulk_create(
            [
                Flag(card_id=card, submission_id=filed, code="empty", subject=f"{number}", raised_at=at,
                     evidence={"empty": 40, "asked": 60})
                for (card, filed, at), count in flags for number in range(count)
            ],
            batch_size=BATCH,
        )  # fmt: skip


def _territories(gminas: Sequence[str]) -> Iterator[Territory]:
    """The register's rows that a scope of these gminas is taken from."""
    levels = (("voivodeship", 2, "województwo"), ("powiat", 4, "powiat"), ("gmina", 7, "gmina wiejska"))
    for level, digits, kind in levels:
        for code in sorted({one[:digits] for one in gminas}):
            name = VOIVODESHIPS[code] if level == "voivodeship" else f"Wymyślona {code}"
            yield Territory(code=code, level=level, name=name, kind=kind, valid_from=date(2020, 1, 1))


def _scope(session: Session, gminas: Sequence[str]) -> Iterator[ScopeGmina]:
    for one in gminas:
        yield ScopeGmina(
            session=session, gmina=one, name=f"Wymyślona {one}", powiat=one[:4], voivodeship=one[:2],
            powiat_name=f"wymyślony {one[:4]}", voivodeship_name=VOIVODESHIPS[one[:2]], institution_type="CUS",
        )  # fmt: skip


def _participants(
    scope: Sequence[ScopeGmina], size: Size, *, code: str
) -> Iterator[tuple[ScopeGmina, Participant]]:  # fmt: skip
    at = datetime(2026, 1, 5, 12, tzinfo=WARSAW)
    places = [(place, "IZUS", number) for number, place in enumerate(scope)]
    places += [(scope[number % len(scope)], "NGO", number) for number in range(size.organisations)]
    names = {"IZUS": "CUS wymyślony nr", "NGO": "Stowarzyszenie wymyślone nr"}
    people = Participant.objects.bulk_create(
        [
            Participant(
                code=f"{code}-{kind}-{number:06d}", kind=kind, name=f"{names[kind]} {number}",
                seat_gmina=place.gmina, registered_at=at,
            )
            for place, kind, number in places
        ],
        batch_size=BATCH,
    )  # fmt: skip
    Institution.objects.bulk_create(
        [Institution(participant=one, institution_type="CUS") for one in people if one.kind == "IZUS"], batch_size=BATCH
    )
    Organisation.objects.bulk_create([Organisation(participant=one) for one in people if one.kind == "NGO"], BATCH)
    yield from zip((place for place, _kind, _number in places), people, strict=True)


def _write_cards(
    session: Session, asked: Sequence[tuple[ScopeGmina, Participant | None]], *, random: Random,
    weights: Sequence[int],
) -> None:  # fmt: skip
    """Write the cards in batches: a card, its versions without their contents, its submission."""
    forms = instruments_of(session.instruments).forms
    whole = {
        kind: [line.code for line in form.lines.values() if line.kind == "whole" and ":" not in line.code]
        for kind, form in forms.items()
    }
    numbers = dict.fromkeys(CardKind, 0)
    remaining = iter(asked)
    while batch := list(islice(remaining, BATCH)):
        cards = Card.objects.bulk_create(list(_cards(session, batch, whole=whole, random=random, weights=weights)))
        submissions = []
        for card in cards:
            if card.state in WITH_SUBMISSION:
                numbers[card.kind] += 1
                submissions.append(_submission(card, numbers[card.kind]))
        Submission.objects.bulk_create(submissions)
        CardVersion.objects.bulk_create([one for card in cards for one in _versions(card)])
    newest = Submission.objects.filter(card=OuterRef("pk")).order_by().values("card").annotate(last=Max("pk"))
    held = Card.objects.filter(session=session, state__in=WITH_SUBMISSION - {"withdrawn"})
    held.update(filed=Subquery(newest.values("last")))


def _cards(
    session: Session, batch: Sequence[tuple[ScopeGmina, Participant | None]], *, whole: dict[CardKind, list[str]],
    random: Random, weights: Sequence[int],
) -> Iterator[Card]:  # fmt: skip
    days = (CLOSES - OPENS).days
    for place, who in batch:
        kind = CardKind(who.kind) if who else CardKind.STATISTICS
        (state,) = random.choices(STATES, weights)
        moment = datetime(2026, 2, 2, 8, tzinfo=WARSAW) + timedelta(minutes=random.randrange(days * 1440))
        answers: dict[str, object] = {one: random.randrange(40) for one in whole[kind][:WHOLE_NUMBERS]}
        if state:
            yield Card(
                session=session, kind=kind, scope=place, participant=who, state=state, version=2,
                content=CardDocument(answers=answers | ({"seat_gmina": place.gmina} if who else {})).to_json(),
                answered=len(answers), started_at=moment, changed_at=moment + timedelta(hours=2),
            )  # fmt: skip


def _submission(card: Card, number: int) -> Submission:
    text = json.dumps(card.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Submission(
        card=card, key=uuid.uuid5(_KEYS, f"{card.pk}"), session_id=card.session_id, kind=card.kind,
        number=number, version=2, content=text, sha256=hashlib.sha256(text.encode()).hexdigest(),
        channel=Channel.ONLINE, filed_at=card.started_at + timedelta(hours=1),
    )  # fmt: skip


def _versions(card: Card) -> Iterator[CardVersion]:
    """What happened to a card; that a card was set aside has no version of its own."""
    events = [(Event.STARTED, card.started_at)]
    if card.state in WITH_SUBMISSION:
        events.append((Event.SUBMITTED, card.started_at + timedelta(hours=1)))
    if card.state in {"returned", "accepted", "withdrawn"}:
        events.append((Event(card.state), card.changed_at))
    for number, (event, at) in enumerate(events, start=1):
        yield CardVersion(
            card=card, number=number, event=event, channel=Channel.ONLINE, content={}, begun_at=at, at=at
        )  # fmt: skip


if __name__ == "__main__":
    size = Size(int(sys.argv[1]), int(sys.argv[2]))
    print(write(size).code)
    if len(sys.argv) > 3:
        Path(sys.argv[3]).write_text(json.dumps(grid(codes(size))), encoding="utf-8")
