"""Everything of a company in one ZIP file, as a job and as a file."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel


class Archive(TenantModel):
    """One archive, asked for by the company; its file goes after `expires_at`, the row stays."""

    class Status(models.TextChoices):
        """Where the making stands."""

        QUEUED = "queued", _("wacht op zijn beurt")
        MAKING = "making", _("wordt gemaakt")
        READY = "ready", _("klaar")
        FAILED = "failed", _("mislukt")
        EXPIRED = "expired", _("verwijderd")

    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    language = models.CharField(max_length=2)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=models.Q(status__in=["queued", "making"]),
                name="one_archive_in_the_making",
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.status}"
