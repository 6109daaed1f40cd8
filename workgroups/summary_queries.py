"""Every read across companies of the facts of frozen files, and of their sums.

As in `workgroups.queries`: everything is fetched before the scope closes. What `sums` costs follows
from the number of cells, never from that of companies or answers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, QuerySet, Sum

from convenant.tenancy.sector import read_sector, sector_scope
from diligence.models import Basis, Cycle, SectorSum, SummaryFact
from diligence.summary.measures import Measure

KEY = ("measure", "a", "b")
SPLIT = ("basis", *KEY, "size", "position")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which companies count; empty means all of them."""

    size: str = ""
    position: str = ""

    def as_fields(self) -> dict[str, str]:
        """Return what rows must have; both tables have both columns."""
        wanted = {"size": self.size, "position": self.position}
        return {name: value for name, value in wanted.items() if value}


ALL = Filters()


@dataclass(frozen=True, slots=True)
class Cell:
    """How many companies have a fact, and what their values come to."""

    companies: int = 0
    total: Decimal = Decimal(0)

    @property
    def mean(self) -> Decimal | None:
        """Return the mean of those companies; None without any."""
        return self.total / self.companies if self.companies else None


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Sums:
    """Cells by year, measure, a and b; what is not there is nothing."""

    cells: Mapping[tuple[int, str], Mapping[tuple[str, str], Cell]] = field(default_factory=dict)

    def of(self, year: int, measure: Measure) -> Mapping[tuple[str, str], Cell]:
        """Return the cells of a measure by a and b, in the order of those keys."""
        return self.cells.get((year, measure), {})

    def cell(self, year: int, measure: Measure, a: str = "", b: str = "") -> Cell:
        """Return one cell."""
        return self.of(year, measure).get((a, b), NOTHING)


def sums(
    years: Iterable[int], basis: str, measures: Collection[Measure], filters: Filters = ALL
) -> Sums:
    """Return the sums of these measures. One statement, of the replica when there is one."""
    found = SectorSum.objects.filter(
        year__in=list(years), basis=basis, measure__in=list(measures), **filters.as_fields()
    )
    grouped = found.values_list("year", *KEY).order_by("year", *KEY)
    summed = grouped.annotate(n=Sum("companies"), all_of_it=Sum("total"))
    cells: dict[tuple[int, str], dict[tuple[str, str], Cell]] = {}
    for year, measure, a, b, companies, total in read_sector(lambda: list(summed)):
        cells.setdefault((year, measure), {})[a, b] = Cell(companies, total)
    return Sums(cells)


@dataclass(frozen=True, slots=True)
class Unit:
    """What one company adds to the figures of a year; companies of one holding count as one.

    `holding` is what a company is counted by. No parent of a company is on file, so that each
    stands for itself.
    """

    company: UUID
    holding: UUID
    size: str
    position: str
    facts: dict[tuple[str, str, str], Decimal]
    """Value by measure, a and b."""


def units(
    years: Iterable[int], basis: str = Basis.ACCEPTED, measures: Collection[Measure] = ()
) -> dict[int, list[Unit]]:
    """Return every company's facts by year, for the gate alone. One statement.

    `measures` narrows it to what is asked for; none means all. Always of the primary: what goes out
    is weighed against what stands there now.
    """
    rows = SummaryFact.objects.filter(cycle__year__in=list(years), basis=basis)
    if measures:
        rows = rows.filter(measure__in=list(measures))
    told = rows.order_by("cycle__year", "company", *KEY).values_list(
        "cycle__year", "company", "size", "position", *KEY, "value"
    )
    with sector_scope():
        found = list(told)
    made: dict[tuple[int, UUID], Unit] = {}
    by_year: dict[int, list[Unit]] = {year: [] for year in years}
    for year, company, size, position, measure, a, b, value in found:
        unit = made.get((year, company))
        if unit is None:
            unit = made[year, company] = Unit(company, company, size, position, {})
            by_year[year].append(unit)
        unit.facts[measure, a, b] = value
    return by_year


@dataclass(frozen=True, slots=True)
class InCell:
    """A member behind a figure."""

    company: UUID
    slug: str
    name: str
    value: Decimal


def drill(
    year: int, basis: str, measure: Measure, a: str = "", b: str = "", filters: Filters = ALL
) -> list[InCell]:
    """Return the members behind one cell, the highest value first. One statement."""
    rows = SummaryFact.objects.filter(
        cycle__year=year, basis=basis, measure=measure, a=a, b=b, **filters.as_fields()
    )
    told = rows.order_by("-value", "company__name", "pk").values_list(
        "company", "company__slug", "company__name", "value"
    )
    with sector_scope():
        return [InCell(*row) for row in told]


def sum_faults(years: Sequence[int]) -> list[str]:
    """Return in words which sums are not those of the facts. Two statements a year."""
    return [fault for year in years for fault in faults_of(year)]


def faults_of(year: int) -> list[str]:
    """Return what is wrong with the sums of a year."""
    facts = SummaryFact.objects.filter(cycle__year=year).values_list(*SPLIT)
    with sector_scope():
        counted = {tuple(row[:6]): row[6:] for row in summed_facts(facts)}
        kept = {
            tuple(row[:6]): row[6:]
            for row in SectorSum.objects.filter(year=year).values_list(*SPLIT, "companies", "total")
        }
    wrong = sorted(key for key in counted.keys() | kept if counted.get(key) != kept.get(key))
    return [
        f"{year}: the sum of {' '.join(filter(None, key))} is not what adds up." for key in wrong
    ]


def summed_facts(facts: QuerySet) -> QuerySet:
    """Return the sums of facts, as they should be kept."""
    return facts.order_by().annotate(n=Count("pk"), all_of_it=Sum("value"))


def add_up(year: int) -> int:
    """Let the database make the sums of a year again from its facts; return how many there are."""
    added = Func(F("year"), function="convenant.add_up_year", output_field=IntegerField())
    with sector_scope():
        return (
            Cycle.objects.filter(year=year).annotate(sums=added).values_list("sums", flat=True)[0]
        )
