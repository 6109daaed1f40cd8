"""Every read across companies. The only module that may open the sector scope.

Everything is fetched before the scope closes; what leaves are frozen dataclasses.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    Exists,
    Expression,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject

from companies.models import Company
from convenant.queue.models import OutboxItem
from convenant.tenancy.sector import read_sector, sector_scope
from diligence.framework.bridge import breaks_in
from diligence.framework.schema import Edition, Kind
from diligence.models import (
    Action,
    Answer,
    AnswerRevision,
    Assessment,
    Cycle,
    ProgressReport,
    Risk,
    Snapshot,
)
from diligence.services.cycles import took_part
from workgroups.aggregation.burden import Given, Kept, Save
from workgroups.aggregation.desk import GRAVE, Waiting
from workgroups.aggregation.members import Member, sorting_name
from workgroups.aggregation.report_run import FileForRun, Report

COMPARABLE = (Kind.MATURITY, Kind.CHOICE, Kind.MULTIPLE)
"""Kinds of which two answers can be the same; no two companies type the same text or number."""
OWN_FILES = 8
"""So many of somebody's own files stand beside the one under review."""
REPORT_TASK = "diligence.tasks.make_progress_report"


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


def of_figures(key: str) -> KeyTextTransform:
    """Return one of a file's figures as text (diligence.services.figures says which there are)."""
    return KeyTextTransform(key, "figures")


def seconds(field: str) -> Func:
    """Return a moment in seconds since 1970; EXTRACT would go by way of a decimal number."""
    return number(Func(field, template="date_part('epoch', %(expressions)s)"), "bigint")


def number(expression: Expression, kind: str = "integer") -> Func:
    """Return an expression as a number of PostgreSQL's.

    The driver gives it as the right type. Named as a number to Django too, each would be converted
    once more: a tenth of the page's time for a thousand members.
    """
    return Func(expression, template=f"(%(expressions)s)::{kind}", output_field=TextField())


@dataclass(frozen=True, slots=True)
class MembersAction:
    """An open action of a member that is late or stuck."""

    company: str
    """The member's name in addresses."""
    name: str
    pk: UUID
    title: str
    due_on: date | None
    delays: int
    stuck_since: datetime | None


def actions_that_need_help(today: date) -> list[MembersAction]:
    """Return the open actions of all members that are late or stuck. One statement.

    Those that ask for help come first, the longest waiting on top; then those that are late.
    """
    with sector_scope():
        mine = Action.objects.still_open().filter(company__status=Company.Status.MEMBER)
        rows = mine.filter(Q(due_on__lt=today) | Q(help_asked_at__isnull=False)).values_list(
            *("company__slug", "company__name", "pk", "title"),
            *("due_on", "delays", "help_asked_at"),
        )
        ordered = rows.order_by(F("help_asked_at").asc(nulls_last=True), "due_on", "pk")
        return [MembersAction(*row) for row in ordered]


@dataclass(frozen=True, slots=True)
class Queue:
    """The files of one monitoring year that were handed in, and the years there are."""

    year: int
    years: tuple[int, ...]
    """Newest first."""
    files: tuple[Waiting, ...]


def review_queue(year: int) -> Queue:
    """Return what the secretariat reviews in this year. Two statements, however many files.

    Always of the primary: who holds a file is never some seconds old. Raises Cycle.DoesNotExist.
    """
    with sector_scope():
        years = tuple(Cycle.objects.order_by("-year").values_list("year", flat=True))
        if year not in years:
            raise Cycle.DoesNotExist(year)
        return Queue(year, years, tuple(Waiting(*row) for row in review_rows(year)))


def own_queue(year: int, person: UUID) -> list[Waiting]:
    """Return the files in review that are this person's, the longest waiting first. One statement.

    Asked on the page of one file, inside that company's scope, which is open again after it.
    """
    with sector_scope():
        mine = Q(reviews__assigned_to=person) | Q(reviews__held_by=person)
        rows = review_rows(year).filter(mine, status__in=["submitted", "questions_open"])
        return [Waiting(*row) for row in rows.order_by("submitted_at", "pk")[:OWN_FILES]]


def review_rows(year: int) -> QuerySet:
    """Return the members' files of a year that were handed in, in the order of Waiting's fields."""
    files = Assessment.objects.filter(
        company__status=Company.Status.MEMBER, cycle__year=year, submitted_at__isnull=False
    )
    kept = Risk.objects.kept().filter(assessment=OuterRef("pk")).order_by().values("assessment")
    grave = kept.filter(severity__gte=GRAVE).values(n=Count("pk"))
    zero = Value("0", TextField())
    return files.values_list(
        "company__slug",
        "company__name",
        "status",
        seconds("submitted_at"),
        number(Coalesce(of_figures("weak"), zero)),
        number(Coalesce(of_figures("unsure"), zero)),
        number(of_figures("changed")),
        Coalesce(of_figures("checks"), Value("{}", TextField())),
        Subquery(kept.values(gravest=Max("severity"))),
        Coalesce(Subquery(grave), 0),
        "reviews__assigned_to",
        Coalesce("reviews__assigned_to__name", Value("")),
        "reviews__held_by",
        Coalesce("reviews__held_by__name", Value("")),
        seconds("reviews__held_since"),
    )


