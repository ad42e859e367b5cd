"""The Centre's letters of a session: their texts, who was written to, and what institutions answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atlas.fieldwork.rules import LONGEST_BODY, LONGEST_NOTE, LONGEST_SUBJECT, IntentAnswer, Purpose
from atlas.mail.models import Message
from atlas.monitoring.models import Session
from atlas.registry.models import Participant
from atlas.registry.rules import ParticipantKind

_PURPOSES = [(one.value, one.value) for one in Purpose]


class LetterText(models.Model):
    """What a session's letters of a purpose say to one kind of participant in one language, with fields in braces.

    Where there is no row, the text of `announcing.defaults` holds. `version` counts its changes.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="letter_texts")
    purpose = models.CharField(max_length=12, choices=_PURPOSES)
    kind = models.CharField(max_length=4, choices=[(one.value, one.value) for one in ParticipantKind])
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = models.TextField(max_length=LONGEST_BODY)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["purpose", "kind", "-language"]
        constraints = [
            models.UniqueConstraint(fields=["session", "purpose", "kind", "language"], name="one_text_of_a_letter")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of session {self.session_id} to {self.kind} in {self.language}"


class Dispatch(models.Model):
    """A letter about one participant was put into the outbox for one address: once for a purpose and occasion.

    `occasion` tells reminders apart (an ISO day) and is empty otherwise. Of the address only its SHA-256 stands here;
    the address itself is the letter's, so that a person can be erased.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="dispatches")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="dispatches")
    purpose = models.CharField(max_length=12, choices=_PURPOSES)
    occasion = models.CharField(max_length=10, blank=True)
    address_hash = models.CharField(max_length=64)
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="dispatch")
    queued_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "purpose", "occasion", "participant", "address_hash"], name="one_letter_of_a_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"dispatch {self.pk}"


class LetterOfIntent(models.Model):
    """The register of letters of intent (IZUS 1): when an institution was asked for partnership, what it answered."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="letters_of_intent")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="letters_of_intent")
    sent_on = models.DateField(null=True)
    answer = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in IntentAnswer], default=IntentAnswer.NONE.value,
        blank=True,
    )  # fmt: skip
    answered_on = models.DateField(null=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="one_letter_of_intent"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | ~Q(answer="") & Q(answered_on__isnull=False),
                name="answer_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"letter of intent {self.pk}"
