"""A note to colleagues at a question."""

from django.db import models
from django.utils import timezone

from convenant.tenancy.models import TenantModel


class ColleagueNote(TenantModel):
    """Seen inside the company only: not by the secretariat, not in a report."""

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="notes"
    )
    question = models.CharField(max_length=80)
    text = models.TextField(max_length=2000)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["assessment", "question"], name="note_assessment_question")]

    def __str__(self) -> str:
        return self.text[:40]
