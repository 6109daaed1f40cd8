"""What a new edition changes, for who has to answer it: counts in a sentence, and the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diligence.framework.mapping import EditionMapping, PairKind
from diligence.framework.schema import Edition, Question
from diligence.framework.texts import Text


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise, with both sides of it."""

    kind: str
    before: tuple[Question, ...]
    now: tuple[Question, ...]
    note: Text | None

    @property
    def is_answered_anew(self) -> bool:
        """Somebody has to write an answer that was not there as such."""
        return bool(self.now) and self.kind != PairKind.REWORDED


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole of it, in the order in which it concerns people."""

    same: int
    changes: tuple[Change, ...]

    @property
    def reworded(self) -> int:
        """How many questions are only worded otherwise."""
        return sum(change.kind == PairKind.REWORDED for change in self.changes)

    @property
    def asked_anew(self) -> int:
        """How many questions want a new answer."""
        return sum(len(change.now) for change in self.changes if change.is_answered_anew)

    @property
    def dropped(self) -> int:
        """How many questions are no longer asked and have nothing in their place."""
        return sum(change.kind == PairKind.RETIRED for change in self.changes)


ORDER = tuple(
    map(
        str,
        (
            PairKind.REWORDED,
            PairKind.CHANGED_MEANING,
            PairKind.SPLIT,
            PairKind.MERGED,
            PairKind.NEW,
            PairKind.RETIRED,
        ),
    )
)


def summary_of(
    mapping: EditionMapping, old: Edition, new: Edition, shown: Sequence[str] | None = None
) -> Summary:
    """Return what changes between the two; with `shown`, only what this company is asked.

    What was asked before and is gone is told to everybody: it costs nobody anything.
    """
    mine = None if shown is None else frozenset(shown)
    changes = []
    same = 0
    for pair in mapping.pairs:
        now = tuple(new.question(key) for key in pair.new if mine is None or key in mine)
        if pair.new and not now:
            continue
        if pair.kind == PairKind.SAME:
            same += 1
            continue
        before = tuple(old.question(key) for key in pair.old)
        changes.append(Change(pair.kind, before, now, pair.note))
    places: Mapping[str, int] = {kind: place for place, kind in enumerate(ORDER)}
    return Summary(same, tuple(sorted(changes, key=lambda change: places[change.kind])))
