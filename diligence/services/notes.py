"""Notes to colleagues at a question."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.models import Assessment, ColleagueNote
from diligence.services.places import place_of

MOST_CHARACTERS = 2000


class EmptyNote(Exception):
    """A note needs words, at most 2,000 characters."""


def notes_by_question(
    assessment: Assessment, questions: Iterable[str]
) -> Mapping[str, Sequence[ColleagueNote]]:
    """Return what colleagues wrote to each other at these questions, oldest first. One query."""
    notes = ColleagueNote.objects.for_company(assessment.company_id)
    notes = notes.filter(assessment=assessment, question__in=list(questions))
    found: dict[str, list[ColleagueNote]] = {}
    for note in notes.select_related("by").order_by("at", "pk"):
        found.setdefault(note.question, []).append(note)
    return found


def leave_note(assessment: Assessment, question: str, text: str, *, by: User) -> ColleagueNote:
    """Leave a note at a question of this file. Raises EmptyNote or UnknownQuestion."""
    assessment.edition.question(question)
    text = text.strip()
    if not text or len(text) > MOST_CHARACTERS:
        raise EmptyNote
    note = ColleagueNote.objects.create(
        company_id=assessment.company_id, assessment=assessment, question=question, text=text, by=by
    )
    record(assessment.company, "note.left", by=by, **place_of(assessment, question))
    return note


def mark_done(note: ColleagueNote, assessment: Assessment, *, by: User) -> None:
    """Mark that a note in this file was dealt with; it stays readable."""
    note.done_at = timezone.now()
    note.save(update_fields=["done_at"])
    record(assessment.company, "note.done", by=by, **place_of(assessment, note.question))
