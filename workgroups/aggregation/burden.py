"""What filling in costs the members, and which questions tell nothing: plain data in and out.

Nothing is measured for this: the moments at which answers were saved are there already. Between two
saves of one person that lie no further apart than `PAUSE` that person was at work on the answer of
the second save. What comes before a first save, such as reading, is not seen, so every time is
rather too short than too long.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median, quantiles

PAUSE = 15 * 60
"""Seconds; who saves nothing for longer did something else."""
FEWEST = 5
"""Companies behind a figure; with fewer it is not told."""
MINUTE = 60


@dataclass(frozen=True, slots=True, order=True)
class Save:
    """One version of an answer that was saved. `person` is None once that person was forgotten."""

    company: int
    person: int | None
    at: int
    """Seconds since 1970."""
    question: str


@dataclass(frozen=True, slots=True)
class Spread:
    """How long a part took: whole minutes, of so many companies; without figures when too few."""

    companies: int
    middle: int | None = None
    low: int | None = None
    high: int | None = None
    """Half of the companies lie between `low` and `high`."""

    @property
    def is_told(self) -> bool:
        """Tell whether enough companies are behind it."""
        return self.middle is not None


@dataclass(frozen=True, slots=True)
class Sameness:
    """A question to which every company gave the same answer, or that none of them changed."""

    question: str
    companies: int


@dataclass(frozen=True, slots=True)
class Given:
    """How many companies gave one answer to a question; `value` is the answer as text."""

    question: str
    value: str
    companies: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Of how many companies the answers of two years stand side by side, and how many are equal."""

    question: str
    both: int
    same: int


def times_by_part(saves: Iterable[Save], part_of: Mapping[str, str]) -> dict[str, dict[int, int]]:
    """Return the seconds that each company worked on each part, where that can be seen."""
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (company, _), own in groupby(ordered(saves), key=lambda save: (save.company, save.person)):
        for before, after in pairwise(own):
            part, gap = part_of.get(after.question), after.at - before.at
            if part is not None and 0 < gap <= PAUSE:
                found[part][company] += gap
    return {part: dict(times) for part, times in found.items()}


def sittings(saves: Iterable[Save]) -> dict[int, int]:
    """Return how often somebody of each company sat down to fill in."""
    found: Counter[int] = Counter()
    for (company, _), own in groupby(ordered(saves), key=lambda save: (save.company, save.person)):
        times = [save.at for save in own]
        found[company] += 1 + sum(after - before > PAUSE for before, after in pairwise(times))
    return dict(found)


def ordered(saves: Iterable[Save]) -> list[Save]:
    """Return them by company, person and moment; somebody who was forgotten comes first."""
    return sorted(saves, key=lambda save: (save.company, save.person or 0, save.at))


def spread_of(numbers: Iterable[int], *, unit: int = MINUTE) -> Spread:
    """Return the middle and the half around it; of too few companies only how many there are."""
    found = [number / unit for number in numbers]
    if len(found) < FEWEST:
        return Spread(len(found))
    low, _, high = quantiles(found, n=4, method="inclusive")
    return Spread(len(found), round(median(found)), round(low), round(high))


def in_all(times: Mapping[str, Mapping[int, int]]) -> dict[int, int]:
    """Return the seconds that each company worked on all parts together."""
    found: Counter[int] = Counter()
    for each in times.values():
        found.update(each)
    return dict(found)


def never_differ(given: Iterable[Given]) -> list[Sameness]:
    """Return the questions that enough companies answered, all of them alike."""
    by_question: dict[str, list[Given]] = defaultdict(list)
    for one in given:
        by_question[one.question].append(one)
    return [
        Sameness(question, answers[0].companies)
        for question, answers in by_question.items()
        if len(answers) == 1 and answers[0].companies >= FEWEST
    ]


def never_change(kept: Iterable[Kept]) -> list[Sameness]:
    """Return the questions whose answer no company changed, of those with two years."""
    return [
        Sameness(one.question, one.both)
        for one in kept
        if one.both >= FEWEST and one.both == one.same
    ]


def told_of(found: Sequence[Sameness]) -> dict[str, int]:
    """Return of how many companies that is, by question."""
    return {one.question: one.companies for one in found}


def to_drop(
    order: Sequence[str], alike: Sequence[Sameness], unchanged: Sequence[Sameness]
) -> Iterator[tuple[str, int | None, int | None]]:
    """Yield the questions that could go, in their order, with of how many companies that shows.

    What a question is for stays a judgement: a list to talk about, not a decision.
    """
    same, kept = told_of(alike), told_of(unchanged)
    for question in order:
        if question in same or question in kept:
            yield question, same.get(question), kept.get(question)
