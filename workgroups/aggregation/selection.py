"""Which members a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workgroups.aggregation.members import ORDER, Member, Stage, fold

STATUSES: dict[str, frozenset[Stage]] = {
    "idle": frozenset({Stage.NO_FILE, Stage.NOT_STARTED}),
    "draft": frozenset({Stage.DRAFT}),
    "submitted": frozenset({Stage.SUBMITTED}),
    "questions_open": frozenset({Stage.QUESTIONS_OPEN}),
    "accepted": frozenset({Stage.ACCEPTED}),
    "closed": frozenset({Stage.CLOSED}),
}
HANDED_IN = "handed_in"
"""Beside the stages: everything that was ever submitted."""
NO_BAND = "none"
"""Beside the bands: members without a score."""

SORTS: dict[str, Callable[[Member], Any]] = {
    "name": lambda member: member.sorting_name,
    "progress": lambda member: member.filled if member.has_file else None,
    "score": lambda member: member.score,
    "status": lambda member: ORDER[member.stage],
    "activity": lambda member: member.active,
}
BEST_FIRST = frozenset({"progress", "score", "activity"})
"""What is ordered from high to low unless the reader asks otherwise."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader asked for. Empty means everything; `sort` is a key of SORTS."""

    words: str = ""
    status: str = ""
    band: str = ""
    size: str = ""
    chain: str = ""
    late: bool = False
    sort: str = "name"
    descending: bool = False

    def of(self, members: Iterable[Member], deadline: date, today: date) -> list[Member]:
        """Return the members that fit, in order. Who lacks what is sorted by stands last."""
        asked = fold(self.words).split()
        found = [
            member
            for member in members
            if (not self.status or self.fits_status(member))
            and (not self.band or (member.band or NO_BAND) == self.band)
            and (not self.size or member.size == self.size)
            and (not self.chain or member.is_in(self.chain))
            and (not self.late or member.is_late(deadline, today))
            and (not asked or all(word in fold(member.name) for word in asked))
        ]
        return in_order(found, self.sort, descending=self.descending)

    def fits_status(self, member: Member) -> bool:
        """Tell whether the member stands where the reader asked."""
        if self.status == HANDED_IN:
            return member.is_handed_in
        return member.stage in STATUSES[self.status]


def in_order(members: Iterable[Member], sort: str, *, descending: bool = False) -> list[Member]:
    """Return the members in this order; equals, and who has nothing to sort by, by name."""
    by_name = sorted(members, key=lambda member: (member.sorting_name, member.slug))
    if sort == "name":
        return by_name[::-1] if descending else by_name
    key = SORTS[sort]
    having = [member for member in by_name if key(member) is not None]
    lacking = [member for member in by_name if key(member) is None]
    return sorted(having, key=key, reverse=descending) + lacking
