"""Checks across tables: scope, invitations, registers, prefixes, one Karta IZUS for a gmina."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.kernel.errors import Problem

if TYPE_CHECKING:
    from atlas.engine.packages.findings import Findings
    from atlas.engine.packages.store import Store

LARGEST_SEQUENCE = 2**15 - 1
"""The engine keeps a session's number in 16 bits."""


@dataclass(frozen=True)
class Reference:
    """A row of `resource` (`t`) that meets `wrong` is an error; `columns` are what the message names."""

    code: str
    resource: str
    wrong: str
    columns: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()


def _outside_scope(resource: str) -> Reference:
    return Reference(
        "outside-scope", resource, "NOT EXISTS (SELECT 1 FROM scope s WHERE s.gmina = t.gmina)", ("gmina",)
    )


def _not_invited(resource: str, kind: str) -> Reference:
    wrong = (
        f"NOT EXISTS (SELECT 1 FROM invitations i WHERE i.card_kind = '{kind}' "  # noqa: S608 - our own names
        "AND i.gmina = t.gmina AND i.respondent = t.respondent)"
    )
    return Reference("card-not-invited", resource, wrong, ("gmina", "respondent"), (("kind", kind),))


def _not_registered(resource: str, kind: str, *, register: str) -> Reference:
    of_kind = f"t.card_kind = '{kind}' AND " if resource == "invitations" else ""
    wrong = f"{of_kind}NOT EXISTS (SELECT 1 FROM {register} r WHERE r.respondent = t.respondent)"  # noqa: S608
    return Reference("respondent-not-registered", resource, wrong, ("respondent",), (("register", register),))


REFERENCES = (
    Reference("powiat-not-prefix", "scope", "t.powiat <> left(t.gmina, 4)", ("powiat", "gmina")),
    Reference("voivodeship-not-prefix", "scope", "t.voivodeship <> left(t.gmina, 2)", ("voivodeship", "gmina")),
    Reference(
        "gmina-twice",
        "scope",
        "EXISTS (SELECT 1 FROM scope s WHERE left(s.gmina, 6) = left(t.gmina, 6) AND s.gmina < t.gmina)",
        ("gmina",),
    ),
    *(_outside_scope(one) for one in ("invitations", "cards_ngo", "cards_izus", "services", "territory_statistics")),
    _not_invited("cards_ngo", "NGO"),
    _not_invited("cards_izus", "IZUS"),
    Reference(
        "service-without-card",
        "services",
        "NOT EXISTS (SELECT 1 FROM cards_ngo c WHERE c.gmina = t.gmina AND c.respondent = t.respondent)",
        ("gmina", "respondent"),
    ),
    _not_registered("cards_ngo", "NGO", register="organisations"),
    _not_registered("cards_izus", "IZUS", register="institutions"),
    _not_registered("invitations", "NGO", register="organisations"),
    _not_registered("invitations", "IZUS", register="institutions"),
    Reference(
        "two-izus-cards",
        "cards_izus",
        "EXISTS (SELECT 1 FROM cards_izus c WHERE c.gmina = t.gmina AND c.respondent < t.respondent)",
        ("gmina", "respondent"),
    ),
    Reference("session-dates", "session", "t.period_from > t.period_to OR t.opens_on > t.closes_on", ("session",)),
    Reference("session-sequence", "session", f"t.sequence NOT BETWEEN 1 AND {LARGEST_SEQUENCE}", ("sequence",)),
)


def check_references(store: Store, findings: Findings) -> None:
    """Note every row that refers to something that is not there."""
    for one in REFERENCES:
        if one.resource not in store.tables:  # a later template may do without a table
            continue
        columns = ", ".join(f't."{name}"' for name in one.columns)
        total, rows = store.offenders(one.resource, one.wrong, columns=columns)
        problems = [
            Problem(
                one.code,
                store.place(one.resource, row, column=one.columns[0]),
                dict(one.facts) | dict(zip(one.columns, values, strict=True)),
            )
            for row, *values in rows
        ]
        findings.extend(problems, total=total)
