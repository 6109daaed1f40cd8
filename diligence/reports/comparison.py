"""The year before beside this one, measured the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from diligence.framework.bridge import Bridge, bridge_to
from diligence.framework.mapping import carry_over
from diligence.framework.schema import Question
from diligence.framework.scoring import Score, Standing
from diligence.reports.frozen import FrozenFile


@dataclass(frozen=True)
class Comparison:
    """This year's file and, where there is one, last year's under this year's scoring rule."""

    now: FrozenFile
    before: FrozenFile | None
    earlier: Sequence[FrozenFile] = ()
    """The years before that one, oldest first."""

    @property
    def files(self) -> list[FrozenFile]:
        """Return all years, oldest first, this one last."""
        return [*self.earlier, *([self.before] if self.before else []), self.now]

    @property
    def year(self) -> int | None:
        """Return the year that is compared with; None when there is no earlier file."""
        return self.before.year if self.before else None

    @cached_property
    def bridge(self) -> Bridge | None:
        """Return last year under both methods; None when the method is the same."""
        return bridge_to(self.now.edition, self.before.situation) if self.before else None

    @cached_property
    def score(self) -> Score | None:
        """Return last year's score by this year's method, to stand beside this year's."""
        if self.before is None:
            return None
        return self.bridge.bridged if self.bridge else self.before.score

    @property
    def is_rescored(self) -> bool:
        """Tell whether last year's file had another method, and so another score of its own."""
        return self.bridge is not None

    @property
    def percent(self) -> Decimal | None:
        """Return last year's score; None without an earlier file."""
        return self.score.percent if self.score else None

    def step(self, key: str) -> Decimal | None:
        """Return last year's score on a step."""
        steps = self.score.steps if self.score else ()
        return next((step.percent for step in steps if step.step.key == key), None)

    def part(self, key: str) -> Decimal | None:
        """Return last year's score on a sub-action."""
        steps = self.score.steps if self.score else ()
        return next((p.percent for step in steps for p in step.parts if p.key == key), None)

    @cached_property
    def levels(self) -> dict[str, int]:
        """Return the levels of last year by the question's key of then."""
        scored = self.score.questions if self.score else ()
        return {
            q.question.key: q.level
            for q in scored
            if q.standing == Standing.LEVEL and q.level is not None
        }

    def level(self, question: Question) -> int | None:
        """Return last year's level on the same question; None when it was not the same."""
        key = self.former_key(question)
        return self.levels.get(key) if key else None

    def former_key(self, question: Question) -> str | None:
        """Return what this question was called last year; None when it did not exist or meant
        something else, so that nobody draws a line through the two."""
        if self.before is None:
            return None
        old = self.before.edition
        mapping = self.now.edition.mapping
        if old == self.now.edition or mapping is None or mapping.from_code != old.code:
            return question.key if question.key in old else None
        origin = carry_over(mapping).get(question.key)
        if origin is None or not origin.draws_through or len(origin.old) != 1:
            return None
        return origin.old[0]
