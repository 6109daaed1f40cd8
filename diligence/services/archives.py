"""A company's whole archive: asked for, made in the background, kept for a week."""

import logging
from typing import IO

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import Company, User
from companies.terms import Category, term_of
from convenant import files
from convenant.queue.models import OutboxItem
from convenant.queue.outbox import enqueue
from diligence.models import Archive

log = logging.getLogger(__name__)
Status = Archive.Status
TASK = "diligence.tasks.make_archive"
UNDER_WAY = (Status.QUEUED, Status.MAKING)
KEPT = term_of(Category.ARCHIVES).kept


@transaction.atomic
def request_archive(company: Company, language: str, *, by: User) -> Archive:
    """Ask for the archive; one that is being made is returned, one given up is made again."""
    Company.objects.select_for_update().get(pk=company.pk)
    going = Archive.objects.for_company(company).filter(status__in=UNDER_WAY).first()
    if going is not None:
        if is_given_up(going):
            enqueue(TASK, company_id=company.pk, archive_id=going.pk)
        return going
    archive = Archive.objects.create(company=company, language=language, requested_by=by)
    record(company, "archive.requested", by=by)
    enqueue(TASK, company_id=company.pk, archive_id=archive.pk)
    return archive


def is_given_up(archive: Archive) -> bool:
    """Tell whether an archive waits for a task that will never run."""
    tasks = OutboxItem.objects.filter(task=TASK, failed_at=None)
    waits = archive.status in UNDER_WAY
    return waits and not tasks.filter(ids__archive_id=str(archive.pk)).exists()


def start_archive(archive_id: str) -> Archive | None:
    """Mark an archive as being made; None when it is over already."""
    archives = Archive.objects.select_related("company").filter(status__in=UNDER_WAY)
    archive = archives.filter(pk=archive_id).first()
    if archive is not None:
        Archive.objects.filter(pk=archive_id).update(status=Status.MAKING)
    return archive


def finish_archive(archive_id: str, packed: IO[bytes]) -> None:
    """Store the finished ZIP whole and mark the archive ready, to be fetched for a week."""
    archive = Archive.objects.select_for_update().get(pk=archive_id)
    if archive.status not in UNDER_WAY:
        return
    packed.seek(0)
    archive.sha256 = files.sha256_of(packed)
    archive.size = packed.tell()
    archive.file = f"archives/{archive.company_id}/{archive.pk}.zip"
    packed.seek(0)
    files.write(archive.file, packed)
    archive.status, archive.finished_at = Status.READY, timezone.now()
    archive.expires_at = timezone.now() + KEPT
    archive.save()


def fail_archive(archive_id: str) -> None:
    """Mark an archive as failed, for the company to ask again."""
    mine = Archive.objects.filter(pk=archive_id, status__in=UNDER_WAY)
    mine.update(status=Status.FAILED, finished_at=timezone.now())


def is_to_fetch(archive: Archive) -> bool:
    """Tell whether the file is there and its week is not over."""
    if archive.status != Status.READY or archive.expires_at is None:
        return False
    return archive.expires_at > timezone.now() and files.is_there(archive.file)
