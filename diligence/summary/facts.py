"""The facts of one file: its score and profile here, what it knows and does in `work`.

Everything follows from what was frozen: the score by the rule of the questionnaire that the
snapshot names, the profile from the answers that were shown, the move from the year that the
snapshot names as the one before it. No row that can change afterwards is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from diligence.framework.bridge import is_same_method
from diligence.framework.conditions import Situation
from diligence.framework.schema import Edition
from diligence.framework.scoring import Score
from diligence.summary.measures import NONE, UNKNOWN, Fact, Measure, Move, fact
from diligence.summary.work import facts_of_work

POLICY_QUESTIONS = ("embed.policy", "embed.policy_status")
"""Whether there is a policy; a later key takes the place of an earlier one."""
MADE, PUBLISHED = 2, 3
"""From which level of the answer there is a policy on paper, and from which others can read it."""
METALS_QUESTION = "profile.metals"


class FrozenYear(Protocol):
    """A snapshot read back."""

    @property
    def content(self) -> Mapping[str, Any]:
        """Return what was frozen."""

    @property
    def edition(self) -> Edition:
        """Return the questionnaire that it names."""

    @property
    def situation(self) -> Situation:
        """Return what was shown and answered."""

    @property
    def score(self) -> Score:
        """Return the score by the rule of that questionnaire."""

    @property
    def expected(self) -> int | None:
        """Return what was expected, in per cent; None while the size is unknown."""


def facts_in(file: FrozenYear, before: FrozenYear | None) -> list[Fact]:
    """Return the facts of a file in one order; `before` is the year that its snapshot names."""
    found = [
        fact(Measure.FILE),
        *facts_of_score(file.score),
        *facts_of_profile(file),
        *facts_of_target(file),
        *facts_of_move(file.score, before.score if before else None),
        *facts_of_work(file.content, metals_answered(file.situation)),
    ]
    return sorted(found)


def size_of(situation: Situation) -> str:
    """Return the size class by which a file is counted."""
    return situation.size.key if situation.size else UNKNOWN


def position_of(situation: Situation) -> str:
    """Return the one position by which a file is counted: of several the nearest to the mine.

    Sums by position add up to the whole only when each file stands in one of them.
    """
    order = [each.key for each in situation.edition.chain_positions]
    return min(situation.chain, key=order.index, default=UNKNOWN)


def facts_of_score(score: Score) -> Iterator[Fact]:
    """Yield the band and the scores: of the whole, of each step, of each sub-action."""
    yield fact(Measure.BAND, score.band.key if score.band else NONE)
    if score.percent is not None:
        yield fact(Measure.SCORE, value=score.percent)
        yield fact(Measure.SCORE_POINT, whole(score.percent))
    for step in score.steps:
        if step.percent is not None:
            yield fact(Measure.STEP_SCORE, step.step.key, value=step.percent)
            yield fact(Measure.STEP_BAND, step.step.key, score.edition.band_for(step.percent).key)
        for part in step.parts:
            if part.percent is not None:
                yield fact(Measure.SUB_ACTION, part.key, value=part.percent)


def whole(percent: Decimal) -> str:
    """Return a score in whole points, halves up."""
    return str(percent.quantize(Decimal(1), ROUND_HALF_UP))


def facts_of_profile(file: FrozenYear) -> Iterator[Fact]:
    """Yield what kind of company it is, how long it is a member, and whether it has a policy."""
    situation, content = file.situation, file.content
    yield fact(Measure.SIZE, size_of(situation))
    for position in situation.chain or (UNKNOWN,):
        yield fact(Measure.POSITION, position)
    yield fact(Measure.MEMBERSHIP, str(content["membership_year"]))
    if joined := content["company"].get("joined_on"):
        yield fact(Measure.JOINED, joined[:4])
    yield fact(Measure.POLICY, policy_of(situation))


def policy_of(situation: Situation) -> str:
    """Return whether there is a policy on people and nature, and whether others can read it."""
    levels = (level_of(situation, key) for key in POLICY_QUESTIONS)
    level = next((level for level in levels if level is not None), None)
    if level is None:
        return UNKNOWN
    if level >= PUBLISHED:
        return "published"
    return "made" if level >= MADE else NONE


def level_of(situation: Situation, key: str) -> int | None:
    """Return the level of an answer; None when it has none."""
    given = situation.given.get(key)
    return given.value if given and isinstance(given.value, int) else None


def metals_answered(situation: Situation) -> tuple[str, ...]:
    """Return the metals that the company says it works with."""
    given = situation.given.get(METALS_QUESTION)
    return tuple(given.value) if given and isinstance(given.value, list | tuple) else ()


def facts_of_target(file: FrozenYear) -> Iterator[Fact]:
    """Yield how the score stands to what was expected of this company in this year."""
    percent, expected = file.score.percent, file.expected
    if percent is None or expected is None:
        yield fact(Measure.EXPECTED, UNKNOWN)
        return
    yield fact(Measure.EXPECTED, "met" if percent >= expected else "below")
    yield fact(Measure.EXPECTED_GAP, value=percent - expected)


def facts_of_move(now: Score, before: Score | None) -> Iterator[Fact]:
    """Yield where the band went, and by how much the score changed where that can be said."""
    move = move_of(now, before)
    yield fact(Measure.MOVED, move)
    if before is not None and move in (Move.UP, Move.SAME, Move.DOWN):
        assert now.percent is not None and before.percent is not None
        yield fact(Measure.CHANGE, value=now.percent - before.percent)


def move_of(now: Score, before: Score | None) -> Move:
    """Return where the band went. Between two methods no line is drawn, nor between other bands."""
    if before is None:
        return Move.FIRST
    mine, then = now.edition, before.edition
    if now.band is None or before.band is None or not is_same_method(mine.scoring, then.scoring):
        return Move.NOT_COMPARABLE
    if [(one.key, one.start) for one in mine.bands] != [(one.key, one.start) for one in then.bands]:
        return Move.NOT_COMPARABLE
    if now.band.start == before.band.start:
        return Move.SAME
    return Move.UP if now.band.start > before.band.start else Move.DOWN
