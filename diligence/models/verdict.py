"""What a reviewer makes of an answer: agreed with it, or another level beside the company's own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from convenant.tenancy.models import TenantModel, TenantQuerySet


class OfFileQuerySet(TenantQuerySet):
    """Queries on what stands at the answers of a file."""

    def of_file(self, assessment):
        """Return the rows of one year."""
        return self.for_company(assessment.company_id).filter(assessment=assessment)


class SecretariatScore(TenantModel):
    """The level the secretariat sees at an answer, beside the company's own, with the reason.

    The company reads it at the answer and in its report; its own level stays as it is and is what
    counts everywhere. `own_level` is what the company's level was when this was written, so that a
    later change shows. One row per question: the log tells the ones before.
    """

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="secretariat_scores"
    )
    question = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField()
    own_level = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(max_length=2000)
    language = models.CharField(max_length=2, default="nl")
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OfFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "question"], name="one_score_beside_per_question"
            ),
            models.CheckConstraint(
                name="score_beside_with_reason",
                condition=~Q(reason="") & Q(level__range=(0, 4)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.level}"


class Agreement(TenantModel):
    """A reviewer went through this version of an answer and agrees; a newer version undoes it.

    It says how far a review is, and the company reads it in its log.
    """

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="agreements"
    )
    question = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OfFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "question"], name="one_agreement_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} version {self.version}"
