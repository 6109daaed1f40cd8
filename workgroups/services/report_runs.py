"""All members' reports of one year in one go: ask for them, wait, pack them into one ZIP.

A run goes forward in small steps, each one task and one transaction, behind a handful of report
tasks in the same queue. So every worker makes reports, a single member's request comes in
between, and no task is long. A step looks at what is there and does what is missing: killed at
any moment, or run twice, it makes nothing double.
"""

import logging
import secrets
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from companies.events import record
from companies.models import Company, User
from convenant import files as store
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, Cycle, ProgressReport
from diligence.reports.content import TEMPLATE_VERSION
from diligence.services import reports
from workgroups.aggregation.report_run import FileForRun, LeftOut, Making, split
from workgroups.models import ReportRun
from workgroups.queries.runs import files_for_run
from workgroups.services.report_zip import pack

log = logging.getLogger(__name__)
Status = ReportRun.Status
RUNNING = (Status.QUEUED, Status.RUNNING, Status.PACKING)
IN_QUEUE = 8
"""Reports in the queue at a time: enough for all workers, few enough to let others through."""
PAUSE = 1.0
"""Seconds between steps while other workers make the last reports."""
LONGEST = timedelta(hours=6)
NO_DATABASE = (OperationalError, InterfaceError)

Files = dict[Making, list[FileForRun]]


def start_run(cycle: Cycle, language: str, *, by: User) -> ReportRun:
    """Start making all reports of a year, or return the run that is doing so already."""
    running = ReportRun.objects.filter(cycle=cycle, language=language, status__in=RUNNING)
    try:
        with transaction.atomic():
            run = ReportRun.objects.create(cycle=cycle, language=language, requested_by=by)
            enqueue_step(run)
    except IntegrityError:
        return running.first() or start_run(cycle, language, by=by)
    return run


def enqueue_step(run: ReportRun) -> None:
    """Put the next step of a run at the end of the queue."""
    enqueue("workgroups.tasks.make_all_reports", run_id=run.pk)


def files_of(run: ReportRun) -> Files:
    """Return all members of the run's year by where their report stands now."""
    files = files_now(run.cycle, run.language)
    refused = frozenset(one.slug for one in left_out_of(run))
    return split(files, run.requested_at, refused=refused, gone=frozenset(lost(files)))


def lost(files: Iterable[FileForRun]) -> Iterator[UUID]:
    """Yield the reports whose PDF is not in the store any more."""
    for file in files:
        if file.report and file.report.file and not store.is_there(file.report.file):
            yield file.report.pk


def files_now(cycle: Cycle, language: str) -> list[FileForRun]:
    """Return every member of a year, by name, with its newest report in this language."""
    return files_for_run(cycle, language, TEMPLATE_VERSION)


def is_running(run: ReportRun) -> bool:
    """Tell whether the run still goes on."""
    return run.status in RUNNING


def left_out_of(run: ReportRun) -> list[LeftOut]:
    """Return who is not in the ZIP, and why."""
    return [LeftOut(**kept) for kept in run.failed]


def advance(run_id: UUID | str) -> None:
    """Take one step of a run and queue the next; a run that is over stays as it is.

    What goes wrong closes the run as failed. Only a lost database is raised, for the queue to
    try again.
    """
    try:
        with transaction.atomic():
            run = locked(run_id)
            wait = None if run is None else step(run)
    except NO_DATABASE:
        raise
    except Exception:
        fail(run_id)
        return
    if run is not None and wait is not None:
        time.sleep(wait)
        enqueue_step(run)


def locked(run_id: UUID | str) -> ReportRun | None:
    """Return the run, ours until the transaction ends; None when it is over or another's."""
    free = ReportRun.objects.select_for_update(skip_locked=True, of=("self",))
    going = free.select_related("cycle", "requested_by").filter(status__in=RUNNING)
    return going.filter(pk=run_id).first()


