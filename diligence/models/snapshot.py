"""A file as it stood at one moment, frozen and hashed."""

import hashlib
import json

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel


class Snapshot(TenantModel):
    """The whole content of a file in canonical JSON; the database lets nobody change it."""

    class Kind(models.TextChoices):
        """Why it was made."""

        DRAFT = "draft", _("tussenstand")
        SUBMITTED = "submitted", _("bij indienen")
        ACCEPTED = "accepted", _("bij akkoord")

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.PROTECT, related_name="snapshots"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "kind", "sha256"], name="one_snapshot_per_content"
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:8]

    def data(self) -> dict:
        """Return the content as plain data."""
        return json.loads(self.content)

    def is_genuine(self) -> bool:
        """Tell whether the content still has the hash it was frozen with."""
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256
