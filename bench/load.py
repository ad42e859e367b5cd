"""An open model of load: requests begin by the clock, whether or not earlier ones were answered.

A request's time runs from the moment it was due, so that waiting for a connection or for this process counts too.
"""

import http.client
import json
import queue
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "atlas.example"
CONNECTIONS, PATIENCE = 96, 30.0
"""Requests in flight at most, and seconds after which one counts as failed."""


@dataclass
class Slot:
    """One number field of one card; at most one save of it is under way, so its last acknowledged value is known."""

    card: str
    line: str
    url: str
    cookie: str
    lines: dict[str, list[str]]
    section: dict[str, str]
    acknowledged: str = ""
    uncertain: set[str] = field(default_factory=set)
    sent: int = 0


@dataclass
class Outcome:
    """What came of one request: seconds since it was due, and what was wrong with it."""

    kind: str
    seconds: float
    error: str = ""


@dataclass
class Load:
    """A number of saves and reads a second for some seconds on a site that listens on a port."""

    port: int
    cookies: dict[str, str]
    slots: list[Slot]
    outcomes: list[Outcome] = field(default_factory=list)
    saved: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lock, self.free = threading.Lock(), queue.SimpleQueue[Slot]()
        self.csrf = secrets.token_hex(16)
        for slot in random.Random(2025).sample(self.slots, len(self.slots)):  # noqa: S311 - an order, no secret
            self.free.put(slot)

    def run(self, *, saves: float, reads: float, seconds: float) -> None:
        """Send everything that is due and wait for the last answers."""
        due: queue.SimpleQueue[tuple[float, Callable[[], str], str] | None] = queue.SimpleQueue()
        workers = [threading.Thread(target=self._work, args=[due]) for _number in range(CONNECTIONS)]
        for worker in workers:
            worker.start()
        start = time.monotonic() + 0.2
        for moment, kind in arrivals(saves=saves, reads=reads, seconds=seconds):
            time.sleep(max(0.0, start + moment - time.monotonic()))
            due.put((start + moment, self._save if kind == "save" else self._read, kind))
        for _worker in workers:
            due.put(None)
        for worker in workers:
            worker.join()

    def _work(self, due: "queue.SimpleQueue[tuple[float, Callable[[], str], str] | None]") -> None:
        while (task := due.get()) is not None:
            moment, call, kind = task
            try:
                error = call()
            except (OSError, http.client.HTTPException, queue.Empty) as reason:
                error = type(reason).__name__
            with self.lock:
                self.outcomes.append(Outcome(kind, time.monotonic() - moment, error))

    def _read(self) -> str:
        slot = random.choice(self.slots)  # noqa: S311 - which page is read, no secret
        status, headers = self._request("GET", slot)
        return "" if status == 200 else f"{status} {headers.get('Location', '')}"

    def _save(self) -> str:
        """Type the next number into a field that no other save is under way for, as the page itself sends it."""
        slot = self.free.get(timeout=PATIENCE)
        slot.sent += 1
        value = str(slot.sent)
        slot.uncertain.add(value)
        try:
            status, headers = self._request("POST", slot, body=_form(slot, value))
            if status != 200 or "X-Saved" not in headers:
                return f"{status} {headers.get('Location', '')}"
            slot.acknowledged = slot.section[slot.line] = value
            slot.uncertain.clear()
            with self.lock:
                self.saved[slot.card] = self.saved.get(slot.card, 0) + 1
        finally:
            self.free.put(slot)
        return ""

    def _request(self, method: str, slot: Slot, *, body: str = "") -> tuple[int, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Host": HOST, "X-Forwarded-Proto": "https", "Origin": f"https://{HOST}",
            "Cookie": f"{self.cookies['session']}={slot.cookie}; {self.cookies['csrf']}={self.csrf}",
        }  # fmt: skip
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.csrf,
                        "HX-Request": "true"}  # fmt: skip
        try:
            connection.request(method, slot.url, body=body or None, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers
        finally:
            connection.close()


def arrivals(*, saves: float, reads: float, seconds: float) -> Iterator[tuple[float, str]]:
    """Give the moments of requests in order, with exponential gaps as of people who know nothing of each other."""
    lot, moment = random.Random(1), 0.0  # noqa: S311 - the same arrivals each time
    while True:
        moment += lot.expovariate(saves + reads)
        if moment >= seconds:
            return
        yield moment, "save" if lot.random() * (saves + reads) < saves else "read"


def slots_of(world: dict[str, list[dict[str, object]]]) -> list[Slot]:
    """Return all number fields of a world's cards; those of one section share what is typed in it."""
    slots = []
    for card in world["cards"]:
        for section in card["sections"]:
            typed: dict[str, str] = {}
            slots += [
                Slot(card["id"], line, section["url"], card["cookie"], section["lines"], typed)
                for line in section["numbers"]
            ]
    return slots


def _form(slot: Slot, value: str) -> str:
    """Return the section's whole form, one of its fields changed."""
    known = dict(slot.section)
    seen = {line: {part: _text(known, line, part=part) for part in parts} for line, parts in slot.lines.items()}
    fields = {f"{line}.{part}": text for line, parts in seen.items() for part, text in parts.items()}
    return urlencode({**fields, f"{slot.line}.value": value, "seen": json.dumps(seen)})


def _text(known: dict[str, str], line: str, *, part: str) -> str:
    return known.get(line, "") if part == "value" else ""
