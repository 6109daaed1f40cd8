"""The making of all members' reports of one year in one go."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReportRun(models.Model):
    """One "make all reports": counts only, no company's content. Its ZIP is the secretariat's.

    `inside` holds the ids of the companies whose report is in it: who fetches it reads their files.
    """

    class Status(models.TextChoices):
        """Where the run stands."""

        QUEUED = "queued", _("wacht op zijn beurt")
        RUNNING = "running", _("bezig")
        PACKING = "packing", _("wordt ingepakt")
        READY = "ready", _("klaar")
        FAILED = "failed", _("mislukt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(
        "diligence.Cycle", on_delete=models.PROTECT, related_name="report_runs"
    )
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=20, choices=Status, default=Status.QUEUED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.JSONField(default=list)
    inside = models.JSONField(default=list)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    error_code = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "language"],
                condition=models.Q(status__in=["queued", "running", "packing"]),
                name="one_running_report_run",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.status}"

    @property
    def percent(self) -> int:
        """Return how far the run is, 0 to 100; packing is the last part."""
        if self.status == self.Status.READY:
            return 100
        return min(95, 95 * self.done // self.total) if self.total else 0
