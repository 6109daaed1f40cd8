"""The hash of a year at the moment it was closed."""

from django.db import models
from django.utils import timezone

from convenant.tenancy.models import TenantModel


class ClosedYear(TenantModel):
    """What a closed file was, in one hash; added at each closing, never changed.

    `format` is how the hash is taken (`diligence.services.closed_years`).
    """

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="closings"
    )
    format = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["assessment", "-sealed_at"], name="closed_year_newest")]

    def __str__(self) -> str:
        return self.sha256[:8]
