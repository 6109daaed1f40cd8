"""The preview before submitting: the band, and the cheapest steps towards the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from diligence.framework.answers import Answers, Given, State
from diligence.framework.conditions import Situation, situation_of
from diligence.framework.schema import Band, Edition, Measure, Question, Size, target_in
from diligence.framework.scoring import QuestionScore, Score, Standing, score_in

MINUTES_OF_EFFORT = {"light": 8 * 60, "medium": 40 * 60, "heavy": 80 * 60}
"""Most minutes of a measure of this effort. `heavy` has no upper limit in the format; counted
as twice `medium`, which keeps the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One level up on one question."""

    question: Question
    from_level: int
    to_level: int
    gain: Decimal
    """Percentage points of the whole, to one decimal, as the shown score would rise."""
    minutes: int
    """The work it takes: answering, or at most the effort of the measure."""
    measure: Measure | None
    """The lightest measure offered at the level where the company stands."""
    only_answer: bool
    """The question is open, put off or not known: answering may already bring the points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    score: Score
    steps: tuple[NextStep, ...]
    expected: int | None
    """The target in per cent; None while the size is unknown."""

    @property
    def band(self) -> Band | None:
        return self.score.band

    @property
    def next_band(self) -> Band | None:
        return self.score.next_band

    @property
    def missing(self) -> Decimal | None:
        """Percentage points to the next band; None in the highest, or without a score."""
        if self.next_band is None or self.score.percent is None:
            return None
        return Decimal(self.next_band.start) - self.score.percent


def preview(
    edition: Edition,
    given: Answers,
    *,
    membership_year: int | None = None,
    targets: Mapping[str, Sequence[int]] | None = None,
    count: int = 2,
    today: date | None = None,
) -> Preview:
    """What the company may see before it submits.

    `targets` is what the year expects where that is not what the edition expects.
    """
    situation = situation_of(edition, given, today=today)
    expected = None
    if membership_year is not None and situation.size is not None:
        expected = target_in(targets or edition.expected, situation.size.key, membership_year)
    return Preview(
        score=score_in(situation),
        steps=next_steps(edition, given, count, today=today),
        expected=expected,
    )


def next_steps(
    edition: Edition, given: Answers, count: int = 2, *, today: date | None = None
) -> tuple[NextStep, ...]:
    """The steps that gain most per minute, best first, each on another question.

    Every step is scored anew with the raised level, so that questions it would show count too.
    Empty in the highest band, or when nothing counts.
    """
    situation = situation_of(edition, given, today=today)
    now = score_in(situation)
    if now.next_band is None:
        return ()
    steps = list(_possible(now, given, situation))
    steps.sort(key=lambda step: (-step.gain / step.minutes, step.minutes))
    return tuple(steps[:count])


def _possible(now: Score, given: Answers, situation: Situation) -> Iterator[NextStep]:
    edition = situation.edition
    for own in now.questions:
        level = own.level or 0
        if not own.counts or own.standing == Standing.NOT_APPLICABLE:
            continue
        if level == edition.scoring.highest_level:
            continue
        raised = {**given, own.question.key: Given(State.ANSWERED, level + 1)}
        after = score_in(situation_of(edition, raised, today=situation.today))
        gain = (after.percent or Decimal(0)) - (now.percent or Decimal(0))
        if gain > 0:
            yield _step(own, level, gain, situation)


def _step(own: QuestionScore, level: int, gain: Decimal, situation: Situation) -> NextStep:
    question, size = own.question, situation.size
    measure = _lightest(situation.edition.measures_for(question.key, level, size))
    only_answer = own.standing != Standing.LEVEL
    minutes = minutes_to_answer(question, size)
    if not only_answer:
        minutes = MINUTES_OF_EFFORT[measure.effort if measure else "heavy"]
    return NextStep(
        question=question,
        from_level=level,
        to_level=level + 1,
        gain=gain,
        minutes=minutes,
        measure=measure,
        only_answer=only_answer,
    )


def _lightest(measures: tuple[Measure, ...]) -> Measure | None:
    return min(measures, key=lambda measure: MINUTES_OF_EFFORT[measure.effort], default=None)


def minutes_to_answer(question: Question, size: Size | None) -> int:
    """The minutes this question takes a company of this size, rounded up."""
    pace = size.pace if size is not None else Decimal(1)
    return int((question.minutes * pace).to_integral_value(ROUND_CEILING))
