"""The outbox: what still has to be done, kept until its effect is in the database."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

PATIENCE = timedelta(seconds=45)
"""How long an effect may take before the relay sends a task again; doubled at each sending."""
LONGEST_WAIT = timedelta(hours=1)


def first_resend() -> datetime:
    """Return when a task made now is sent by the relay, if its own sending failed."""
    return timezone.now() + PATIENCE


def next_resend(attempts: int) -> datetime:
    """Return when a task sent for the given number of times is sent again."""
    return timezone.now() + min(LONGEST_WAIT, PATIENCE * 2**attempts)


class OutboxQuerySet(models.QuerySet):
    """Queries on work that waits."""

    def overdue(self):
        """Return work not yet done nor given up, whose next moment to be sent has come."""
        return self.filter(failed_at=None, due_at__lte=timezone.now())


class OutboxItem(models.Model):
    """One task to run, written in the same transaction as the reason for it.

    Holds ids only, never a tenant's content, so it needs no company of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=120)
    ids = models.JSONField(default=dict)
    request = models.CharField(max_length=32, blank=True, default="", db_default="")
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=first_resend)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="outbox_due_at")]


class SentMail(models.Model):
    """One mail that background work sends: begun before it leaves, sent once the server took it.

    The key names the reason for the mail and holds ids only. A row that was begun and never sent
    is a mail of which nobody knows whether it left, because the process died in between.
    """

    key = models.CharField(max_length=120, primary_key=True)
    begun_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
