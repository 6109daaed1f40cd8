"""A monitoring year of the covenant."""

import uuid

from django.db import models


class CycleQuerySet(models.QuerySet):
    """Queries on monitoring years."""

    def with_version(self):
        """Return cycles with their questionnaire, without its large text."""
        return self.select_related("version").defer("version__document")

    def latest_open(self, on):
        """Return the newest cycle that has begun on this day, or None."""
        return self.filter(opens_on__lte=on).order_by("-year").first()


class Cycle(models.Model):
    """One year: which questionnaire is asked, from when, and by when it is due."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    version = models.ForeignKey(
        "diligence.QuestionnaireVersion", on_delete=models.PROTECT, related_name="cycles"
    )
    opens_on = models.DateField()
    deadline = models.DateField()

    objects = CycleQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.year)