def step(run: ReportRun) -> float | None:
    """Do what is missing now. Return the seconds until the next step; None when the run is over."""
    if run.requested_by is None or timezone.now() - run.requested_at > LONGEST:
        raise RuntimeError(f"run {run.pk} has nobody who asked for it, or lasts too long")
    files = files_of(run)
    if run.status == Status.PACKING:
        finish(run, files)
        return None
    for file in files[Making.STUCK]:
        give_up(file)
    free = max(0, IN_QUEUE - len(files[Making.UNDER_WAY]))
    queued = ask(run, files[Making.TO_ASK][:free], by=run.requested_by)
    is_settled = not (files[Making.TO_ASK] or files[Making.UNDER_WAY] or files[Making.STUCK])
    run.status = Status.PACKING if is_settled else Status.RUNNING
    count(run, files)
    run.save(update_fields=["status", "total", "done", "failed"])
    return 0 if queued or is_settled else PAUSE


def count(run: ReportRun, files: Files) -> None:
    """Set how many reports there are to be and how many are settled; stores nothing."""
    run.done = len(files[Making.READY]) + len(files[Making.FAILED])
    run.total = sum(len(some) for making, some in files.items() if making != Making.LEFT_OUT)


def ask(run: ReportRun, files: list[FileForRun], *, by: User) -> int:
    """Ask for these reports, each in its company's scope. Return how many are in the queue now.

    A report that can't be asked for is kept by name, and stops none of the others.
    """
    queued = 0
    for file in files:
        try:
            with company_scope(file.company):
                mine = Assessment.objects.for_company(file.company).with_cycle()
                assessment = mine.select_related("company").get(cycle=run.cycle)
                report = reports.request_report(assessment, run.language, by=by)
            queued += report.status == ProgressReport.Status.QUEUED
        except NO_DATABASE:
            raise
        except Exception:
            refused = file.left_out(new_code())
            log.exception("No report of %s: %s", file.slug, refused.code)
            run.failed = [*run.failed, refused.as_dict()]
    return queued


def give_up(file: FileForRun) -> None:
    """Mark a report as failed that nobody will make any more: the queue gave it up."""
    if file.report is not None:
        with company_scope(file.company):
            reports.fail_report(str(file.report.pk))


def finish(run: ReportRun, files: Files) -> None:
    """Pack what was made and close the run. Who is not in the ZIP is kept by name."""
    codes = {one.slug: one.code for one in left_out_of(run)}
    missing = [
        *(file.left_out(codes.get(file.slug) or code_of(file)) for file in files[Making.FAILED]),
        *(file.left_out() for file in files[Making.LEFT_OUT]),
    ]
    packed = pack(run, files[Making.READY], missing)
    for file in packed.inside:
        leave_trace(run, file)
    count(run, files)
    run.failed = [one.as_dict() for one in packed.left_out]
    run.file, run.size = packed.name, packed.size
    run.inside = [str(file.company) for file in packed.inside]
    run.status = Status.READY if packed.name else Status.FAILED
    run.finished_at = timezone.now()
    run.save()


def leave_trace(run: ReportRun, file: FileForRun) -> None:
    """Let the company see that its report was packed; who then fetches it is told as well."""
    with company_scope(file.company):
        company = Company(pk=file.company, name=file.name)
        record(company, "report.packed", by=run.requested_by, year=run.cycle.year)


def code_of(file: FileForRun) -> str:
    """Return the code of the report's own failure."""
    return file.report.error_code if file.report else ""


def fail(run_id: UUID | str) -> None:
    """Close a run that can't go on, with a code that a person may mention to us."""
    code = new_code()
    log.exception("Run %s failed with code %s.", run_id, code)
    ReportRun.objects.filter(pk=run_id, status__in=RUNNING).update(
        status=Status.FAILED, finished_at=timezone.now(), error_code=code
    )


def new_code() -> str:
    """Return a code that ties what a person sees to a line in the log."""
    return f"R-{secrets.randbelow(9000) + 1000}"
