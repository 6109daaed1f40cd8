"""What was made of the victim's file: a report, an archive, a run with its report in it."""

from datetime import timedelta

from django.utils import timezone

from convenant import files
from convenant.tenancy.scope import company_scope
from diligence.models import Archive, ProgressReport, Snapshot
from diligence.services.codes import control_code
from diligence.services.snapshots import freeze
from tests.isolation.world.words import CANARY
from workgroups.models import ReportRun

REPORT_PAGES = ("", "-progress", "-pdf", "-withdraw", "-restore")
RUN_PAGES = ("", "-progress", "-zip")


def report_objects(file, owner) -> dict[str, object]:
    """Make a report, an archive and a run, each with its file, and name their pages."""
    with company_scope(file.company_id):
        report = finished_report(freeze(file, Snapshot.Kind.DRAFT), owner)
        archive = archive_of(file.company, owner)
    run = run_with(file)
    return {
        "file-api:report pk": report.pk,
        "file-api:report-pdf pk": report.pk,
        **{f"diligence:report{name} pk": report.pk for name in REPORT_PAGES},
        "diligence:archive-zip pk": archive.pk,
        "sector-api:report-run pk": run.pk,
        "sector-api:report-run-zip pk": run.pk,
        **{f"sector:report-run{name} pk": run.pk for name in RUN_PAGES},
    }


def finished_report(snapshot, owner) -> ProgressReport:
    """Make a report with a file, as the worker leaves it."""
    report = ProgressReport.objects.create(
        company_id=snapshot.company_id,
        snapshot=snapshot,
        language="nl",
        template_version="1",
        status="ready",
        percent=100,
        requested_by=owner,
        code=control_code(snapshot, "nl"),
        file=f"reports/{snapshot.company_id}/verslag.pdf",
    )
    files.write(report.file, f"%PDF-1.7 {CANARY}".encode())
    return report


def archive_of(victim, owner) -> Archive:
    """Pack everything of the victim."""
    archive = Archive.objects.create(
        company=victim,
        language="nl",
        status="ready",
        file=f"archives/{victim.pk}/alles.zip",
        expires_at=timezone.now() + timedelta(days=1),
        requested_by=owner,
    )
    files.write(archive.file, f"PK {CANARY}".encode())
    return archive


def run_with(file) -> ReportRun:
    """Make all reports of the year, the victim's among them."""
    run = ReportRun.objects.create(
        cycle=file.cycle,
        language="nl",
        status="ready",
        file="runs/x.zip",
        inside=[str(file.company_id)],
    )
    files.write(run.file, f"PK {CANARY}".encode())
    return run
