"""Celery's entrance: ids in, scope open, one service."""

import functools
import logging
import tempfile
from datetime import date

from celery import shared_task
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from companies.models import Company
from convenant.files import StoreDown
from convenant.queue.mail import send_once
from convenant.queue.outbox import once
from convenant.tenancy.scope import company_scope
from diligence import emails
from diligence.reports.letter import letter_content, render_letter
from diligence.reports.making import gathered, render_pdf
from diligence.services import archives, deadlines, evidence_files, evidence_upkeep, reports
from diligence.services.archive_zip import gather, pack
from diligence.services.declarations import reading
from diligence.services.desk import letters
from diligence.services.left_out import missed_by
from diligence.services.plan import reminders
from diligence.services.scanning import ScannerDown
from diligence.smelters import apart
from diligence.uploads.refusal import Refused

log = logging.getLogger(__name__)
NO_DATABASE = (OperationalError, InterfaceError)


@once(name="diligence.tasks.make_progress_report", autoretry_for=NO_DATABASE, retry_backoff=True)
def make_progress_report(company_id: str, report_id: str) -> None:
    """Make one report. Safe to run twice: a report that is ready stays as it is.

    No transaction is open while it renders, which is the slow part. A fault of ours ends the
    report as failed, for the person to ask again; only a lost database is tried again by itself.
    """
    try:
        make(company_id, report_id)
    except NO_DATABASE:
        raise
    except Exception:
        log.exception("Making report %s failed.", report_id)
        with company_scope(company_id):
            reports.fail_report(report_id)


def make(company_id: str, report_id: str) -> None:
    """Gather, lay out and store one report, each in its own short transaction."""
    with company_scope(company_id):
        report = reports.start_report(report_id)
        content = gathered(report) if report else None
    if content is None:
        return
    tell = functools.partial(tell_progress, company_id, report_id)
    pdf = render_pdf(content, tell=tell)
    tell("store", 90)
    with company_scope(company_id):
        reports.finish_report(report_id, pdf.content, pdf.pages)


def tell_progress(company_id: str, report_id: str, stage: str, percent: int) -> None:
    """Show in the company's own list how far its report is."""
    with company_scope(company_id):
        reports.tell_progress(report_id, stage, percent)


@once(name=letters.TASK, autoretry_for=NO_DATABASE, retry_backoff=True)
def make_decision_letter(company_id: str, letter_id: str) -> None:
    """Make the PDF of a decision. Safe to run twice; no transaction is open while it renders."""
    try:
        with company_scope(company_id):
            letter = letters.letter_to_make(letter_id)
        if letter is None:
            return
        pdf = render_letter(letter_content(letter))
        with company_scope(company_id):
            letters.finish_letter(letter_id, pdf.content)
    except NO_DATABASE:
        raise
    except Exception:
        log.exception("Making letter %s failed.", letter_id)
        with company_scope(company_id):
            letters.fail_letter(letter_id)


@once(name="diligence.tasks.send_receipt", autoretry_for=(OSError,), retry_backoff=True)
def send_receipt(company_id: str, snapshot_id: str) -> None:
    """Mail the receipt of a submission to who submitted, once."""
    with company_scope(company_id):
        message = emails.receipt(snapshot_id, missed=missed_by(snapshot_id))
    if message is not None:
        send_once(f"receipt {snapshot_id}", message)


@shared_task(name="diligence.tasks.remind_owners")
def remind_owners() -> None:
    """Tell of the last days that come near, company by company (each morning, by beat)."""
    deadlines.remind_all(timezone.localdate())
    reminders.remind_all(timezone.localdate())


@once(name=reminders.TASK)
def send_reminders(company_id: str, day: str) -> None:
    """Tell the owners of a company's actions, each once; safe to run twice."""
    with company_scope(company_id):
        company = Company.objects.get(pk=company_id)
        reminders.tell_due(company, date.fromisoformat(day))


@once(name="diligence.tasks.make_archive", autoretry_for=NO_DATABASE, retry_backoff=True)
def make_archive(company_id: str, archive_id: str) -> None:
    """Make a company's archive. Safe to run twice; packing holds no transaction."""
    try:
        with company_scope(company_id):
            archive = archives.start_archive(archive_id)
            contents = gather(archive) if archive else None
        if archive is None or contents is None:
            return
        with tempfile.TemporaryFile() as packed:
            pack(contents, packed)
            with company_scope(company_id):
                archives.finish_archive(archive_id, packed)
    except NO_DATABASE:
        raise
    except Exception:
        log.exception("Making archive %s failed.", archive_id)
        with company_scope(company_id):
            archives.fail_archive(archive_id)


@once(
    name="diligence.tasks.scan_evidence",
    autoretry_for=(ScannerDown, StoreDown, *NO_DATABASE),
    retry_backoff=True,
)
def scan_evidence(company_id: str, version_id: str) -> None:
    """Have a waiting file scanned; while the scanner is down it waits on, and so does the task."""
    with company_scope(company_id):
        evidence_files.settle(version_id)


@shared_task(name="diligence.tasks.tidy_evidence")
def tidy_evidence() -> None:
    """Put right what went wrong unseen with files of proof (each night, by beat)."""
    evidence_upkeep.tidy_all()


@once(
    name="diligence.tasks.read_declaration",
    autoretry_for=(ScannerDown, StoreDown, *NO_DATABASE),
    retry_backoff=True,
)
def read_declaration(company_id: str, declaration_id: str) -> None:
    """Read a supplier's workbook. Safe to run twice; no transaction is open while it is read.

    What can't be read ends as refused, with the reason; a fault of ours as failed, to ask again.
    """
    try:
        read_one(company_id, declaration_id)
    except Refused as refused:
        with company_scope(company_id):
            reading.refuse(declaration_id, refused)
    except (ScannerDown, StoreDown, *NO_DATABASE):
        raise
    except Exception:
        log.exception("Reading declaration %s failed.", declaration_id)
        with company_scope(company_id):
            reading.fail(declaration_id)


def read_one(company_id: str, declaration_id: str) -> None:
    """Fetch, read and keep one declaration. Raises Refused, ScannerDown or StoreDown."""
    with company_scope(company_id):
        file = reading.start(declaration_id)
    if file is None:
        return
    with reading.on_this_disk(file) as path:
        with company_scope(company_id):
            reading.tell_stage(declaration_id, "read")
        data = apart.read(path, timezone.localdate(), settings.SMELTER_LIST)
    with company_scope(company_id):
        reading.tell_stage(declaration_id, "keep")
        reading.finish(declaration_id, data)
