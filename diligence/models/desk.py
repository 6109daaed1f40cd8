"""Who of the secretariat reviews a file: whose it is, and who holds it at this moment."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from convenant.tenancy.models import TenantModel, TenantQuerySet


class FileReviewQuerySet(TenantQuerySet):
    """Queries on the review of files."""

    def of_file(self, assessment):
        """Return the review of one file, with the people in it: one row, or none before it."""
        mine = self.for_company(assessment.company_id).filter(assessment=assessment)
        return mine.select_related("assigned_to", "held_by")


class FileReview(TenantModel):
    """The secretariat's side of one file: one row, made when somebody first does something.

    `assigned_to` is who is to review it. `held_by` is who is at it: nobody else of the secretariat
    writes in the file meanwhile. A hold passes to a colleague only when the change names whom it
    is taken from (`taken_from`): a trigger refuses it otherwise, also of two at the same moment.
    """

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="reviews"
    )
    assigned_to = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    held_since = models.DateTimeField(null=True)
    busy_at = models.DateTimeField(null=True)
    """When the holder last did something in the file."""
    taken_from = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = FileReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment"], name="one_review_per_assessment"
            ),
            models.CheckConstraint(
                name="review_held_since_a_moment",
                condition=Q(held_by=None) | Q(held_since__isnull=False, busy_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.held_by_id or 'nobody'}"

    def is_held_by(self, person) -> bool:
        """Tell whether this person is at the file."""
        return self.held_by_id is not None and self.held_by_id == person.pk

    def is_held_by_another(self, person) -> bool:
        """Tell whether somebody else is at the file."""
        return self.held_by_id is not None and self.held_by_id != person.pk
