"""One company in one monitoring year."""

import datetime
from typing import ClassVar

from django.contrib.postgres.indexes import BTreeIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet
from diligence.framework.schema import Edition, Question
from diligence.models.questionnaire import QuestionnaireVersion


class AssessmentQuerySet(TenantQuerySet):
    """Queries on companies' years."""

    def with_cycle(self):
        """Return assessments with cycle and questionnaire, without its large text."""
        return self.select_related("cycle__version", "cycle__newer", "version").defer(
            "cycle__version__document", "cycle__newer__document", "version__document"
        )

    def of_year(self, year: int):
        """Return the assessments of one monitoring year."""
        return self.filter(cycle__year=year)


class Assessment(TenantModel):
    """A company's file of one year, with the figures lists show kept beside it.

    `figures` is derived from the answers at each save (diligence.services.figures) and never
    edited: counts and scores per part, so that a list of a thousand companies reads no answers.
    `status` goes only from one to the next that the database knows too (diligence.services.states);
    `extended_until` is the last day that the secretariat gave this company, when it gave one.
    `version` is the questionnaire this file stands on, where that is not the one its year began
    with: it was opened under a newer one, or moved to it.
    """

    class Status(models.TextChoices):
        """Where the file stands."""

        DRAFT = "draft", _("concept")
        SUBMITTED = "submitted", _("ingediend")
        QUESTIONS_OPEN = "questions_open", _("vragen open")
        ACCEPTED = "accepted", _("akkoord")
        CLOSED = "closed", _("gesloten")

    cycle = models.ForeignKey(
        "diligence.Cycle", on_delete=models.PROTECT, related_name="assessments"
    )
    version = models.ForeignKey(
        "diligence.QuestionnaireVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    membership_year = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(null=True, blank=True)
    touched_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    extended_until = models.DateField(null=True, blank=True)
    figures = models.JSONField(default=dict)

    objects: ClassVar = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "cycle"], name="one_assessment_per_company_and_cycle"
            )
        ]
        indexes = [BTreeIndex(fields=["cycle", "company"], name="assessment_cycle_company")]

    def __str__(self) -> str:
        return f"{self.company_id} {self.cycle}"

    @property
    def is_open(self) -> bool:
        """Tell whether the company may change its answers; a draft stops with its year."""
        if self.status == self.Status.DRAFT:
            return not self.cycle.is_closing
        return self.status == self.Status.QUESTIONS_OPEN

    @property
    def questionnaire(self) -> QuestionnaireVersion:
        """Return the version of the questionnaire that this file stands on."""
        return self.version or self.cycle.version

    @property
    def edition(self) -> Edition:
        """Return what is asked; in memory after the first time."""
        return self.questionnaire.edition()

    def question(self, key: str) -> Question:
        """Return a question of this file, or of a questionnaire it stood on before.

        Raises UnknownQuestion.
        """
        versions = (self.questionnaire, self.cycle.version, self.cycle.newer)
        editions = [version.edition() for version in versions if version is not None]
        asking = (edition for edition in editions if key in edition)
        return next(asking, self.edition).question(key)

    @property
    def may_move(self) -> bool:
        """Tell whether there is a newer questionnaire that this file can move to."""
        newer = self.cycle.newer_id
        is_draft = self.status == self.Status.DRAFT
        return bool(newer) and is_draft and self.version_id != newer

    @property
    def deadline(self) -> datetime.date:
        """Return until when this company may submit: the cycle's last day, or a later one given."""
        return self.extended_until or self.cycle.deadline

    def is_late(self, on: datetime.date) -> bool:
        """Tell whether the deadline has passed without submission."""
        return self.submitted_at is None and on > self.deadline
