"""The score, with every point traced to an answer: points = level x weight, over what was shown.

Rule `levels`. A question that is hidden or does not apply leaves the sum; "don't know" counts as
the level the header names; an open question and "later" count 0 of their maximum. The whole is
the sum of all points over the sum of all maxima, so the parts add up to it exactly, in points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from diligence.framework.answers import Answers, Given, State
from diligence.framework.conditions import Situation, situation_of
from diligence.framework.schema import Band, Edition, Part, Question, Step, Text

TENTH = Decimal("0.1")


class UnknownScoring(LookupError):
    """The edition asks for a rule or version that this code does not have."""


class Standing(StrEnum):
    """How a question stands in the sum, and so why it counts or not."""

    LEVEL = "level"
    DONT_KNOW = "dont_know"
    OPEN = "open"
    LATER = "later"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScore:
    """One maturity question in the sum, or beside it."""

    question: Question
    standing: str
    level: int | None
    """The level that is counted; None when no level is."""
    weight: int
    points: int
    maximum: int
    """0 when the question leaves the sum."""

    @property
    def counts(self) -> bool:
        return self.maximum > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Points over a maximum: of a part, a step or the whole."""

    points: int
    maximum: int

    @property
    def percent(self) -> Decimal | None:
        """Points over the maximum, with one decimal; None when nothing counts."""
        return percent_of(self.points, self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore(Sum):
    """A sub-action."""

    key: str
    title: Text
    questions: tuple[QuestionScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepScore(Sum):
    """A step: the sum of its sub-actions."""

    step: Step
    parts: tuple[PartScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Sum):
    """The whole: the sum of the steps. The profile has no score and is not among them."""

    edition: Edition
    rule: str
    version: str
    steps: tuple[StepScore, ...]

    @property
    def questions(self) -> tuple[QuestionScore, ...]:
        """Every maturity question of the edition, in order, in the sum or beside it."""
        return tuple(q for step in self.steps for part in step.parts for q in part.questions)

    @property
    def band(self) -> Band | None:
        return None if self.percent is None else self.edition.band_for(self.percent)

    @property
    def next_band(self) -> Band | None:
        """The band above; None in the highest, or without a score."""
        bands = self.edition.bands
        if self.percent is None or self.band == bands[-1]:
            return None
        return bands[bands.index(self.band) + 1]


Weighing = Callable[[Question], int]

RULES: dict[tuple[str, str], Weighing] = {
    ("levels", "1"): lambda question: 1,
    ("levels", "2"): lambda question: question.weight,
}
"""Rule and version, as the header names them, to the weight of a question."""


def score(edition: Edition, given: Answers, *, today: date | None = None) -> Score:
    """The score of these answers by the edition's own rule. Raises `UnknownScoring`."""
    return score_in(situation_of(edition, given, today=today))


def score_in(situation: Situation, *, rule: str | None = None, version: str | None = None) -> Score:
    """The same, from a situation at hand.

    With `rule` and `version` the score by another rule than the edition's: for one year both
    stand side by side. Raises `UnknownScoring`.
    """
    edition = situation.edition
    rule, version = rule or edition.scoring.rule, version or edition.scoring.version
    weighing = weighing_of(rule, version)
    steps = tuple(
        _step_score(step, situation, weighing) for step in edition.steps if step.sub_actions
    )
    return Score(**_sum_of(steps), edition=edition, rule=rule, version=version, steps=steps)


def weighing_of(rule: str, version: str) -> Weighing:
    """The weighing of a named rule. Raises `UnknownScoring`."""
    try:
        return RULES[rule, version]
    except KeyError:
        known = ", ".join(f"{name} {number}" for name, number in sorted(RULES))
        raise UnknownScoring(f"no scoring rule {rule} {version}; there is: {known}") from None


def percent_of(points: int, maximum: int) -> Decimal | None:
    """Points over a maximum in per cent with one decimal, halves up; None over nothing."""
    if not maximum:
        return None
    return (Decimal(points * 100) / maximum).quantize(TENTH, ROUND_HALF_UP)


def points_of_100(score: Score) -> dict[str, Decimal]:
    """What each step brings to the total, by step key: tenths that add up to the shown total.

    Rounded by the largest remainder. Empty when there is no score.
    """
    if score.percent is None:
        return {}
    shares = shares_of(score.percent, score.maximum, [step.points for step in score.steps])
    return {step.step.key: share for step, share in zip(score.steps, shares, strict=True)}


def shares_of(total: Decimal, maximum: int, points: Sequence[int]) -> list[Decimal]:
    """Split a shown percentage over its parts, in tenths, by the largest remainder.

    `points` are those of the parts and `maximum` that of the whole.
    """
    whole = [divmod(own * 1000, maximum) for own in points]
    left = int(total * 10) - sum(tenths for tenths, _ in whole)
    by_remainder = sorted(range(len(whole)), key=lambda i: (-whole[i][1], i))
    lifted = set(by_remainder[:left])
    return [TENTH * (tenths + (i in lifted)) for i, (tenths, _) in enumerate(whole)]


def _sum_of(parts: Iterable[Sum | QuestionScore]) -> dict[str, int]:
    parts = tuple(parts)
    return {
        "points": sum(part.points for part in parts),
        "maximum": sum(part.maximum for part in parts),
    }


def _step_score(step: Step, situation: Situation, weighing: Weighing) -> StepScore:
    parts = tuple(
        _part_score(part, situation, weighing)
        for part in situation.edition.parts
        if part.step is step
    )
    return StepScore(**_sum_of(parts), step=step, parts=parts)


def _part_score(part: Part, situation: Situation, weighing: Weighing) -> PartScore:
    questions = tuple(
        _question_score(question, situation, weighing(question))
        for question in part.questions
        if question.scores
    )
    return PartScore(**_sum_of(questions), key=part.key, title=part.title, questions=questions)


def _question_score(question: Question, situation: Situation, weight: int) -> QuestionScore:
    scoring = situation.edition.scoring
    standing = standing_of(question, situation)
    level: int | None = None
    if standing == Standing.LEVEL:
        level = situation.given[question.key].value
    elif standing == Standing.DONT_KNOW:
        level = scoring.dont_know_counts_as
    outside = standing == Standing.HIDDEN or (
        standing == Standing.NOT_APPLICABLE and not scoring.not_applicable_counts
    )
    return QuestionScore(
        question=question,
        standing=standing,
        level=level,
        weight=weight,
        points=(level or 0) * weight,
        maximum=0 if outside else scoring.highest_level * weight,
    )


_STANDING_OF_STATE: dict[str, Standing] = {
    State.ANSWERED: Standing.LEVEL,
    State.DONT_KNOW: Standing.DONT_KNOW,
    State.LATER: Standing.LATER,
    State.NOT_APPLICABLE: Standing.NOT_APPLICABLE,
}


def standing_of(question: Question, situation: Situation) -> Standing:
    """How a question stands in this situation."""
    if question.key not in situation.shown:
        return Standing.HIDDEN
    answer: Given | None = situation.given.get(question.key)
    return Standing.OPEN if answer is None else _STANDING_OF_STATE[answer.state]
