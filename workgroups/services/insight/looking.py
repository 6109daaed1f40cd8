"""What a page about the sector was asked for, and the sums it is made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields, replace

from diligence.framework.bridge import breaks_in
from diligence.framework.schema import Edition
from diligence.models import Basis, Cycle
from diligence.summary.measures import Measure
from workgroups.summary_queries import Cell, Filters, Sums, sums


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. Empty means everything; the basis is what was handed in.

    `size` and `position` choose members; the others choose which rows and columns are shown.
    """

    basis: str = ""
    size: str = ""
    position: str = ""
    metal_group: str = ""
    theme_group: str = ""
    region: str = ""

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the words of an address: only what differs from everything."""
        for one in fields(self):
            if value := getattr(self, one.name):
                yield one.name, value

    def without(self, name: str) -> Asked:
        """Return the same without one choice."""
        cleared: dict[str, str] = {name: ""}
        return replace(self, **cleared)

    @property
    def counted(self) -> str:
        """Return which snapshot of a file counts."""
        return self.basis or Basis.HANDED_IN

    @property
    def members(self) -> Filters:
        """Return which members count."""
        return Filters(self.size, self.position)


@dataclass(frozen=True, slots=True)
class Look:
    """The sums of every year up to the one that is looked at, and what that year asked."""

    asked: Asked
    cycle: Cycle
    every_year: tuple[int, ...]
    """Newest first, later years too."""
    breaks: frozenset[int]
    """The years from which another method of scoring holds than the year before."""
    sums: Sums

    @property
    def year(self) -> int:
        """Return the year that is looked at."""
        return self.cycle.year

    @property
    def edition(self) -> Edition:
        """Return what that year asked."""
        return self.cycle.version.edition()

    @property
    def years(self) -> list[int]:
        """Return the years with files up to this one, oldest first."""
        past = (year for year in reversed(self.every_year) if year <= self.year)
        return [year for year in past if self.files(year) or year == self.year]

    def files(self, year: int | None = None) -> int:
        """Return how many files count."""
        return self.cell(Measure.FILE, year=year).companies

    def cell(self, measure: Measure, a: str = "", b: str = "", *, year: int | None = None) -> Cell:
        """Return one sum, of this year unless another is named."""
        return self.sums.cell(year or self.year, measure, a, b)


def look_at(
    year: int,
    asked_in: Callable[[Edition], Asked],
    measures: Collection[Measure],
    *,
    has_trend: bool = False,
) -> Look:
    """Return the sums of these measures. Two statements, however many members there are.

    `asked_in` reads the address by what can be chosen in that year; with `has_trend` the sums of
    the other years come along. Raises Cycle.DoesNotExist.
    """
    cycles = {cycle.year: cycle for cycle in Cycle.objects.with_version().order_by("year")}
    if year not in cycles:
        raise Cycle.DoesNotExist(year)
    years = list(cycles)
    asked = asked_in(cycles[year].version.edition())
    places = breaks_in([cycle.version.edition().scoring for cycle in cycles.values()])
    return Look(
        asked=asked,
        cycle=cycles[year],
        every_year=tuple(sorted(cycles, reverse=True)),
        breaks=frozenset(years[place] for place in places),
        sums=sums(
            years if has_trend else [year],
            asked.counted,
            {Measure.FILE, *measures},
            asked.members,
        ),
    )
