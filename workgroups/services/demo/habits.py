"""The honest answers: where a company does not know, and where it is not sure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from diligence.framework.answers import State
from diligence.framework.schema import Edition
from diligence.services.entries import Entry
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.sector import Sector
from workgroups.services.demo.written import Written


@dataclass(frozen=True, slots=True)
class Habits:
    """How often, in per cent of the questions, a company says so."""

    scene: Scene
    depended_on: frozenset[str]
    """Questions on whose answer others hang: saying “don’t know” there would confuse the rest."""

    @classmethod
    def of(cls, scene: Scene, sector: Sector) -> "Habits":
        """Return the habits of a company in this edition."""
        return cls(scene, frozenset(depended_on(scene.edition, sector)))

    def applied_to(self, question: str, key: str, written: Written) -> Written:
        """Return the answer, or that it is not known, or the same with doubt beside it."""
        if written.entry.state != State.ANSWERED:
            return written
        is_free = self.depended_on.isdisjoint((key, question))
        if is_free and self._has("dont_know", key):
            return replace(written, entry=Entry(State.DONT_KNOW, as_kept=True))
        doubts = self._has("unsure", key)
        return replace(written, entry=replace(written.entry, unsure=doubts))

    def _has(self, habit: str, key: str) -> bool:
        chance = self.scene.company.character["habits"].get(habit, 0)
        return self.scene.draw(key, self.scene.year, habit) * 100 < chance


def depended_on(edition: Edition, sector: Sector) -> Iterator[str]:
    """Yield the questions that conditions, levels that follow and ties look at."""
    for question in edition.questions:
        for when in (question.when, *(option.when for option in question.options)):
            yield from (test.target.question for test in when.tests()) if when else ()
    for spec in sector.bank.questions.values():
        if "follows" in spec:
            yield spec["follows"]
    for tie in sector.ties:
        yield from (tie["if"], tie["then"])
