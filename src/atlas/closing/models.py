"""One table: what the protocol of a sealed package says of its session, as it stood when it was sealed."""

from __future__ import annotations

from django.db import models

from atlas.archive.models import SealedPackage


class ClosingProtocol(models.Model):
    """The facts of a closing, beside its first seal; `by` is the id of who asked for it.

    `facts`: `accepted` and `set_aside` (numbers of cards by kind), `set_aside_reasons` (pairs of words and number),
    `invited` (by kind), `gminas` (in scope), `baseline` (by kind: code and name of gminas that got their baseline).
    """

    seal = models.OneToOneField(SealedPackage, models.CASCADE, primary_key=True, related_name="protocol")
    facts = models.JSONField()
    by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"protocol of {self.seal_id}"
