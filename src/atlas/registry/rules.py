"""Pure decisions on participants and the people who represent them. Check digits are in `identifiers`."""

from __future__ import annotations

from enum import StrEnum

from atlas.kernel.errors import DomainError


class ParticipantKind(StrEnum):
    """Which card a participant files."""

    NGO = "NGO"
    IZUS = "IZUS"


class InstitutionType(StrEnum):
    """What an institution is, by the codes of packages; `other` is the municipal office."""

    CUS = "CUS"
    OPS = "OPS"
    OTHER = "other"


class MemberFunction(StrEnum):
    """What somebody does for a participant (Atlas, part III)."""

    MENAGER_US = "menager_us"
    RESEARCHER_LP = "researcher_lp"
    OUS = "ous"
    OSL = "osl"
    KIPUS = "kipus"
    NONE = ""


class RequestState(StrEnum):
    """How far a request to join is."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


FUNCTIONS: dict[ParticipantKind, tuple[MemberFunction, ...]] = {
    ParticipantKind.NGO: (MemberFunction.MENAGER_US, MemberFunction.RESEARCHER_LP, MemberFunction.NONE),
    ParticipantKind.IZUS: (MemberFunction.OUS, MemberFunction.OSL, MemberFunction.KIPUS, MemberFunction.NONE),
}


def check_function(function: MemberFunction, *, kind: ParticipantKind) -> None:
    """Refuse a function that this kind of participant does not have.

    Raises:
        DomainError: 'function-of-other-kind'.
    """
    if function not in FUNCTIONS[kind]:
        raise DomainError("function-of-other-kind", function=function, kind=kind)
