"""How far a company is with its questionnaire: what is asked, settled, put off, and left to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Any

from diligence.framework.answers import Answers, State
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
    parts = tuple(
        PartProgress(part=part, **_counted(part.questions, situation))
        for part in situation.edition.parts
    )
    return Progress(parts=parts, **_counted(situation.edition.questions, situation))


def _counted(questions: Iterable[Question], situation: Situation) -> dict[str, Any]:
    """Go through the questions once; those that are not shown do not count."""
    asked = settled = later = unsure = minutes = 0
    unanswered: str | None = None
    put_off: str | None = None
    for question in questions:
        if question.key not in situation.shown:
            continue
        asked += 1
        answer = situation.given.get(question.key)
        if answer is not None and answer.is_settled:
            settled += 1
        else:
            minutes += question.minutes
        if answer is None:
            unanswered = unanswered or question.key
            continue
        unsure += answer.unsure
        if answer.state == State.LATER:
            later += 1
            put_off = put_off or question.key
    pace = situation.size.pace if situation.size is not None else Decimal(1)
    return {
        "asked": asked,
        "settled": settled,
        "later": later,
        "unsure": unsure,
        "minutes_left": int((minutes * pace).to_integral_value(ROUND_CEILING)),
        "next_question": unanswered or put_off,
    }
