"""What was done already under an Idempotency-Key, so that it is done once."""

import uuid

from django.db import models
from django.utils import timezone

from convenant.tenancy.models import TenantModel


class DoneCommand(models.Model):
    """One answered write: what was asked, and what was answered."""

    user = models.ForeignKey("companies.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    method = models.CharField(max_length=6)
    path = models.CharField(max_length=300)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def is_same_as(self, method: str, path: str, body_hash: str) -> bool:
        """Tell whether this is the request that came with the key before."""
        return (self.method, self.path, self.body_hash) == (method, path, body_hash)


class CompanyCommand(DoneCommand, TenantModel):
    """A write inside one company; its answer may hold that company's content."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user", "key"], name="one_company_command_per_key"
            )
        ]
        indexes = [models.Index(fields=["at"], name="company_command_at")]


class SectorCommand(DoneCommand):
    """A write of the secretariat across companies; its answer holds counts only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_sector_command_per_key")
        ]
        indexes = [models.Index(fields=["at"], name="sector_command_at")]
