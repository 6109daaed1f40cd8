"""What a reviewer makes of an answer: agree with it, or set another level beside it."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from companies.events import record
from companies.models import User
from diligence.framework.answers import Given, State
from diligence.framework.conditions import Situation
from diligence.framework.schema import Kind, Question
from diligence.framework.scoring import Score, score_in
from diligence.models import Agreement, Answer, Assessment, SecretariatScore
from diligence.services.desk.holding import insist
from diligence.services.places import place_of

MOST_CHARACTERS = 2000
UNDER_REVIEW = (Assessment.Status.SUBMITTED, Assessment.Status.QUESTIONS_OPEN)


class NotUnderReview(Exception):
    """The file is not in review: it was not handed in, or is decided on."""


class HasNoLevels(Exception):
    """The question does not ask for a level, so there is none to set beside it."""


class NoSuchLevel(Exception):
    """The question has no such level."""


class SameLevel(Exception):
    """It is the company's own level: there is nothing to set beside it."""


class NoReason(Exception):
    """A level beside the company's needs a reason, of at most 2,000 characters."""


class ChangedMeanwhile(Exception):
    """The answer is not the version that was looked at."""


def begin(assessment: Assessment, *, by: User) -> None:
    """Stand at a file that is under review. Raises HeldByAnother or NotUnderReview."""
    insist(assessment, by=by)
    status = Assessment.objects.for_company(assessment.company_id).values_list("status", flat=True)
    if status.get(pk=assessment.pk) not in UNDER_REVIEW:
        raise NotUnderReview


def answer_of(assessment: Assessment, question: str) -> Answer | None:
    """Return the answer that stands."""
    mine = Answer.objects.for_company(assessment.company_id)
    return mine.filter(assessment=assessment, question=question).first()


@transaction.atomic
def agree(assessment: Assessment, question: str, *, seen: int, by: User) -> None:
    """Agree with the version of an answer that was seen (0: nothing was answered).

    An agreement with an earlier version goes; doing it twice is doing it once.

    Raises UnknownQuestion, HeldByAnother, NotUnderReview or ChangedMeanwhile.
    """
    assessment.edition.question(question)
    begin(assessment, by=by)
    answer = answer_of(assessment, question)
    if (answer.version if answer else 0) != seen:
        raise ChangedMeanwhile
    mine = Agreement.objects.of_file(assessment).filter(question=question)
    if mine.filter(version=seen).exists():
        return
    mine.delete()
    Agreement.objects.create(
        company_id=assessment.company_id,
        assessment=assessment,
        question=question,
        version=seen,
        by=by,
    )
    record(assessment.company, "review.agreed", by=by, **place_of(assessment, question))


@transaction.atomic
def disagree(assessment: Assessment, question: str, *, by: User) -> None:
    """Take an agreement back. Raises UnknownQuestion, HeldByAnother or NotUnderReview."""
    assessment.edition.question(question)
    begin(assessment, by=by)
    gone, _by_model = Agreement.objects.of_file(assessment).filter(question=question).delete()
    if gone:
        record(assessment.company, "review.unagreed", by=by, **place_of(assessment, question))


@transaction.atomic
def score_beside(
    assessment: Assessment, question: str, level: int, reason: str, *, by: User
) -> SecretariatScore:
    """Set a level beside the company's own, with the reason; a later one takes its place.

    Raises UnknownQuestion, HasNoLevels, NoSuchLevel, SameLevel, NoReason, HeldByAnother or
    NotUnderReview.
    """
    asked = assessment.edition.question(question)
    if asked.kind != Kind.MATURITY:
        raise HasNoLevels(question)
    if level not in {one.level for one in asked.levels}:
        raise NoSuchLevel(level)
    reason = reason.strip()
    if not 0 < len(reason) <= MOST_CHARACTERS:
        raise NoReason
    begin(assessment, by=by)
    own = own_level(asked, answer_of(assessment, question))
    if own == level:
        raise SameLevel
    values = {"level": level, "own_level": own, "reason": reason, "by": by, "at": timezone.now()}
    score, _is_new = SecretariatScore.objects.update_or_create(
        company_id=assessment.company_id,
        assessment=assessment,
        question=question,
        defaults=values | {"language": (get_language() or "nl")[:2]},
    )
    where = place_of(assessment, question)
    record(assessment.company, "review.scored", by=by, level=level, **where)
    return score


@transaction.atomic
def take_score_away(assessment: Assessment, question: str, *, by: User) -> None:
    """Take the secretariat's level away again.

    Raises UnknownQuestion, HeldByAnother or NotUnderReview.
    """
    assessment.edition.question(question)
    begin(assessment, by=by)
    gone, _by_model = (
        SecretariatScore.objects.of_file(assessment).filter(question=question).delete()
    )
    if gone:
        record(assessment.company, "review.unscored", by=by, **place_of(assessment, question))


def own_level(question: Question, answer: Answer | None) -> int | None:
    """Return the level that the company chose; None when it chose none."""
    is_chosen = answer is not None and answer.state == State.ANSWERED
    return answer.value if answer and is_chosen and isinstance(answer.value, int) else None


def scores_beside(assessment: Assessment) -> dict[str, SecretariatScore]:
    """Return the secretariat's levels by question. One query."""
    rows = SecretariatScore.objects.of_file(assessment).select_related("by")
    return {score.question: score for score in rows}


def score_with(
    situation: Situation, beside: Mapping[str, SecretariatScore], own: Score
) -> Score | None:
    """Return the score as it is with the secretariat's levels; None when there are none.

    For reading beside the company's own score, which it never takes the place of.
    """
    levels = {key: one for key, one in beside.items() if key in situation.shown}
    if not levels:
        return None
    given = dict(situation.given)
    for key, one in levels.items():
        given[key] = Given(State.ANSWERED, one.level)
    return score_in(replace(situation, given=given), rule=own.rule, version=own.version)


def frozen_scores(assessment: Assessment) -> dict[str, dict]:
    """Return the secretariat's levels for a snapshot, without who set them. One query."""
    return {
        score.question: {
            "level": score.level,
            "reason": score.reason,
            "language": score.language,
        }
        for score in SecretariatScore.objects.of_file(assessment).order_by("question")
    }
