"""The members in a monitoring year, with what their files say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, JSONObject

from companies.models import Company
from convenant.tenancy.sector import read_sector
from diligence.framework.bridge import breaks_in
from diligence.framework.schema import Edition
from diligence.models import Assessment, Cycle
from diligence.services.cycles import took_part
from workgroups.aggregation.members import Member
from workgroups.queries.fields import number, of_figures, seconds


@dataclass(frozen=True, slots=True)
class SectorYear:
    """All members in one monitoring year, and the bands of what was handed in in every year."""

    cycle: Cycle
    edition: Edition
    members: tuple[Member, ...]
    bands: Mapping[int, Mapping[str | None, int]]
    """By year: how many files that were handed in are in each band."""
    breaks: frozenset[int] = frozenset()
    """The years from which another method of scoring holds than the year before."""

    @property
    def years(self) -> list[int]:
        """Return every monitoring year there is, newest first."""
        return sorted(self.bands, reverse=True)


def sector_year(year: int) -> SectorYear:
    """Return the sector in this year: three statements, however many companies there are.

    With a replica they are asked there, and what comes back may be some seconds old. Raises
    Cycle.DoesNotExist.
    """
    return read_sector(lambda: read_year(year))


def read_year(year: int) -> SectorYear:
    """Read the sector in this year, in the sector scope. Raises Cycle.DoesNotExist."""
    cycles = {cycle.year: cycle for cycle in cycles_with_bands()}
    if year not in cycles:
        raise Cycle.DoesNotExist(year)
    return SectorYear(
        cycle=cycles[year],
        edition=cycles[year].version.edition(),
        members=tuple(members_in(cycles[year])),
        bands={
            cycle.year: {row["band"]: row["files"] for row in cycle.spread}
            for cycle in cycles.values()
        },
        breaks=breaks_of(cycles.values()),
    )


def breaks_of(cycles: Iterable[Cycle]) -> frozenset[int]:
    """Return the years from which another method of scoring holds than the year before."""
    rows = sorted(cycles, key=lambda cycle: cycle.year)
    places = breaks_in([cycle.version.edition().scoring for cycle in rows])
    return frozenset(rows[place].year for place in places)


def cycles_with_bands() -> QuerySet:
    """Return every monitoring year with, in `spread`, its number of handed-in files per band."""
    handed_in = Assessment.objects.filter(cycle=OuterRef("pk"), submitted_at__isnull=False)
    grouped = handed_in.values(band=of_figures("band")).annotate(files=Count("pk"))
    as_objects = grouped.values(json=JSONObject(band="band", files="files"))
    return Cycle.objects.with_version().annotate(spread=ArraySubquery(as_objects))


def members_in(cycle: Cycle) -> Iterator[Member]:
    """Yield every member of this year: those with a file, then those without."""
    for *row, membership_year in file_rows(cycle):
        yield Member(*row).beside(cycle.expected, membership_year)
    own_file = Assessment.objects.filter(cycle=cycle, company=OuterRef("pk"))
    without = Company.objects.filter(took_part(cycle)).exclude(Exists(own_file))
    for row in without.values_list("slug", "name", "city"):
        yield Member(*row)


def file_rows(cycle: Cycle) -> QuerySet:
    """Return the members that have a file of this year, in the order of Member's fields.

    After them comes the year of membership. Who joined after the last day counts when it opened
    its file all the same.
    """
    is_member = Q(company__status=Company.Status.MEMBER)
    left_later = Q(company__status=Company.Status.LEFT, company__left_on__gt=cycle.deadline)
    files = Assessment.objects.filter(is_member | left_later, cycle=cycle)
    return files.values_list(
        "company__slug",
        "company__name",
        "company__city",
        "status",
        seconds("submitted_at"),
        seconds("decided_at"),
        seconds("touched_at"),
        number(Coalesce(of_figures("settled"), Value("0", TextField()))),
        number(Coalesce(of_figures("filled"), Value("0", TextField()))),
        number(of_figures("score"), "double precision"),
        of_figures("expected"),
        of_figures("band"),
        of_figures("size"),
        Coalesce(of_figures("chain"), Value("[]", TextField())),
        Coalesce(of_figures("steps"), Value("{}", TextField())),
        Coalesce(of_figures("checks"), Value("{}", TextField())),
        "extended_until",
        "membership_year",
    )
