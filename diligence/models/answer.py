"""What a company answered, every version of it, and what lost a conflict."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django.db import models
from django.utils import timezone

from convenant.tenancy.models import TenantModel, TenantQuerySet
from diligence.framework.answers import Given

BLANK = ""
"""The state of an answer that is not one yet: emptied again, or a table with half-filled rows."""


class AnswerContent(models.Model):
    """The content of one answer: how it was dealt with, and the value in its JSON form."""

    question = models.CharField(max_length=80)
    state = models.CharField(max_length=20, blank=True)
    value = models.JSONField(null=True)
    explanation = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    unsure = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="nl")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Tell whether the question still waits for an answer."""
        return self.state == BLANK

    def given(self) -> Given:
        """Return the answer as plain data for conditions, progress and score."""
        return given_in(self)


def given_in(row: Any) -> Given:
    """Return an answer as plain data, of an object or of a plain row with the same names."""
    return Given(row.state, row.value, row.explanation, row.reason, row.unsure)


class AnswerQuerySet(TenantQuerySet):
    """Queries on answers."""

    def given(self) -> dict[str, Given]:
        """Return the answers by question key, as plain data; open ones are left out. One query."""
        answers = cast("Iterable[Answer]", self)
        return {answer.question: answer.given() for answer in answers if not answer.is_open}


class Answer(AnswerContent, TenantModel):
    """The answer that stands. A trigger keeps every version in AnswerRevision."""

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="answers"
    )

    objects: ClassVar = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "question"], name="one_answer_per_question"
            )
        ]

    def __str__(self) -> str:
        return self.question


class AnswerRevision(AnswerContent, TenantModel):
    """One version of an answer as it was saved; written by the database, read by the product."""

    answer = models.ForeignKey(
        "diligence.Answer", on_delete=models.CASCADE, related_name="revisions"
    )

    class Meta:
        indexes = [models.Index(fields=["answer", "-version"], name="revision_answer_version")]


class AnswerConflict(AnswerContent, TenantModel):
    """The text that was not saved because a colleague had been first; kept until someone chose."""

    answer = models.ForeignKey(
        "diligence.Answer", on_delete=models.CASCADE, related_name="conflicts"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["answer", "resolved_at"], name="conflict_answer_resolved")]
