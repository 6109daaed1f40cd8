"""Answer many questions at once: the rules of a single save, few statements in all."""

import datetime
from collections.abc import Mapping

from companies.models import User
from diligence.framework.answers import Given
from diligence.models import Answer, Assessment
from diligence.models.answer import BLANK
from diligence.services.answers import Entry, clean_entry, lock
from diligence.services.figures import Standing, standing_of


class AlreadyAnswered(Exception):
    """The file holds answers; an import never writes over what people typed."""


def fill(
    assessment: Assessment,
    entries: Mapping[str, Entry],
    *,
    by: Mapping[str, User],
    at: Mapping[str, datetime.datetime],
    languages: Mapping[str, str] | None = None,
    today: datetime.date | None = None,
) -> Standing:
    """Answer an empty file, question by question key; `by` and `at` say who and when.

    `languages` holds the questions not answered in Dutch; `today` is the day on which the last
    of it was written, for what is told afterwards. Entries for questions that don't show are left
    out, as nobody would have seen them. Raises AlreadyAnswered, AssessmentClosed or InvalidValue,
    and then nothing has changed. Four statements, however many answers there are.
    """
    locked = lock(assessment)
    if locked.answers.exists():
        raise AlreadyAnswered(locked)
    given = {
        key: clean_entry(locked.edition, locked.edition.question(key), entry, today=today)
        for key, entry in entries.items()
    }
    answers = [
        made(locked, key, content, by[key], at[key], (languages or {}).get(key, "nl"))
        for key, content in given.items()
        if content is not None
    ]
    standing = standing_of(locked, answers)
    answers = [answer for answer in answers if answer.question in standing.situation.shown]
    Answer.objects.bulk_create(answers)
    locked.figures = standing.as_figures()
    if answers:
        last = max(answers, key=lambda answer: answer.changed_at)
        locked.touched_at, locked.touched_by = last.changed_at, last.changed_by
    locked.save(update_fields=["figures", "touched_at", "touched_by"])
    return standing


def made(
    assessment: Assessment,
    key: str,
    content: Given,
    by: User,
    at: datetime.datetime,
    language: str,
) -> Answer:
    """Return an answer ready to be stored."""
    return Answer(
        company_id=assessment.company_id,
        assessment=assessment,
        question=key,
        state=content.state or BLANK,
        value=content.value,
        explanation=content.explanation,
        reason=content.reason,
        unsure=content.unsure,
        language=language,
        version=1,
        changed_at=at,
        changed_by=by,
    )