@dataclass(frozen=True, slots=True)
class BurdenYear:
    """What the members that handed in saved in a year, without a name of anybody."""

    cycle: Cycle
    edition: Edition
    years: list[int]
    handed_in: int
    saves: list[Save]
    given: list[Given]
    kept: list[Kept]


def burden_year(year: int) -> BurdenYear:
    """Return what filling in cost in a year. Five statements, however many companies there are.

    Only files that were handed in: of a file under way the work is not over. Raises
    Cycle.DoesNotExist.
    """
    return read_sector(lambda: read_burden(year))


def read_burden(year: int) -> BurdenYear:
    """Read it, in the sector scope. Raises Cycle.DoesNotExist."""
    cycles = {cycle.year: cycle for cycle in Cycle.objects.with_version()}
    if year not in cycles:
        raise Cycle.DoesNotExist(year)
    edition = cycles[year].version.edition()
    closed = [one.key for one in edition.questions if one.kind in COMPARABLE]
    handed_in = Assessment.objects.filter(cycle__year=year, submitted_at__isnull=False)
    return BurdenYear(
        cycle=cycles[year],
        edition=edition,
        years=sorted(cycles, reverse=True),
        handed_in=handed_in.count(),
        saves=[Save(*row) for row in save_rows(handed_in)],
        given=[Given(*row) for row in given_rows(handed_in, closed)],
        kept=[Kept(*row) for row in kept_rows(handed_in, closed, year - 1)],
    )


def save_rows(files: QuerySet) -> QuerySet:
    """Return company, person, moment and question of every version of an answer."""
    own = AnswerRevision.objects.filter(answer__assessment__in=files)
    return own.values_list("company_id", "changed_by_id", seconds("changed_at"), "question")


def given_rows(files: QuerySet, questions: list[str]) -> QuerySet:
    """Return how many companies gave each answer; "don't know" is an answer too."""
    own = Answer.objects.filter(assessment__in=files, question__in=questions).exclude(state="")
    told = own.annotate(
        said=Concat("state", Value(" "), Cast("value", TextField()), output_field=TextField())
    )
    return told.values_list("question", "said").annotate(companies=Count("pk"))


def kept_rows(files: QuerySet, questions: list[str], before: int) -> QuerySet:
    """Return of how many companies an answer of two years stands there, and is equal."""
    earlier = Answer.objects.filter(
        company=OuterRef("company"),
        question=OuterRef("question"),
        state="answered",
        assessment__cycle__year=before,
        assessment__submitted_at__isnull=False,
    )
    own = Answer.objects.filter(assessment__in=files, question__in=questions, state="answered")
    paired = own.annotate(was=Subquery(earlier.values("value")[:1])).filter(was__isnull=False)
    same = Count("pk", filter=Q(value=F("was")))
    return paired.values_list("question").annotate(both=Count("pk"), same=same)


def files_for_run(cycle: Cycle, language: str, template_version: str) -> list[FileForRun]:
    """Return every member of this year with the report of its newest snapshot, by name.

    Three statements, always of the primary: work is asked for by what they say. A report and the
    task that makes it are read in one statement, so that they agree with each other.
    """
    with sector_scope():
        reports = {
            snapshot: Report(*report)
            for snapshot, *report in report_rows(cycle, language, template_version)
        }
        files = {company: rest for company, *rest in snapshot_rows(cycle)}
        companies = list(company_rows(cycle))
    found = []
    for company, slug, name in sorted(companies, key=lambda row: (sorting_name(row[2]), row[1])):
        status, snapshot = files.get(company, ("", None))
        found.append(FileForRun(company, slug, name, status, reports.get(snapshot)))
    return found


def company_rows(cycle: Cycle) -> QuerySet:
    """Return the members of a year, those without a file included."""
    own_file = Assessment.objects.filter(cycle=cycle, company=OuterRef("pk"))
    joined_late = Q(Exists(own_file), status=Company.Status.MEMBER)
    return Company.objects.filter(took_part(cycle) | joined_late).values_list("pk", "slug", "name")


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
    """Return the snapshot and the state of each full report, in the order of Report's fields."""
    tasks = OutboxItem.objects.filter(task=REPORT_TASK, failed_at=None)
    own_task = tasks.alias(report=KeyTextTransform("report_id", "ids")).filter(
        report=Cast(OuterRef("pk"), TextField())
    )
    return ProgressReport.objects.filter(
        snapshot__assessment__cycle=cycle,
        language=language,
        variant=ProgressReport.Variant.FULL,
        template_version=template_version,
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
