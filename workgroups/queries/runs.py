"""The files and reports of a year, for making all reports at once."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from companies.models import Company
from convenant.queue.models import OutboxItem
from convenant.tenancy.sector import sector_scope
from diligence.models import Assessment, Cycle, ProgressReport, Snapshot
from diligence.services.cycles import took_part
from workgroups.aggregation.members import sorting_name
from workgroups.aggregation.report_run import FileForRun, Report

REPORT_TASK = "diligence.tasks.make_progress_report"


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
        standard="",
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
