"""Who represents a participant, who was invited to, and which organisations ask to join."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from atlas.accounts.models import LinkedInvitation
from atlas.registry.models.participants import Participant
from atlas.registry.rules import MemberFunction, RequestState

FUNCTION_CHOICES = [(function.value, function.value) for function in MemberFunction]


class Membership(models.Model):
    """A user represents a participant, from one moment to another; one who may manage changes its people."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="memberships")
    function = models.CharField(max_length=20, choices=FUNCTION_CHOICES, blank=True)
    may_manage = models.BooleanField(default=False)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "participant"], condition=Q(ended_at=None), name="one_membership_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class MembershipInvitation(LinkedInvitation):
    """An invitation to represent a participant, sent to an address."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="member_invitations")
    function = models.CharField(max_length=20, choices=FUNCTION_CHOICES, blank=True)
    may_manage = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class JoinRequest(models.Model):
    """An organisation that was not invited asks to take part; the Centre answers."""

    organisation_name = models.CharField(max_length=300)
    krs = models.CharField(max_length=10, blank=True)
    seat_gmina = models.CharField(max_length=7)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    message = models.TextField(blank=True, max_length=2000)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in RequestState],
        default=RequestState.WAITING.value,
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    participant = models.ForeignKey(Participant, models.PROTECT, null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact_email", "organisation_name"],
                condition=Q(state="waiting"),
                name="one_waiting_request_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
