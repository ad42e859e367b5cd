"""The outbox: letters, and what is attached to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """A letter to one address. Its text is forgotten once it is sent; that it was sent stays."""

    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="mail_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(next_try_at__isnull=True), name="mail_sent_is_not_due"
            )
        ]

    def __str__(self) -> str:
        return f"message {self.pk}: {self.subject}"


class Attachment(models.Model):
    """A file that goes with a letter; forgotten with the letter's text."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"attachment {self.pk} of message {self.message_id}"
