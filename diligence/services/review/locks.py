"""What of a file may be changed: all of a draft, and with questions open only what they ask for.

The database holds the same rule for answers (a trigger), so a mistake here loses nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass

from diligence.models import AnswerRevision, Assessment, ReviewThread

S = Assessment.Status


@dataclass(frozen=True, slots=True)
class Locks:
    """Which answers may be changed. `asked` are questions that a conversation asks to change."""

    status: str
    asked: Collection[str] = ()
    handed_in: Collection[str] = ()
    """The questions that had an answer when the file was handed in."""

    def is_free(self, question: str) -> bool:
        """Tell whether this answer may be changed now.

        What was no answer yet stays free: a changed answer can lead to questions not asked before.
        """
        if self.status == S.DRAFT:
            return True
        is_back = self.status == S.QUESTIONS_OPEN
        return is_back and (question in self.asked or question not in self.handed_in)


def locks_of(assessment: Assessment) -> Locks:
    """Return which answers of this file may be changed. Two queries when questions are open."""
    if assessment.status != S.QUESTIONS_OPEN:
        return Locks(assessment.status)
    threads = ReviewThread.objects.of_file(assessment).asking_for_change()
    asked = threads.exclude(question="").values_list("question", flat=True)
    versions = AnswerRevision.objects.for_company(assessment.company_id).filter(
        answer__assessment=assessment, changed_at__lte=assessment.submitted_at
    )
    latest = versions.order_by("answer_id", "-version").distinct("answer_id")
    handed_in = {question for question, state in latest.values_list("question", "state") if state}
    return Locks(assessment.status, frozenset(asked), frozenset(handed_in))


def is_asked_for(assessment: Assessment, **thing: object) -> bool:
    """Tell whether a conversation asks to change this thing: `risk=risk`, `supplier__isnull=False`.

    One query; none in a draft, where everything is free.
    """
    if assessment.status == S.DRAFT:
        return True
    if assessment.status != S.QUESTIONS_OPEN:
        return False
    return ReviewThread.objects.of_file(assessment).asking_for_change().filter(**thing).exists()
