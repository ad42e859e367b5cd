"""A few territories of the register, before and after a gmina got another code, for tests."""

from __future__ import annotations

from atlas.accounts.actor import MACHINE
from atlas.kernel.terc import Territory as Unit
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
