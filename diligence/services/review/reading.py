"""What is said about a file, read for pages: conversations with their remarks, and who must act."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from diligence.models import (
    Assessment,
    FileStep,
    InternalNote,
    Mention,
    Remark,
    ReviewThread,
    Side,
)
from diligence.services.review.threads import About


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many conversations of a part wait, and for whom; the oldest since when."""

    company: int = 0
    secretariat: int = 0
    since: datetime | None = None


def threads_of(assessment: Assessment) -> Sequence[ReviewThread]:
    """Return all conversations of a file with their remarks, the oldest first. Three queries."""
    return list(with_remarks(ReviewThread.objects.of_file(assessment), assessment))


def threads_at(
    assessment: Assessment, questions: Iterable[str]
) -> Mapping[str, Sequence[ReviewThread]]:
    """Return the conversations at these questions. One query; three when there are any."""
    found: dict[str, list[ReviewThread]] = {}
    mine = ReviewThread.objects.of_file(assessment).filter(question__in=list(questions))
    for thread in with_remarks(mine, assessment):
        found.setdefault(thread.question, []).append(thread)
    return found


def threads_about(assessment: Assessment, about: About) -> Sequence[ReviewThread]:
    """Return the conversations about one thing. One query; three when there are any."""
    mine = ReviewThread.objects.of_file(assessment).filter(**about.fields)
    return list(with_remarks(mine, assessment))


def thread_in(assessment: Assessment, pk: UUID) -> ReviewThread:
    """Return one conversation with its remarks. Raises ReviewThread.DoesNotExist."""
    return with_remarks(ReviewThread.objects.of_file(assessment), assessment).get(pk=pk)


def with_remarks(threads, assessment: Assessment):
    """Add what was said, by whom, and whom it called."""
    called = Mention.objects.for_company(assessment.company_id).select_related("person")
    remarks = Remark.objects.for_company(assessment.company_id).select_related("by")
    remarks = remarks.order_by("at", "pk").prefetch_related(Prefetch("called", called))
    threads = threads.select_related("risk", "action", "supplier", "settled_by", "assessment")
    threads = threads.defer("assessment__figures").order_by("opened_at", "pk")
    return threads.prefetch_related(Prefetch("remarks", remarks))


def waiting_by_part(assessment: Assessment) -> dict[str, Waiting]:
    """Return by part of the questionnaire what waits there, and for whom. One query."""
    part_of = {question.key: question.part for question in assessment.edition.questions}
    waiting = ReviewThread.objects.of_file(assessment).unsettled().exclude(question="")
    found: dict[str, list[tuple[str, datetime]]] = {}
    for question, turn, since in waiting.values_list("question", "turn", "turn_since"):
        found.setdefault(part_of[question], []).append((turn, since))
    return {part: waiting_of(rows) for part, rows in found.items()}


def waiting_of(rows: Sequence[tuple[str, datetime]]) -> Waiting:
    """Return turns and their moments added up."""
    turns = Counter(turn for turn, _ in rows)
    oldest = min(since for _, since in rows)
    return Waiting(turns[Side.COMPANY], turns[Side.SECRETARIAT], oldest)


def waiting_count(assessment: Assessment) -> Waiting:
    """Return how many conversations of a file wait for whom, whatever they are about. One query."""
    rows = ReviewThread.objects.of_file(assessment).aggregate(
        company=Count("pk", filter=Q(turn=Side.COMPANY)),
        secretariat=Count("pk", filter=Q(turn=Side.SECRETARIAT)),
    )
    return Waiting(rows["company"], rows["secretariat"])


def internal_notes(assessment: Assessment, about: About | None = None) -> Sequence[InternalNote]:
    """Return what the secretariat noted for itself, at one thing or anywhere, newest first.

    Only in the officer's scope: in a member's the database has none.
    """
    notes = InternalNote.objects.for_company(assessment.company_id).filter(assessment=assessment)
    if about is not None:
        notes = notes.filter(**about.fields)
    return list(notes.select_related("by", "risk", "action", "supplier").order_by("-at", "pk"))


def steps_of(assessment: Assessment) -> Sequence[FileStep]:
    """Return the steps that a file took, newest first. One query."""
    steps = FileStep.objects.for_company(assessment.company_id).filter(assessment=assessment)
    return list(steps.select_related("by").order_by("-at", "-pk"))
