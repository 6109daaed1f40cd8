"""The shared lists as one frozen document."""

import json
import uuid

from django.db import models
from django.utils import timezone

from diligence.framework.lists import ListsDocument


class CatalogueVersionQuerySet(models.QuerySet):
    """Queries on versions."""

    def published(self):
        """Return the versions that were published, the one in use first."""
        return self.exclude(published_at=None).order_by("-published_at", "-loaded_at")

    def without_document(self):
        """Return versions without their large text."""
        return self.defer("document")


class CatalogueVersion(models.Model):
    """All shared lists of one edition in canonical JSON with its SHA-256.

    Published, the database keeps it as it is. The one published last is in use.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, unique=True)
    document = models.TextField()
    loaded_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CatalogueVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(published_at__isnull=False),
                name="one_published_catalogue_per_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.sha256[:8]})"

    def lists(self) -> ListsDocument:
        """Return the lists as they were written."""
        return ListsDocument(self.code, json.loads(self.document), self.sha256)
