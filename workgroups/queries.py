"""Every read across companies. The only module that may open the sector scope.

Everything is fetched before the scope closes; what leaves are frozen dataclasses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Extract, JSONObject

from companies.models import Company
from convenant.queue.models import OutboxItem
from convenant.tenancy.sector import sector_scope
from diligence.framework.schema import Edition
from diligence.models import Assessment, Cycle, ProgressReport, Snapshot
from workgroups.aggregation.members import Member, sorting_name
from workgroups.aggregation.report_run import FileForRun, Report

REPORT_TASK = "diligence.tasks.make_progress_report"


@dataclass(frozen=True, slots=True)
class SectorYear:
    """All members in one monitoring year, and the bands of what was handed in in every year."""

    cycle: Cycle
    edition: Edition
    members: tuple[Member, ...]
    bands: Mapping[int, Mapping[str | None, int]]
    """By year: how many files that were handed in are in each band."""

    @property
    def years(self) -> list[int]:
        """Return every monitoring year there is, newest first."""
        return sorted(self.bands, reverse=True)


def sector_year(year: int) -> SectorYear:
    """Return the sector in this year: three statements, however many companies there are.

    Raises Cycle.DoesNotExist.
    """
    with sector_scope():
        cycles = {cycle.year: cycle for cycle in cycles_with_bands()}
        if year not in cycles:
            raise Cycle.DoesNotExist(year)
        members = tuple(members_in(cycles[year]))
        edition = cycles[year].version.edition()
    return SectorYear(
        cycle=cycles[year],
        edition=edition,
        members=members,
        bands={
            cycle.year: {row["band"]: row["files"] for row in cycle.spread}
            for cycle in cycles.values()
        },
    )


def cycles_with_bands() -> QuerySet:
    """Return every monitoring year with, in `spread`, its number of handed-in files per band."""
    handed_in = Assessment.objects.filter(cycle=OuterRef("pk"), submitted_at__isnull=False)
    grouped = handed_in.values(band=of_figures("band")).annotate(files=Count("pk"))
    as_objects = grouped.values(json=JSONObject(band="band", files="files"))
    return Cycle.objects.with_version().annotate(spread=ArraySubquery(as_objects))


def members_in(cycle: Cycle) -> Iterator[Member]:
    """Yield every member of this year, with its file when it has one."""
    files = {company: file for company, *file in file_rows(cycle)}
    for company in company_rows(cycle):
        yield Member(*company, *files.get(company[0], ()))


def company_rows(cycle: Cycle) -> QuerySet:
    """Return who took part at the deadline, or takes part now and has a file of this year."""
    had_joined = Q(joined_on=None) | Q(joined_on__lte=cycle.deadline)
    has_file = Exists(Assessment.objects.filter(cycle=cycle, company=OuterRef("pk")))
    now = Q(status=Company.Status.MEMBER) & (had_joined | has_file)
    then = Q(status=Company.Status.LEFT, left_on__gt=cycle.deadline) & had_joined
    return Company.objects.filter(now | then).values_list("pk", "slug", "name", "city")


def file_rows(cycle: Cycle) -> QuerySet:
    """Return the company and the figures of each file, in the order of Member's fields."""
    return Assessment.objects.filter(cycle=cycle).values_list(
        "company_id",
        "status",
        seconds("submitted_at"),
        seconds("decided_at"),
        seconds("touched_at"),
        Coalesce(Cast(of_figures("settled"), IntegerField()), 0),
        Coalesce(Cast(of_figures("filled"), IntegerField()), 0),
        Cast(of_figures("score"), FloatField()),
        Cast(of_figures("expected"), IntegerField()),
        of_figures("band"),
        of_figures("size"),
        Coalesce(of_figures("chain"), Value("[]"), output_field=TextField()),
        Coalesce(of_figures("steps"), Value("{}"), output_field=TextField()),
    )


def of_figures(key: str) -> KeyTextTransform:
    """Return one of a file's figures as text (diligence.services.figures says which there are)."""
    return KeyTextTransform(key, "figures")


def seconds(field: str) -> Cast:
    """Return a moment in seconds since 1970."""
    return Cast(Extract(field, "epoch", tzinfo=UTC), BigIntegerField())


def files_for_run(cycle: Cycle, language: str, template_version: str) -> list[FileForRun]:
    """Return every member of this year with the report of its newest snapshot, by name.

    Three statements. A report and the task that makes it are read in one statement, so that they
    agree with each other.
    """
    with sector_scope():
        reports = {
            snapshot: Report(*report)
            for snapshot, *report in report_rows(cycle, language, template_version)
        }
        files = {company: rest for company, *rest in snapshot_rows(cycle)}
        companies = list(company_rows(cycle))
    found = []
    for company, slug, name, _ in sorted(companies, key=lambda row: (sorting_name(row[2]), row[1])):
        status, snapshot = files.get(company, ("", None))
        found.append(FileForRun(company, slug, name, status, reports.get(snapshot)))
    return found


def snapshot_rows(cycle: Cycle) -> QuerySet:
    """Return the company, the status and the newest snapshot of each file.

    The same one as diligence.services.reports.latest_snapshot takes: drafts come last.
    """
    own = Snapshot.objects.filter(assessment=OuterRef("pk"))
    is_draft = Q(kind=Snapshot.Kind.DRAFT)
    newest = own.order_by(Case(When(is_draft, then=1), default=0), "-made_at", "-kind")
    files = Assessment.objects.filter(cycle=cycle)
    return files.values_list("company_id", "status", Subquery(newest.values("pk")[:1]))


def report_rows(cycle: Cycle, language: str, template_version: str) -> QuerySet:
    """Return the snapshot and the state of each report, in the order of Report's fields."""
    tasks = OutboxItem.objects.filter(task=REPORT_TASK, failed_at=None)
    own_task = tasks.alias(report=KeyTextTransform("report_id", "ids")).filter(
        report=Cast(OuterRef("pk"), TextField())
    )
    return ProgressReport.objects.filter(
        snapshot__assessment__cycle=cycle, language=language, template_version=template_version
    ).values_list(
        "snapshot_id",
        "pk",
        "status",
        "requested_at",
        "finished_at",
        "error_code",
        "file",
        "sha256",
        "code",
        Exists(own_task),
    )
