"""What a company decided about an answer of an earlier year."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet


class CarryDecisionQuerySet(TenantQuerySet):
    """Queries on decisions."""

    def standing(self, assessment):
        """Return the decisions of this year that were not taken back."""
        return self.for_company(assessment.company_id).filter(assessment=assessment, undone_at=None)


class CarryDecision(TenantModel):
    """One person's word on one earlier answer; until it is there that answer counts for nothing.

    `revision` is the version of the earlier answer that was decided about, with its year and
    question beside it for when that year is no longer kept; None and 0 when several answers were
    looked at together. `answer_version` is the version of this year's answer that the decision
    made; None when it made none ("changed": the person writes a new one). `proof` holds the ids of
    the documents that came along by it; at a changed answer a person chooses them, and
    `proof_chosen_at` is empty until then. Taken back, the row stays.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        STILL_TRUE = "still_true", _("klopt nog")
        CHANGED = "changed", _("gewijzigd")
        NO_LONGER = "no_longer", _("niet meer van toepassing")

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="carry_decisions"
    )
    question = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    revision = models.ForeignKey(
        "diligence.AnswerRevision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    from_year = models.PositiveSmallIntegerField()
    from_question = models.CharField(max_length=80)
    from_version = models.PositiveIntegerField(default=0)
    answer_version = models.PositiveIntegerField(null=True)
    proof = models.JSONField(default=list)
    proof_chosen_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = CarryDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "question"],
                condition=Q(undone_at=None),
                name="one_standing_carry_decision",
            ),
            models.CheckConstraint(
                condition=Q(kind="changed") ^ Q(answer_version__isnull=False),
                name="carry_decision_makes_an_answer_or_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.kind}"
