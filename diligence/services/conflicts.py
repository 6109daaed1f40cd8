"""Two texts for one question: what waits for a choice, and making it. Neither is thrown away."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.models import AnswerConflict, Assessment
from diligence.models.answer import AnswerContent
from diligence.services.answers import AssessmentClosed, Entry, Saved, save_answer
from diligence.services.places import place_of


class Choice(StrEnum):
    """What its writer can do with a text that came second."""

    THEIRS = "theirs"
    MINE = "mine"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Merged:
    """What somebody made of two texts."""

    value: object = None
    explanation: str = ""


def open_conflicts(assessment: Assessment, by: User):
    """Return this person's unsaved texts that still wait for a choice, oldest first."""
    waiting = AnswerConflict.objects.for_company(assessment.company_id).filter(
        answer__assessment=assessment, changed_by=by, resolved_at=None
    )
    return waiting.select_related("answer__changed_by").order_by("changed_at", "pk")


def settle(assessment: Assessment, question: str, *, by: User) -> None:
    """Mark that this person has chosen: they saved this answer over what a colleague wrote.

    For who saves knowing the colleague's version, as a program does; the text itself is kept.
    """
    open_conflicts(assessment, by).filter(question=question).update(resolved_at=timezone.now())


def choose(
    conflict: AnswerConflict,
    assessment: Assessment,
    choice: Choice,
    *,
    seen: int,
    made: Merged,
    by: User,
) -> Saved | None:
    """Settle a conflict; returns what was saved, None when the colleague's text stays.

    `seen` is the version of the colleague's text that was shown beside it. Raises what
    `save_answer` raises, and then the conflict stays open, as it does in a closed year.
    """
    if assessment.status == Assessment.Status.CLOSED:
        raise AssessmentClosed(assessment.status)
    saved = None
    if choice != Choice.THEIRS:
        saved = save_answer(
            assessment,
            assessment.edition.question(conflict.question),
            entry_of(conflict) if choice == Choice.MINE else merged_entry(conflict, made),
            seen=seen,
            by=by,
        )
    resolve_conflict(conflict)
    place = place_of(assessment, conflict.question)
    record(assessment.company, "conflict.resolved", by=by, choice=str(choice), **place)
    return saved


def entry_of(content: AnswerContent) -> Entry:
    """Return a text that is kept, to be sent in again: one that came second, or an earlier one."""
    return Entry(
        content.state or "answered",
        content.value,
        content.explanation,
        content.reason,
        content.unsure,
        as_kept=True,
    )


def merged_entry(conflict: AnswerConflict, made: Merged) -> Entry:
    """Return what was made of both; the doubt of the second writer stays."""
    return Entry("answered", made.value, made.explanation, unsure=conflict.unsure)


def resolve_conflict(conflict: AnswerConflict) -> None:
    """Mark that a choice was made; the text itself is kept."""
    conflict.resolved_at = timezone.now()
    conflict.save(update_fields=["resolved_at"])
