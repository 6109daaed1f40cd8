"""Changing what is no answer: with questions open only where a conversation asks for it."""

from diligence.models import Assessment
from diligence.services.answers import AnswerLocked, lock
from diligence.services.review.locks import is_asked_for


def lock_if_asked(assessment: Assessment, **thing: object) -> Assessment:
    """Return the file, locked until the transaction ends, when this may be changed in it.

    `thing` is what a conversation must be about once the file came back with questions:
    `risk=risk.pk`, `supplier__isnull=False`. Raises AssessmentClosed or AnswerLocked.
    """
    locked = lock(assessment)
    if not is_asked_for(locked, **thing):
        raise AnswerLocked
    return locked
