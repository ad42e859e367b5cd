"""Builds the next revision of a session's package from the sealed one, and compares what both give."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from atlas.archive.revising import must_keep_baselines, write_revision
from atlas.archive.selectors import errata_rows, sealed_changes, waiting_corrections
from atlas.archive.store import folder_of
from atlas.cards.contexts import contexts_of
from atlas.cards.package_rows import PackagedCard, rows_of_document
from atlas.cards.rules import CardKind
from atlas.cards.selectors import baseline_gminas, instruments_of
from atlas.closing.working_copies import by_card, contents_after
from atlas.definitions.answers import broken_rules, message
from atlas.engine.packages.reading import read_packages
from atlas.engine.run import compute
from atlas.kernel.errors import DomainError
from atlas.results.selectors import packages_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from atlas.archive.models import SealedPackage
    from atlas.cards.models import Card
    from atlas.definitions.answers import Context
    from atlas.definitions.card_document import CardDocument
    from atlas.engine.model import Package
    from atlas.monitoring.models import Session

    Tables = Mapping[str, Sequence[Mapping[str, Any]]]

MOST_ROWS = 500
"""Changed values that a preview keeps word for word; the others are counted."""
_KEY = ("indicator", "breakdown", "level", "territory")
_COMPARED = (
    "value", "numerator", "denominator", "cards", "invited", "coverage", "gminas_used", "gminas_in_scope", "change",
    "panel_change",
)  # fmt: skip


@contextmanager
def next_revision(session: Session, seal: SealedPackage, *, folder: Path) -> Iterator[tuple[Package, Package]]:
    """Write a session's next revision and give it with the one before, both read and found good.

    Args:
        session: With its instruments.
        seal: The newest one.
        folder: Where to.

    Raises:
        DomainError: 'correction-breaks-rule', 'revision-changes-baseline', or what reading finds wrong.
    """
    corrected = _corrected(session)
    gminas = baseline_gminas(session, changes=sealed_changes())
    with ExitStack() as stack:
        (former,) = stack.enter_context(read_packages([folder_of(seal.sha256)]))
        write_revision(former, folder, corrected=corrected, errata=errata_rows(session))
        (new,) = stack.enter_context(read_packages([folder]))
        must_keep_baselines(former, new, gminas=gminas)
        yield former, new


def changed_rows(session: Session, *, former: Package, new: Package) -> tuple[int, list[dict[str, object]]]:
    """Return how many values of a session's indicators differ between two revisions, and the first of them, each with
    `indicator`, `breakdown`, `level`, `territory`, and `before` and `after` by column.

    Both are computed by the engine with the newest packages of the sessions before.
    """
    others = [folder_of(str(one["sha256"])) for one in packages_for(session) if one["session"] != session.code]
    with read_packages(others) as read:
        before, after = (_values([*read, one], session=session) for one in (former, new))
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key, {}), after.get(key, {})
        if was != now:
            shown = {"before": {name: was.get(name) for name in _COMPARED}}
            found.append(dict(zip(_KEY, key, strict=True)) | shown | {"after": {n: now.get(n) for n in _COMPARED}})
    return len(found), found[:MOST_ROWS]


def _values(packages: Sequence[Package], *, session: Session) -> dict[tuple[object, ...], dict[str, object]]:
    table: pa.Table = compute(packages, partial=session.is_trial).indicators
    rows = (row for row in table.select(["session", *_KEY, *_COMPARED]).to_pylist() if row["session"] == session.code)
    return {tuple(row[name] for name in _KEY): {name: row[name] for name in _COMPARED} for row in rows}


def _corrected(session: Session) -> list[tuple[PackagedCard, Tables]]:
    """Return the corrected cards with their rows, each judged beside what the other corrections say."""
    waiting = by_card(waiting_corrections(session))
    said = {card.pk: contents_after(card, found)[-1].document for card, found in waiting}
    contexts = contexts_of([card for card, _found in waiting], session=session, instead=said)
    return [_rows(card, said[card.pk], session=session, context=contexts[card.pk]) for card, _found in waiting]


def _rows(
    card: Card, document: CardDocument, *, session: Session, context: Context
) -> tuple[PackagedCard, Tables]:  # fmt: skip
    """Return a corrected card with its rows; one that would not have been accepted is refused."""
    instruments = instruments_of(session.instruments)
    template = instruments.definitions.templates[CardKind(card.kind).value]
    broken = broken_rules(template, document.answers, words=instruments.words, context=context)
    rules = {rule.code: rule for rule in template.rules}
    respondent = card.participant.code if card.participant else ""
    named = {"kind": card.kind, "gmina": card.scope.name, "respondent": respondent}
    for one in broken:
        if one.severity == "error":
            raise DomainError("correction-breaks-rule", message=message(rules[one.code], one, language="pl"), **named)
    packaged = PackagedCard(CardKind(card.kind), card.scope.gmina, respondent, document)
    return packaged, rows_of_document(packaged, instruments.definitions, broken=broken)
