"""Answers that came back in a workbook: first a preview, then taken over or thrown away."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet


class AnswerImport(TenantModel):
    """One workbook that somebody filled in and sent back.

    `proposals` holds per question the answer it makes, the version it was made from and which
    cells were changed; `faults` what could not be read, in the language of who sent it. `written`
    says by question which version of the answer it became. Thrown away, of both nothing stays.
    """

    class State(models.TextChoices):
        """What became of it."""

        PREVIEW = "preview", _("nog niet overgenomen")
        ACCEPTED = "accepted", _("overgenomen")
        DROPPED = "dropped", _("weggegooid")
        UNDONE = "undone", _("teruggedraaid")

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="answer_imports"
    )
    file = models.CharField(max_length=150)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    proposals = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    written = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = TenantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["assessment", "-created_at"], name="answer_import_assessment")
        ]

    def __str__(self) -> str:
        return self.file
