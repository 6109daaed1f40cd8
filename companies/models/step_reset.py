"""A request to take a lost second step away, on its way past two people and a day."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone

OPEN_FOR = timedelta(days=14)


class StepResetQuerySet(models.QuerySet):
    """Queries on requests."""

    def open(self):
        """Return requests that may still have an effect."""
        return self.filter(outcome="", asked_at__gt=timezone.now() - OPEN_FOR)

    def ripe(self):
        """Return open requests that were confirmed, and waited for long enough."""
        return self.open().filter(ripe_at__lte=timezone.now())

    def with_people(self):
        """Return requests with everybody and the company they name, the oldest first."""
        people = ("user", "asked_by", "confirmed_by", "seat__company")
        return self.select_related(*people).order_by("asked_at")


class StepReset(models.Model):
    """Somebody lost the second step. One person asks, another confirms, then a day goes by.

    `seat` is the seat for which a company's administrator asked; none for the secretariat's own.
    """

    class Outcome(models.TextChoices):
        """How it ended."""

        DONE = "done"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("companies.User", on_delete=models.CASCADE, related_name="step_resets")
    seat = models.ForeignKey("companies.Membership", on_delete=models.CASCADE, null=True)
    asked_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ripe_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = StepResetQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.user)
