"""Whose card a form is: session, respondent, gmina, and what the session's registers already say of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atlas.engine.packages.contract import REGISTERS
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from atlas.definitions.models import CardKind, TemplateKind
    from atlas.sheets.session_file import SessionFile

_ITEMS: dict[CardKind, dict[str, str]] = {
    "NGO": {"organisation_name": "name", "legal_form": "legal_form", "seat_gmina": "seat_gmina"},
    "IZUS": {"institution_name": "name", "institution_type": "institution_type", "seat_gmina": "seat_gmina"},
}
"""Items of Part I that a register answers, and its columns."""


@dataclass(frozen=True)
class Identity:
    """Whose card it is; everything empty for a form that belongs to no session yet.

    `known` holds answers by item code that the registers give already, an option by its code.
    """

    session: str = ""
    session_name: str = ""
    period: tuple[date, date] | None = None
    closes_on: date | None = None
    respondent: str = ""
    respondent_name: str = ""
    gmina: str = ""
    gmina_name: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


NOBODY = Identity()


def identity_in(session: SessionFile, kind: TemplateKind, *, respondent: str, gmina: str) -> Identity:
    """Return whose card it is, from the session's registers and invitations.

    Args:
        session: The session's file, read.
        kind: Of the form; statistics belong to a gmina alone.
        respondent: Code in the register; not looked at for statistics.
        gmina: TERYT code in the session's scope.

    Raises:
        DomainError: 'form-gmina-outside', 'form-respondent-unknown', 'form-not-invited'.
    """
    gminas = session.gminas()
    if gmina not in gminas:
        raise DomainError("form-gmina-outside", gmina=gmina, session=session.code, known=", ".join(gminas))
    if kind == "STATISTICS":
        return _identity(session, gmina=gmina)
    names = session.respondents(kind)
    if respondent not in names:
        raise DomainError("form-respondent-unknown", respondent=respondent, kind=kind, session=session.code)
    if (gmina, respondent) not in session.invited(kind):
        raise DomainError("form-not-invited", respondent=respondent, kind=kind, gmina=gmina, session=session.code)
    known = _registered(session, kind, respondent=respondent)
    return _identity(session, gmina=gmina, respondent=respondent, name=names[respondent], known=known)


def identities_in(session: SessionFile, kind: TemplateKind) -> Iterator[Identity]:
    """Give everybody who was invited to file a card of a kind; for statistics every gmina in scope."""
    pairs = [(gmina, "") for gmina in session.gminas()] if kind == "STATISTICS" else session.invited(kind)
    for gmina, respondent in pairs:
        yield identity_in(session, kind, respondent=respondent, gmina=gmina)


def _registered(session: SessionFile, kind: CardKind, *, respondent: str) -> dict[str, str]:
    row = next(one for one in session.tables[REGISTERS[kind]] if one["respondent"] == respondent)
    return {item: str(row[column]) for item, column in _ITEMS[kind].items() if row.get(column)}


def _identity(
    session: SessionFile, *, gmina: str, respondent: str = "", name: str = "", known: Mapping[str, str] | None = None
) -> Identity:
    return Identity(
        session=session.code,
        session_name=session.name,
        period=session.period,
        closes_on=session.closes_on,
        respondent=respondent,
        respondent_name=name,
        gmina=gmina,
        gmina_name=session.gminas()[gmina],
        known=known or {},
    )
