"""The secretariat's decision on a file, as a letter."""

import json
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel
from diligence.models.verdict import OfFileQuerySet


class DecisionLetter(TenantModel):
    """A decision as it was told: its text is frozen and hashed, the database lets nobody change it.

    The PDF is made from `content` alone, so that one made again later is the same.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        ACCEPTED = "accepted", _("akkoord")
        QUESTIONS = "questions", _("terug met vragen")

    class Status(models.TextChoices):
        """Where the making of the PDF stands."""

        QUEUED = "queued", _("wordt gemaakt")
        READY = "ready", _("klaar")
        FAILED = "failed", _("mislukt")

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.PROTECT, related_name="letters"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    language = models.CharField(max_length=2)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=14)
    check_url = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    file = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=12, blank=True)

    objects: ClassVar = OfFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["company", "assessment", "-at"], name="letter_of_file")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    @property
    def is_ready(self) -> bool:
        """Tell whether the PDF can be fetched."""
        return self.status == self.Status.READY

    def data(self) -> dict:
        """Return the content as plain data."""
        return json.loads(self.content)
