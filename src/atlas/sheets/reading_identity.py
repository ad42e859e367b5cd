"""Whose card a file says it is, and whether this session asked for it. Proposes respondents where it does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError
from atlas.kernel.language import as_language
from atlas.sheets.layout import FORM, LAYOUT_VERSION
from atlas.sheets.matching import likely_respondents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atlas.definitions.models import CardKind, Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.session_file import SessionFile
    from atlas.sheets.worker_pool import Workbook

_KINDS: dict[str, TemplateKind] = {"NGO": "NGO", "IZUS": "IZUS", "STATISTICS": "STATISTICS"}
_NAMES: dict[CardKind, str] = {"NGO": "organisation_name", "IZUS": "institution_name"}


@dataclass(frozen=True)
class FormIdentity:
    """What the hidden sheet says; empty where it says nothing."""

    kind: TemplateKind
    language: Language
    session: str
    respondent: str
    gmina: str


def form_identity(workbook: Workbook, definitions: Definitions) -> FormIdentity:
    """Return whose form a file is, where it is one that can be read at all.

    Raises:
        DomainError: 'filled-not-a-form', 'filled-layout', 'filled-template-version'.
    """
    said = {key: str(value).strip() for key, value in workbook.identity.items()}
    kind = _KINDS.get(said.get("kind", ""))
    if said.get("form") != FORM or kind is None:
        raise DomainError("filled-not-a-form")
    if said.get("layout") != str(LAYOUT_VERSION):
        raise DomainError("filled-layout", found=said.get("layout", "–"), known=LAYOUT_VERSION)
    known = definitions.templates[kind].version
    if said.get("template_version") != str(known):
        found = said.get("template_version", "–")
        raise DomainError("filled-template-version", found=found, known=known, kind=kind)
    language = as_language(said.get("language"))
    return FormIdentity(kind, language, said.get("session", ""), said.get("respondent", ""), said.get("gmina", ""))


def identity_errors(
    identity: FormIdentity, session: SessionFile, *, answers: Mapping[str, object]
) -> Iterator[DomainError]:
    """Give what is wrong with whose form it is: 'filled-nobodys', 'filled-other-session', 'filled-gmina-outside',
    'filled-respondent-unknown', 'filled-not-invited'.

    Args:
        identity: What the form says.
        session: What the session asked for.
        answers: Part I, for proposals.
    """
    kind, who, gmina = identity.kind, identity.respondent, identity.gmina
    if identity.session not in ("", session.code):
        yield DomainError("filled-other-session", found=identity.session, session=session.code)
        return
    is_nobodys = not identity.session or not gmina or (kind != "STATISTICS" and not who)
    if is_nobodys:
        yield DomainError("filled-nobodys", session=session.code, likely=_likely(identity, session, answers=answers))
    elif gmina not in session.gminas():
        yield DomainError("filled-gmina-outside", gmina=gmina, session=session.code)
    elif kind == "STATISTICS":
        return
    elif who not in session.respondents(kind):
        likely = _likely(identity, session, answers=answers)
        yield DomainError("filled-respondent-unknown", respondent=who, session=session.code, likely=likely)
    elif not session.is_invited(kind, gmina=gmina, respondent=who):
        yield DomainError("filled-not-invited", respondent=who, kind=kind, gmina=gmina, session=session.code)


def _likely(identity: FormIdentity, session: SessionFile, *, answers: Mapping[str, object]) -> str:
    if identity.kind == "STATISTICS":
        return "; ".join(f"{name} ({code})" for code, name in session.gminas().items())
    name, place = str(answers.get(_NAMES[identity.kind]) or ""), str(answers.get("seat_locality") or "")
    found = likely_respondents(session, identity.kind, name=name, gmina=identity.gmina, place=place)
    return "; ".join(found) or "–"
