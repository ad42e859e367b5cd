"""The measures by which the report chooses its sentences and signals: each a named number with its reason."""

from __future__ import annotations

from math import sqrt

LOW_COVERAGE = 0.5
"""Below half of the invited cards those who are silent could turn any figure."""
LEAST_PANEL = 3
"""Of fewer matched Karty NGO a change is one organisation's story. An institution answers for its whole gmina."""
LEAST_STRENGTH = 0.5
"""How far two counts must lie apart to be told: 1 and 2 do (0.5), 3 and 4 do not (0.35)."""
LEAST_COMPARED = 3
"""Highest and lowest are told of at least three territories."""
MANY_MISSING = 0.25
"""Where a quarter of the indicators have no figure, that is news in itself."""
APART_LEAST = 3
"""Two sides disagree strongly when at least three organisations or proposals lie between them …"""
APART_SHARE = 0.5
"""… and these are at least half of the larger side's figure."""
SHARP_FALL = 0.25
"""A fall by a quarter of the panel's baseline is sharp …"""
SHARP_FALL_LEAST = 2
"""… if it is of two or more …"""
SHARP_FALL_POINTS = 10.0
"""… and of a share, a fall by ten percentage points."""
NOT_COLLECTED_SHARE = 0.25
"""In a sphere where a quarter of all answers are 'we do not collect such data', the cards ask what nobody counts …"""
NOT_COLLECTED_LEAST = 3
"""… if it was said at least three times."""
NEGATIVE_SHARE = 25.0
"""Where a quarter of the organisations with contracts get no positive assessment, contracts need a look."""


def strength(one: float, other: float) -> float:
    """Return how far two counts lie apart, measured by how much counts waver by themselves: |a - b| / √(a + b + 1).

    >>> round(strength(40, 60), 2), round(strength(2, 4), 2), round(strength(0, 1), 2), strength(0, 0)
    (1.99, 0.76, 0.71, 0.0)
    """
    return abs(one - other) / sqrt(one + other + 1)
