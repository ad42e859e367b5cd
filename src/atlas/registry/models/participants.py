"""Participants of monitoring: one table for what cards, memberships and invitations refer to, details beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atlas.registry.rules import InstitutionType, ParticipantKind


class Participant(models.Model):
    """An organisation or an institution. Its code is the respondent of session packages and never changes."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in ParticipantKind])
    name = models.CharField(max_length=300)
    seat_gmina = models.CharField(max_length=7, blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ParticipantKind]), name="participant_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """What is known of an organisation (NGO) besides: its numbers in registers, each optional, and what it does."""

    participant = models.OneToOneField(Participant, models.CASCADE, primary_key=True, related_name="organisation")
    legal_form = models.CharField(max_length=40, blank=True)
    krs = models.CharField(max_length=10, blank=True)
    regon = models.CharField(max_length=14, blank=True)
    nip = models.CharField(max_length=10, blank=True)
    specialisations = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=[name], condition=~Q(**{name: ""}), name=f"one_organisation_per_{name}")
            for name in ("krs", "regon", "nip")
        ]

    def __str__(self) -> str:
        return f"organisation {self.pk}"


class Institution(models.Model):
    """What is known of an institution (IZUS) besides."""

    participant = models.OneToOneField(Participant, models.CASCADE, primary_key=True, related_name="institution")
    institution_type = models.CharField(
        max_length=5, choices=[(one.value, one.value) for one in InstitutionType], blank=True
    )

    def __str__(self) -> str:
        return f"institution {self.pk}"


class Presence(models.Model):
    """A gmina where an organisation is active, or which an institution serves; a partner CUS serves several."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="presences")
    gmina = models.CharField(max_length=7, db_index=True)

    class Meta:
        ordering = ["gmina"]
        constraints = [models.UniqueConstraint(fields=["participant", "gmina"], name="one_presence_per_gmina")]

    def __str__(self) -> str:
        return f"{self.participant_id} in {self.gmina}"
