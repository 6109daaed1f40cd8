"""The state of the covenant in one year: counts, what needs attention, what happened last."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import nlargest

from workgroups.aggregation.members import Member
from workgroups.aggregation.selection import in_order

RECENT = timedelta(days=30)
DAY = 24 * 60 * 60
NEAR = timedelta(days=30)
"""How long before the deadline doing nothing asks for attention."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures above the page; each is the number of members that a filter shows."""

    members: int
    handed_in: int
    handed_in_recently: int
    late: int
    waiting: int
    longest_wait: int
    """Days that the oldest file waits for a decision; 0 when none does."""
    idle: int


def totals_of(members: Sequence[Member], deadline: date, now: datetime) -> Totals:
    """Count the members by what matters to the secretariat; `now` is in its own time zone."""
    today, recently, moment = now.date(), (now - RECENT).timestamp(), now.timestamp()
    handed_in = recent = behind = undecided = idle = 0
    oldest = moment
    for member in members:
        idle += member.is_idle
        if member.submitted is None:
            behind += member.is_late(deadline, today)
            continue
        handed_in += 1
        recent += member.submitted >= recently
        if member.is_waiting:
            undecided += 1
            oldest = min(oldest, member.submitted)
    return Totals(
        members=len(members),
        handed_in=handed_in,
        handed_in_recently=recent,
        late=behind,
        waiting=undecided,
        longest_wait=days_between(oldest, moment),
        idle=idle,
    )


def days_between(earlier: float, later: float) -> int:
    """Return the whole days between two moments, kept in whole seconds rounded up or down."""
    return int(later + 1 - earlier) // DAY


class Need(StrEnum):
    """Why a member needs attention."""

    WAITING = "waiting"
    LATE = "late"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Attention:
    """A member that needs attention, and for how many days (of an idle one: until the deadline)."""

    need: Need
    member: Member
    days: int


def attention(
    members: Sequence[Member], deadline: date, now: datetime
) -> dict[Need, list[Attention]]:
    """Return what waits for a decision, what is late, and who did nothing near the deadline."""
    return {
        Need.WAITING: waiting(members, now),
        Need.LATE: late(members, deadline, now.date()),
        Need.IDLE: idle_near(members, deadline, now.date()),
    }


def waiting(members: Iterable[Member], now: datetime) -> list[Attention]:
    """Return the files that were handed in and not decided on, the longest wait first."""
    moment = now.timestamp()
    found = sorted(
        (member.submitted or 0, member.slug, member) for member in members if member.is_waiting
    )
    return [Attention(Need.WAITING, one, days_between(at, moment)) for at, _, one in found]


def late(members: Iterable[Member], deadline: date, today: date) -> list[Attention]:
    """Return who passed the deadline without submitting, the emptiest file first."""
    behind = (member for member in members if member.is_late(deadline, today))
    emptiest = sorted(in_order(behind, "name"), key=lambda member: (member.has_file, member.filled))
    return [
        Attention(Need.LATE, member, (today - member.due(deadline)).days) for member in emptiest
    ]


def idle_near(members: Iterable[Member], deadline: date, today: date) -> list[Attention]:
    """Return who did nothing yet while the deadline is near, by name."""
    if today < deadline - NEAR:
        return []  # who was given more time has more than the others
    idle = in_order((member for member in members if member.is_idle), "name")
    left = ((member, member.due(deadline) - today) for member in idle)
    return [
        Attention(Need.IDLE, member, days.days)
        for member, days in left
        if timedelta(0) <= days <= NEAR
    ]


def latest(members: Iterable[Member], most: int) -> list[Member]:
    """Return the members in whose files something happened last, newest first."""
    active = ((at, member.slug, member) for member in members if (at := member.active))
    return [member for _, _, member in nlargest(most, active)]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a year's bar: one band, how many members, and its place from 0 to 100."""

    band: str
    """Empty: without a score."""
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class BandYear:
    """How the members of one year are spread over the bands, without a score first."""

    year: int
    total: int
    pieces: tuple[Piece, ...]
    is_break: bool = False
    """Its scores were made otherwise than those of the year before: they can't be compared."""


def band_years(
    counted: Mapping[int, Mapping[str | None, int]],
    bands: Sequence[str],
    breaks: Collection[int] = (),
) -> list[BandYear]:
    """Return the spread of each year, newest first. A band not in `bands` counts as none.

    `breaks` are the years from which another method of scoring holds.
    """
    years = sorted(counted, reverse=True)
    return [
        replace(band_year(year, counted[year], bands), is_break=year in breaks) for year in years
    ]


def band_year(year: int, counts: Mapping[str | None, int], bands: Sequence[str]) -> BandYear:
    """Return the spread of one year."""
    total = sum(counts.values())
    known = {band: counts.get(band, 0) for band in bands}
    split = {"": total - sum(known.values())} | known
    return BandYear(year, total, tuple(pieces_of(split, total)))


def pieces_of(split: Mapping[str, int], total: int) -> Iterator[Piece]:
    """Lay the parts of a bar behind each other."""
    start = 0.0
    for band, count in split.items():
        width = round(100 * count / total, 3) if total else 0.0
        yield Piece(band, count, round(start, 3), width)
        start += width


@dataclass(frozen=True, slots=True)
class Cell:
    """One step of one member in the heat map."""

    step: str
    is_started: bool
    is_complete: bool
    score: float | None
    band: int | None
    """The place of the band, 0 for the lowest; None without a score."""

    @property
    def points(self) -> int | None:
        """Return the score in whole points, rounded down so that it never leaves its band."""
        return None if self.score is None else int(self.score)


def heat_row(member: Member, steps: Sequence[str], starts: Sequence[int]) -> list[Cell]:
    """Return a cell for each step; `starts` are the lowest scores of the bands, rising from 0."""
    known = member.step_figures()
    return [cell_of(step, known.get(step, {}), starts) for step in steps]


def cell_of(step: str, figures: Mapping, starts: Sequence[int]) -> Cell:
    """Return the cell of one step. A step without a settled question has not started."""
    started = bool(figures.get("settled"))
    score = float(figures["score"]) if started and figures.get("score") is not None else None
    band = None if score is None else bisect_right(starts, score) - 1
    return Cell(step, started, figures.get("filled") == 100, score, band)
