"""Obstacles to handing over a card, and apart from each how to reach who reported it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atlas.cards.models import Card
from atlas.fieldwork.rules import LONGEST_WORDS, ObstacleState, WantedChannel
from atlas.monitoring.models import ScopeGmina, Session
from atlas.registry.models import MembershipInvitation, Participant


class Obstacle(models.Model):
    """Somebody cannot hand over a card and asks for another way.

    `card` and `scope` are known where it was reported from a card; by an invitation's link only the participant is
    sure, and the session and gmina where there is but one. `key` was made with the form: sent twice, reported once.
    """

    key = models.UUIDField(unique=True)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="obstacles")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="obstacles")
    scope = models.ForeignKey(ScopeGmina, models.PROTECT, null=True, related_name="obstacles")
    card = models.ForeignKey(Card, models.PROTECT, null=True, related_name="obstacles")
    invitation = models.ForeignKey(MembershipInvitation, models.SET_NULL, null=True, related_name="obstacles")
    what = models.TextField(max_length=LONGEST_WORDS)
    channel = models.CharField(max_length=8, choices=[(one.value, one.value) for one in WantedChannel])
    channel_words = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in ObstacleState], default=ObstacleState.OPEN.value
    )
    reported_at = models.DateTimeField()
    reported_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-reported_at", "-id"]
        indexes = [models.Index(fields=["state", "-reported_at"], name="obstacles_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(card__isnull=False) | Q(participant__isnull=False), name="obstacle_is_somebodys"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ObstacleState]), name="obstacle_state_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[one.value for one in WantedChannel]), name="obstacle_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"obstacle {self.pk}"


class ObstacleContact(models.Model):
    """How to reach who reported an obstacle. It stands apart so that a person can be erased."""

    obstacle = models.OneToOneField(Obstacle, models.CASCADE, primary_key=True, related_name="contact")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"contact of obstacle {self.obstacle_id}"
