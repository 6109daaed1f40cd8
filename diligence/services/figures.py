"""How a file stands: what is shown, how far it is, its score. Derived, never edited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from diligence.framework.answers import Given
from diligence.framework.conditions import Situation, situation_of
from diligence.framework.schema import Edition, target_in
from diligence.framework.scoring import QuestionScore, Score, score_in
from diligence.models import Answer, Assessment
from diligence.progress import Progress, progress_in
from diligence.services.check import findings_in, tally

WEAK = 1
"""Up to this level (of 0 to 4) an answer is weak."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that follows from one file's answers."""

    situation: Situation
    progress: Progress
    score: Score
    expected: int | None

    def as_figures(self) -> dict:
        """Return the numbers that lists show, JSON-ready; scores are texts with one decimal."""
        percent, band = self.score.percent, self.score.band
        settled, asked = self.progress.settled, self.progress.asked
        return {
            "size": self.situation.size.key if self.situation.size else None,
            "chain": sorted(self.situation.chain),
            "asked": asked,
            "settled": settled,
            "later": self.progress.later,
            "unsure": self.progress.unsure,
            "weak": weak_in(self.score),
            "checks": tally(findings_in(self.situation)),
            "minutes_left": self.progress.minutes_left,
            "filled": filled_percent(settled, asked),
            "score": None if percent is None else str(percent),
            "band": band.key if band else None,
            "expected": self.expected,
            "steps": {step.step.key: self.step_figures(step) for step in self.score.steps},
        }

    def step_figures(self, step) -> dict:
        """Return the numbers of one OECD step."""
        rows = [row for row in self.progress.parts if row.part.step.key == step.step.key]
        asked, settled = sum(row.asked for row in rows), sum(row.settled for row in rows)
        return {
            "asked": asked,
            "settled": settled,
            "filled": filled_percent(settled, asked),
            "score": None if step.percent is None else str(step.percent),
        }


def weak_in(score: Score) -> int:
    """Count the questions that count with a level at the bottom."""
    return sum(is_weak(one) for one in score.questions)


def is_weak(one: QuestionScore) -> bool:
    """Tell whether a question counts with a level that leaves nearly everything to be done."""
    return one.counts and one.level is not None and one.level <= WEAK


def standing_of(assessment: Assessment, answers: Iterable[Answer]) -> Standing:
    """Return how the file stands with these answers."""
    return standing_with(
        assessment, {answer.question: answer.given() for answer in answers if not answer.is_open}
    )


def standing_with(assessment: Assessment, given: dict[str, Given]) -> Standing:
    """Return how the file stands with these answers, as plain data."""
    return standing_in(
        assessment.edition,
        given,
        assessment.membership_year,
        today=timezone.localdate(),
        targets=assessment.cycle.expected,
    )


def standing_in(
    edition: Edition,
    given: dict[str, Given],
    membership_year: int,
    *,
    today: date,
    targets: Mapping[str, Sequence[int]] | None = None,
) -> Standing:
    """Return how these answers to this edition stand; plain data in, plain data out.

    `targets` is what the year expects where that is not what the edition expects.
    """
    situation = situation_of(edition, given, today=today)
    expected = None
    if situation.size is not None:
        expected = target_in(targets or edition.expected, situation.size.key, membership_year)
    return Standing(situation, progress_in(situation), score_in(situation), expected)


def filled_percent(settled: int, asked: int) -> int:
    """Return how much is filled in, rounded down: 100 means all of it."""
    return 100 * settled // asked if asked else 0
