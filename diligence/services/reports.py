"""Progress reports: ask, make once, file, and hand out."""

import hashlib
import logging
import secrets

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import User
from convenant import files
from convenant.queue.models import OutboxItem
from convenant.queue.outbox import enqueue
from diligence.models import Assessment, ProgressReport, Snapshot
from diligence.reports.content import TEMPLATE_VERSION
from diligence.reports.laws import extract_version
from diligence.services import telling
from diligence.services.codes import check_address, control_code, register
from diligence.services.snapshots import freeze

log = logging.getLogger(__name__)
Status = ProgressReport.Status
TASK = "diligence.tasks.make_progress_report"
UNDER_WAY = (Status.QUEUED, Status.RENDERING)


def request_report(
    assessment: Assessment,
    language: str,
    *,
    by: User,
    snapshot: Snapshot | None = None,
    variant: str = ProgressReport.Variant.FULL,
    standard: str = "",
) -> ProgressReport:
    """Ask for the PDF of the file as it stands, or of a given snapshot.

    The same content in the same language and variant, for the same standard if any, is one report:
    asking again returns it, and starts it again when it failed, was given up or lost its file.
    Must run in the company's scope.
    """
    snapshot = snapshot or latest_snapshot(assessment)
    report, is_new = ProgressReport.objects.get_or_create(
        company_id=assessment.company_id,
        snapshot=snapshot,
        language=language,
        variant=variant,
        standard=standard,
        template_version=extract_version() if standard else TEMPLATE_VERSION,
        defaults={
            "requested_by": by,
            "by_secretariat": by.is_secretariat,
            "code": control_code(snapshot, language, variant, standard),
            "check_url": check_address(),
        },
    )
    register(report)
    if is_new or needs_making(report):
        start_over(report)
        record(assessment.company, "report.requested", by=by, year=assessment.cycle.year)
    return report


def needs_making(report: ProgressReport) -> bool:
    """Tell whether nobody is making this report and there is no file to hand out."""
    if report.status == Status.READY:
        return not files.is_there(report.file)
    return report.status == Status.FAILED or is_given_up(report)


def is_given_up(report: ProgressReport) -> bool:
    """Tell whether a report waits for a task that will never run. One query while it waits."""
    if report.status not in UNDER_WAY:
        return False
    tasks = OutboxItem.objects.filter(task=TASK, failed_at=None)
    return not tasks.filter(ids__report_id=str(report.pk)).exists()


def start_over(report: ProgressReport) -> None:
    """Put the making of a report on the queue, from the beginning."""
    report.status, report.percent, report.stage, report.error_code = Status.QUEUED, 0, "", ""
    report.requested_at = timezone.now()
    report.save(update_fields=["status", "percent", "stage", "error_code", "requested_at"])
    enqueue(TASK, company_id=report.company_id, report_id=report.pk)


def latest_snapshot(assessment: Assessment) -> Snapshot:
    """Return what a report is made from: what was handed in or accepted, else the present state."""
    if assessment.is_open:
        return freeze(assessment, Snapshot.Kind.DRAFT)
    return latest_frozen(assessment) or freeze(assessment, Snapshot.Kind.DRAFT)


def latest_frozen(assessment: Assessment) -> Snapshot | None:
    """Return the newest snapshot of what was handed in or accepted, its text deferred, or None."""
    frozen = assessment.snapshots.exclude(kind=Snapshot.Kind.DRAFT)
    return frozen.defer("content").order_by("-made_at", "-kind").first()


@transaction.atomic
def start_report(report_id: str) -> ProgressReport | None:
    """Mark a report as being made and return it with its snapshot.

    None when it is ready, or is not a report of the company in whose scope this runs.
    """
    reports = ProgressReport.objects.select_related("snapshot").select_for_update(of=("self",))
    report = reports.filter(pk=report_id).first()
    if report is None or report.status == Status.READY:
        return None
    report.status, report.stage, report.percent = Status.RENDERING, "gather", 10
    report.started_at = timezone.now()
    report.save(update_fields=["status", "stage", "percent", "started_at"])
    return report


def tell_progress(report_id: str, stage: str, percent: int) -> None:
    """Show how far the making is."""
    ProgressReport.objects.filter(pk=report_id).update(stage=stage, percent=percent)


@transaction.atomic
def finish_report(report_id: str, pdf: bytes, pages: int) -> None:
    """File the PDF and mark the report ready; a report that is ready already stays as it is.

    The row is locked while the file is written, so there is one writer at a time. The name is the
    report's own: a crash before the commit leaves a whole file that the next attempt replaces.
    """
    report = with_file().select_for_update(of=("self",)).get(pk=report_id)
    if report.status == Status.READY:
        return
    report.file = f"reports/{report.company_id}/{report.pk}.pdf"
    files.write(report.file, pdf)
    report.size, report.pages = len(pdf), pages
    report.sha256 = hashlib.sha256(pdf).hexdigest()
    report.status, report.percent, report.stage = Status.READY, 100, ""
    report.finished_at, report.error_code = timezone.now(), ""
    report.save()
    telling.report_ended(report, is_ready=True)


def fail_report(report_id: str) -> str:
    """Mark a report as failed and return the code the person may mention to us."""
    code = f"R-{secrets.randbelow(9000) + 1000}"
    made = ProgressReport.objects.filter(pk=report_id).exclude(status=Status.READY)
    if made.update(status=Status.FAILED, error_code=code, finished_at=timezone.now()):
        telling.report_ended(with_file().get(pk=report_id), is_ready=False)
    log.error("Report %s failed with code %s.", report_id, code)
    return code


def with_file():
    """Return reports with whom and what they are of, without the large text of the snapshot."""
    reports = ProgressReport.objects.select_related(
        "company", "requested_by", "snapshot__assessment__cycle", "snapshot__assessment__company"
    )
    return reports.defer("snapshot__content")


def hand_out(report: ProgressReport, *, by: User, year: int) -> bytes | None:
    """Return the PDF; None when its file went after its term, is lost, or is not what was filed.

    What the secretariat takes with it leaves a trace that the company can see.
    """
    if not report.file:
        return None
    content = filed(report.file)
    if content is None or is_altered(content, report):
        log.error("The file of report %s is gone or was altered.", report.pk)
        return None
    if by.is_secretariat:
        record(report.company, "report.downloaded", by=by, year=year, code=report.code)
    return content


def filed(name: str) -> bytes | None:
    """Return a filed document; None when it is gone or can't be read now."""
    try:
        return files.read(name) if name else None
    except (files.FileGone, files.StoreDown):
        log.exception("The file %s can't be read.", name)
        return None


def is_altered(content: bytes, report: ProgressReport) -> bool:
    """Tell whether these bytes are not those that were filed."""
    return bool(report.sha256) and hashlib.sha256(content).hexdigest() != report.sha256
