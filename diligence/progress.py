"""How far a company is with its questionnaire: what is asked, settled, put off, and left to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from diligence.framework.answers import Answers, Given, State
from diligence.framework.conditions import Situation, situation_of
from diligence.framework.schema import Edition, Part, Question


class PartState(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers of shown questions, and the time the open ones take."""

    asked: int
    settled: int
    """Answered, "don't know" or "not applicable"."""
    later: int
    """Put off: does not block saving, does block submitting."""
    unsure: int
    minutes_left: int
    """Minutes for the questions that are not settled, at the pace of the company's size."""

    @property
    def open(self) -> int:
        """Questions without any answer; those put off are not among them."""
        return self.asked - self.settled - self.later

    @property
    def state(self) -> str:
        if self.settled == self.asked:
            return PartState.DONE
        return PartState.IN_PROGRESS if self.settled or self.later else PartState.NOT_STARTED


@dataclass(frozen=True, slots=True, kw_only=True)
class PartProgress(Counts):
    part: Part
    next_question: str | None
    """The first question in this part without an answer, else the first that was put off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Counts):
    """The whole questionnaire, profile included."""

    parts: tuple[PartProgress, ...]
    next_question: str | None

    def part(self, key: str) -> PartProgress:
        """The row `profile` or `1.1`. Raises `LookupError`."""
        for part in self.parts:
            if part.part.key == key:
                return part
        raise LookupError(f"there is no part {key!r}")


def progress(edition: Edition, given: Answers, *, today: date | None = None) -> Progress:
    """How far these answers are, per row of the task list and as a whole."""
    return progress_in(situation_of(edition, given, today=today))


def progress_in(situation: Situation) -> Progress:
    """The same, from a situation at hand."""
    parts = tuple(_part_progress(part, situation) for part in situation.edition.parts)
    shown = _shown(situation.edition.questions, situation)
    return Progress(**_counts(shown, situation), parts=parts, next_question=_next(shown, situation))


def _part_progress(part: Part, situation: Situation) -> PartProgress:
    shown = _shown(part.questions, situation)
    return PartProgress(
        **_counts(shown, situation), part=part, next_question=_next(shown, situation)
    )


def _shown(questions: tuple[Question, ...], situation: Situation) -> list[Question]:
    return [question for question in questions if question.key in situation.shown]


def _counts(shown: list[Question], situation: Situation) -> dict[str, int]:
    answers = [situation.given.get(question.key) for question in shown]
    pace = situation.size.pace if situation.size is not None else Decimal(1)
    open_minutes = sum(
        question.minutes
        for question, answer in zip(shown, answers, strict=True)
        if not _is_settled(answer)
    )
    return {
        "asked": len(shown),
        "settled": sum(map(_is_settled, answers)),
        "later": sum(_is_later(answer) for answer in answers),
        "unsure": sum(answer is not None and answer.unsure for answer in answers),
        "minutes_left": int((open_minutes * pace).to_integral_value(ROUND_CEILING)),
    }


def _is_settled(answer: Given | None) -> bool:
    return answer is not None and answer.is_settled


def _is_later(answer: Given | None) -> bool:
    return answer is not None and answer.state == State.LATER


def _next(shown: list[Question], situation: Situation) -> str | None:
    given = situation.given
    unanswered = [question.key for question in shown if question.key not in given]
    put_off = [question.key for question in shown if _is_later(given.get(question.key))]
    return next(iter(unanswered + put_off), None)
