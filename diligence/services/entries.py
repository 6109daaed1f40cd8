"""What somebody sends for one question, and the answer that is kept of it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from diligence.framework import typed_lists
from diligence.framework.answers import Given, State, Value
from diligence.framework.schema import Edition, Question
from diligence.framework.values import clean, clean_explanation, clean_reason, shortfalls
from diligence.models.answer import BLANK


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form or the API sends for one question, not yet checked."""

    state: str = State.ANSWERED
    value: object = None
    explanation: str = ""
    reason: str = ""
    unsure: bool = False
    as_kept: bool = False
    """The value comes from our own database: its numbers have a point, in every language."""


def clean_entry(
    edition: Edition, question: Question, entry: Entry, *, today: date | None = None
) -> Given | None:
    """Return the checked answer, or None when it was emptied. Raises InvalidValue.

    A table with a half-filled row is kept as it is, but stays open until it is complete; what was
    typed before "later" was chosen is kept too, and does not count. `today` is for answers that
    are told afterwards.
    """
    if entry.state == State.NOT_APPLICABLE:
        return Given(State.NOT_APPLICABLE, reason=clean_reason(entry.reason))
    explanation = clean_explanation(entry.explanation)
    if entry.state == State.DONT_KNOW:
        return Given(State.DONT_KNOW, explanation=explanation)
    value = clean_value(edition, question, entry, today=today)
    if entry.state == State.LATER:
        return Given(State.LATER, value, explanation)
    if value is None:
        return Given(BLANK, None, explanation) if explanation else None
    return Given(state_of(question, value), value, explanation, unsure=entry.unsure)


def clean_value(
    edition: Edition, question: Question, entry: Entry, *, today: date | None = None
) -> Value:
    """Return the value to keep, None when empty. Raises InvalidValue."""
    return clean(
        question,
        entry.value,
        edition=edition,
        today=today or timezone.localdate(),
        lang=None if entry.as_kept else (get_language() or "nl")[:2],
        lists=typed_lists.lists_of(question, entry.value),
        draft=True,
    )


def state_of(question: Question, value: Value) -> str:
    """Return "answered", or open while something is still missing."""
    return BLANK if shortfalls(question, value) else State.ANSWERED
