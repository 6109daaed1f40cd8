"""One year's answers under two methods: its own score, and beside it the one by another method.

A method is the rule with its version and what it says of answers that are none. Between two years
with another method no line is drawn and no points are subtracted: the earlier year is scored again
by the later method, and both numbers stand beside each other, with where the difference comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from diligence.framework.conditions import Situation
from diligence.framework.header import Scoring
from diligence.framework.schema import Edition, Question, Step
from diligence.framework.scoring import Score, score_in


@dataclass(frozen=True, slots=True)
class BridgedStep:
    """A step under both methods, in per cent; None when nothing of it counts."""

    step: Step
    own: Decimal | None
    bridged: Decimal | None


@dataclass(frozen=True, slots=True)
class BridgedQuestion:
    """A question that weighs otherwise, or counts otherwise, under the other method."""

    question: Question
    level: int | None
    own_points: int
    own_maximum: int
    points: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Bridge:
    """A year under its own method and under a later one. Both are of the same answers."""

    own: Score
    bridged: Score

    @property
    def difference(self) -> Decimal | None:
        """What the method alone does to the score; None when either has none."""
        if self.own.percent is None or self.bridged.percent is None:
            return None
        return self.bridged.percent - self.own.percent

    @property
    def steps(self) -> list[BridgedStep]:
        """Every step under both."""
        pairs = zip(self.own.steps, self.bridged.steps, strict=True)
        return [BridgedStep(a.step, a.percent, b.percent) for a, b in pairs]

    @property
    def questions(self) -> list[BridgedQuestion]:
        """The questions that count otherwise: their parts add up to both scores."""
        pairs = zip(self.own.questions, self.bridged.questions, strict=True)
        return [
            BridgedQuestion(a.question, b.level, a.points, a.maximum, b.points, b.maximum)
            for a, b in pairs
            if (a.points, a.maximum) != (b.points, b.maximum)
        ]


def is_same_method(one: Scoring, other: Scoring) -> bool:
    """Whether scores by both may be compared and a line drawn between them."""
    return one == other


def score_by(situation: Situation, scoring: Scoring) -> Score:
    """These answers to their own questionnaire, by the method of another. Raises `UnknownScoring`.

    Weights are those that its own questions have: another method reads them, or does not.
    """
    edition = replace(situation.edition, scoring=scoring)
    return score_in(replace(situation, edition=edition))


def bridge_to(edition: Edition, before: Situation) -> Bridge | None:
    """The earlier answers under both methods; None when this edition has the same method."""
    if is_same_method(before.edition.scoring, edition.scoring):
        return None
    return Bridge(score_in(before), score_by(before, edition.scoring))


def breaks_in(methods: Sequence[Scoring]) -> list[int]:
    """The places in a row of years before which the method changes: 0 is the first year."""
    pairs = enumerate(pairwise(methods), 1)
    return [place for place, (a, b) in pairs if not is_same_method(a, b)]
