"""Tables of fieldwork."""

from __future__ import annotations

from atlas.fieldwork.models.letters import Dispatch, LetterOfIntent, LetterText
from atlas.fieldwork.models.obstacles import Obstacle, ObstacleContact

__all__ = ["Dispatch", "LetterOfIntent", "LetterText", "Obstacle", "ObstacleContact"]
