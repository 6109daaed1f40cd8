"""A progress report as a job and as a file."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel


class ProgressReport(TenantModel):
    """The PDF of one snapshot in one language and variant: one row, however often it is asked for.

    The public variant comes from the same snapshot and leaves out what only the company and the
    secretariat may read; the summary is for a board and tells no names either. With a `standard`
    (its address: `csddd`) it is an extract for one law. Each has its own code. `percent` and
    `stage` are shown while it is made; `sha256` is the file's.
    """

    class Status(models.TextChoices):
        """Where the making stands."""

        QUEUED = "queued", _("wacht op zijn beurt")
        RENDERING = "rendering", _("wordt gemaakt")
        READY = "ready", _("klaar")
        FAILED = "failed", _("mislukt")

    class Variant(models.TextChoices):
        """For whom it is made."""

        FULL = "full", _("volledig")
        PUBLIC = "public", _("openbaar")
        SUMMARY = "summary", _("samenvatting voor de directie")

    snapshot = models.ForeignKey(
        "diligence.Snapshot", on_delete=models.PROTECT, related_name="reports"
    )
    language = models.CharField(max_length=2)
    variant = models.CharField(
        max_length=10, choices=Variant, default=Variant.FULL, db_default=Variant.FULL.value
    )
    standard = models.CharField(max_length=20, blank=True, default="", db_default="")
    template_version = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=Status, default=Status.QUEUED)
    stage = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_secretariat = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=14, blank=True)
    error_code = models.CharField(max_length=12, blank=True)
    check_url = models.CharField(max_length=200, blank=True)
    """The address printed beside the code; kept, so that a report made again is the same."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "company",
                    "snapshot",
                    "language",
                    "variant",
                    "standard",
                    "template_version",
                ],
                name="one_report_per_snapshot_and_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.language} {self.status}"

    @property
    def is_public(self) -> bool:
        """Tell whether it leaves out what only the company and the secretariat may read."""
        return self.variant == self.Variant.PUBLIC

    @property
    def is_summary(self) -> bool:
        """Tell whether it is the short one for a board."""
        return self.variant == self.Variant.SUMMARY

    @property
    def kind_words(self) -> str:
        """Return what tells it from the full report of its snapshot; empty for that one."""
        law = _("uittreksel %(standard)s") % {"standard": self.standard.upper()}
        words = [str(law)] if self.standard else []
        if self.variant != self.Variant.FULL:
            words.append(str(self.get_variant_display()))
        return " · ".join(words)

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether the company took this report back."""
        return self.withdrawn_at is not None

    @property
    def is_ready(self) -> bool:
        """Tell whether the PDF can be fetched."""
        return self.status == self.Status.READY
