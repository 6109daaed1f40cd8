"""What was made of an annual report: the content as it was stored, and the files made from it."""

import json
import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AnnualContent(models.Model):
    """Chapters and published tables as they were when the report was made. Append-only.

    `content` is canonical JSON and `sha256` its hash; `docs/annual.md` describes it. The same words
    and figures are one row, however often the report is asked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        "workgroups.AnnualReport", on_delete=models.PROTECT, related_name="contents"
    )
    release = models.ForeignKey(
        "workgroups.Release", on_delete=models.PROTECT, related_name="annual_contents"
    )
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "sha256"], name="one_annual_content")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.sha256[:8]}"

    def data(self) -> dict[str, Any]:
        """Return the content as plain data."""
        return json.loads(self.content)


class AnnualEdition(models.Model):
    """The making of one content as a job, and its files: the PDF in both languages and the annexes.

    `files` holds by form ("nl.pdf", "en.xlsx", "zip") the name in the store, the size, the hash and
    for a PDF the number of pages. `percent` and `stage` are shown while it is made.
    """

    class Status(models.TextChoices):
        """Where the making stands."""

        QUEUED = "queued", _("wacht op zijn beurt")
        RENDERING = "rendering", _("wordt gemaakt")
        READY = "ready", _("klaar")
        FAILED = "failed", _("mislukt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.ForeignKey(AnnualContent, on_delete=models.PROTECT, related_name="editions")
    template_version = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=Status, default=Status.QUEUED)
    stage = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=14)
    check_url = models.CharField(max_length=200)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=12, blank=True)
    files = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["-requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content", "template_version"], name="one_edition_of_a_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.status}"

    @property
    def is_ready(self) -> bool:
        """Tell whether its files can be fetched."""
        return self.status == self.Status.READY

    @property
    def is_under_way(self) -> bool:
        """Tell whether it waits or is being made."""
        return self.status in (self.Status.QUEUED, self.Status.RENDERING)

    @property
    def is_out(self) -> bool:
        """Tell whether it was published and not taken back."""
        return self.published_at is not None and self.withdrawn_at is None
