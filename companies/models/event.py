"""Who did what in a company's file, and when."""

from django.db import models
from django.utils import timezone

from convenant.tenancy.models import TenantModel


class Event(TenantModel):
    """One fact in the log. No foreign keys to what it tells of, so that it outlives it.

    `actor_name` is kept as it was at that moment; `by_secretariat` marks reads and acts of theirs.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    by_secretariat = models.BooleanField(default=False)
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["company", "-at"], name="event_company_at")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.target}"
