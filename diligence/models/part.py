"""Who works on a part of the questionnaire, and whether somebody called it complete."""

from django.db import models

from convenant.tenancy.models import TenantModel


class PartWork(TenantModel):
    """The work on one row of the task list: the profile or a sub-action."""

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="parts"
    )
    part = models.CharField(max_length=20)
    assigned_to = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "part"], name="one_work_per_part"
            )
        ]

    def __str__(self) -> str:
        return self.part
