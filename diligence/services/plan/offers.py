"""Measures to choose from: for every answer below the highest level, from light to heavy."""

from collections.abc import Iterator
from dataclasses import dataclass

from diligence.framework.next_steps import MINUTES_OF_EFFORT
from diligence.framework.schema import Measure, Question
from diligence.framework.scoring import Standing
from diligence.models import Action, Assessment
from diligence.services.figures import Standing as FileStanding
from diligence.services.figures import standing_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A model measure at one answer."""

    measure: Measure
    taken: Action | None
    """The open action that was made from it."""


@dataclass(frozen=True, slots=True)
class WeakAnswer:
    """A question below the highest level, with what would help."""

    question: Question
    level: int
    offers: tuple[Offer, ...]


class UnknownMeasure(LookupError):
    """The questionnaire of this year has no such measure."""


def weak_answers(assessment: Assessment) -> list[WeakAnswer]:
    """Return the answers that can grow, the weakest first. Two queries."""
    mine = assessment.answers.filter(company_id=assessment.company_id)
    standing = standing_of(assessment, mine)
    taken = {
        action.measure: action
        for action in Action.objects.for_company(assessment.company_id).still_open()
        if action.measure
    }
    weak = list(_weak(standing, taken))
    return sorted(weak, key=lambda one: one.level)


def _weak(standing: FileStanding, taken: dict[str, Action]) -> Iterator[WeakAnswer]:
    edition, size = standing.score.edition, standing.situation.size
    for own in standing.score.questions:
        level = own.level or 0
        is_asked = own.counts and own.standing not in (Standing.NOT_APPLICABLE, Standing.HIDDEN)
        if not is_asked or level >= edition.scoring.highest_level:
            continue
        measures = edition.measures_for(own.question.key, level, size)
        ordered = sorted(measures, key=lambda measure: MINUTES_OF_EFFORT[measure.effort])
        offers = tuple(Offer(measure, taken.get(measure.key)) for measure in ordered)
        if offers:
            yield WeakAnswer(own.question, level, offers)


def measure_of(assessment: Assessment, key: str) -> Measure:
    """Return a model measure of this year's questionnaire. Raises UnknownMeasure."""
    for step in assessment.edition.steps:
        for measure in step.measures:
            if measure.key == key:
                return measure
    raise UnknownMeasure(key)
