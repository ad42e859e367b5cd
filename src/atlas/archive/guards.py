"""What is sealed stays: the database refuses to change or delete it."""

from __future__ import annotations

from atlas.archive.models import SealedPackage
from atlas.audit.triggers import Guard

GUARDS = (Guard(SealedPackage),)
