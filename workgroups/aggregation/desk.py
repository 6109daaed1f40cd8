"""The reviewer's queue: which files wait, how grave they are, and in which order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from workgroups.aggregation.members import fold, sorting_name
from workgroups.aggregation.overview import days_between

GRAVE = 4
"""From this severity (1 to 5) a risk counts as grave."""


class Turn(StrEnum):
    """Whose move a file that was handed in is."""

    OURS = "ours"
    MEMBERS = "members"
    NOBODYS = "done"


TURNS = {
    "submitted": Turn.OURS,
    "questions_open": Turn.MEMBERS,
    "accepted": Turn.NOBODYS,
    "closed": Turn.NOBODYS,
}


class Waiting(NamedTuple):
    """One file that was handed in, as the queue shows it. Moments in seconds since 1970."""

    slug: str
    name: str
    status: str
    submitted: int
    weak: int
    """Answers at the lowest levels; 0 of files from before this was counted."""
    unsure: int
    changed: int | None
    """Answers that differ from last year; None without a last year."""
    checks: str
    """How many findings of each weight the check before submitting has, as JSON."""
    severity: int | None
    """Of the gravest risk that the company keeps, 1 to 5; None when none was weighed."""
    grave: int
    """How many risks are that grave or nearly so."""
    assigned_to: Any = None
    assigned_name: str = ""
    held_by: Any = None
    held_name: str = ""
    held_since: int | None = None

    @property
    def turn(self) -> Turn:
        """Return whose move it is."""
        return TURNS.get(self.status, Turn.MEMBERS)

    @property
    def sorting_name(self) -> str:
        """Return the name as lists order it."""
        return sorting_name(self.name)

    @property
    def found(self) -> dict[str, int]:
        """Return the findings of the check by weight."""
        return json.loads(self.checks)

    @property
    def no_proof(self) -> int:
        """Return how many answers claim a level without usable proof."""
        found = self.found
        return found.get("no_proof", 0) + found.get("expired_proof", 0)

    @property
    def clashing(self) -> int:
        """Return how many answers contradict each other, for certain or maybe."""
        found = self.found
        return sum(found.get(one, 0) for one in ("contradiction", "doubtful", "doubtful_work"))

    @property
    def risk(self) -> tuple[int, int, int]:
        """Return how grave the file is: its gravest risk, how many of those, what is unsound."""
        unsound = self.no_proof + self.clashing + self.unsure + self.weak
        return (self.severity or 0, self.grave, unsound)

    def days(self, now: float) -> int:
        """Return how many days ago it was handed in."""
        return days_between(self.submitted, now)


SORTS: dict[str, Callable[[Waiting], Any]] = {
    "age": lambda file: -file.submitted,
    "risk": lambda file: file.risk,
    "changed": lambda file: -1 if file.changed is None else file.changed,
    "name": lambda file: file.sorting_name,
}
MOST_FIRST = frozenset({"age", "risk", "changed"})
"""What is ordered from high to low unless the reader asks otherwise."""

MARKS: dict[str, Callable[[Waiting], bool]] = {
    "weak": lambda file: file.weak > 0,
    "unsure": lambda file: file.unsure > 0,
    "no_proof": lambda file: file.no_proof > 0,
    "clashing": lambda file: file.clashing > 0,
    "grave": lambda file: file.severity is not None and file.severity >= GRAVE,
    "changed": lambda file: bool(file.changed),
}
MINE, NOBODYS = "mine", "nobody"
WHOSE = (MINE, NOBODYS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reviewer asked for. Empty means everything."""

    words: str = ""
    turn: str = Turn.OURS
    whose: str = ""
    mark: str = ""
    sort: str = "age"
    descending: bool = True

    def of(self, files: Iterable[Waiting], person: Any) -> list[Waiting]:
        """Return the files that fit, in order; equals by how long they wait, then by name."""
        words = fold(self.words).split()
        found = [
            file
            for file in files
            if (not self.turn or file.turn == self.turn)
            and (not self.whose or is_of(file, self.whose, person))
            and (not self.mark or MARKS[self.mark](file))
            and (not words or all(word in fold(file.name) for word in words))
        ]
        by_age = sorted(found, key=lambda file: (file.submitted, file.sorting_name, file.slug))
        return sorted(by_age, key=SORTS[self.sort], reverse=self.descending)


def is_of(file: Waiting, whose: str, person: Any) -> bool:
    """Tell whether the file is this person's: given to them or held by them. Or nobody's."""
    if whose == MINE:
        return person in (file.assigned_to, file.held_by)
    return file.assigned_to is None and file.held_by is None


def turns_of(files: Iterable[Waiting]) -> dict[str, int]:
    """Return how many files there are of each turn."""
    counted = dict.fromkeys(map(str, Turn), 0)
    for file in files:
        counted[file.turn] += 1
    return counted
