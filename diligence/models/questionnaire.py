"""A questionnaire as one frozen document."""

import json
import uuid

from django.db import models
from django.utils import timezone

from diligence.framework.document import edition_by_hash
from diligence.framework.schema import Edition


class QuestionnaireVersionQuerySet(models.QuerySet):
    """Queries on versions."""

    def published(self):
        """Return the versions that cycles may use."""
        return self.exclude(published_at=None)

    def without_document(self):
        """Return versions without their large text; `edition()` fetches it when not in memory."""
        return self.defer("document")


class QuestionnaireVersion(models.Model):
    """One edition in canonical JSON with its SHA-256. Published, the database keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    document = models.TextField()
    loaded_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionnaireVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(published_at__isnull=False),
                name="one_published_version_per_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.sha256[:8]})"

    def edition(self) -> Edition:
        """Return the edition; one query the first time in a process, none after."""
        return edition_by_hash(self.sha256, lambda: json.loads(self.document))


def edition_of(sha256: str) -> Edition:
    """Return the questionnaire with this hash; its text is fetched when it is not in memory."""

    def load() -> dict:
        versions = QuestionnaireVersion.objects.filter(sha256=sha256)
        return json.loads(versions.values_list("document", flat=True).get())

    return edition_by_hash(sha256, load)
