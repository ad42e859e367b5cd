"""A few territories of the register, before and after a gmina got another code, for tests."""

from __future__ import annotations

from datetime import date

from atlas.accounts.actor import MACHINE
from atlas.instruments.services import keep_shipped
from atlas.kernel.terc import Territory as Unit
from atlas.monitoring.services import SessionPlan, plan_session, widen_scope
from atlas.registry.services.territories import take_over_territories

PLACES = {
    "06": "lubelskie", "0605": "janowski", "0605053": "Janów Lubelski", "0605063": "Modliborzyce",
    "0607": "kraśnicki", "0607011": "Kraśnik",
}  # fmt: skip
RENUMBERED = {code: name for code, name in PLACES.items() if code != "0605053"} | {"0605083": "Janów Lubelski"}
"""Janów Lubelski is 060508 instead of 060505."""
_LEVELS = {2: "voivodeship", 4: "powiat", 7: "gmina"}


def take_over(places, as_of):
    """The register as GUS's file of a day has it."""
    units = [Unit(code, _LEVELS[len(code)], name, "", as_of) for code, name in places.items()]
    return take_over_territories(units, actor=MACHINE)


def planned(code, year):
    """A session of a spring that covers the voivodeship as the register has it then."""
    plan = SessionPlan(
        code, "Sesja (wymyślona)", date(year, 2, 1), date(year, 3, 16), date(year - 1, 1, 1), date(year - 1, 12, 31),
    )  # fmt: skip
    session = plan_session(plan, instruments=keep_shipped(actor=MACHINE), actor=MACHINE)
    widen_scope(session, ["06"], actor=MACHINE)
    return session
