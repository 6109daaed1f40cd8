"""Taking in a declaration: the file goes to the library of proof, and reading starts."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from companies.events import record
from companies.models import User
from convenant.queue.models import OutboxItem
from convenant.queue.outbox import enqueue
from diligence.models import Assessment, Declaration, Supplier
from diligence.models.declaration import UNDER_WAY
from diligence.services.evidence import Details, add_evidence
from diligence.services.evidence_files import Upload, check_size, no_room_refused, on_disk
from diligence.services.review.opened import lock_if_asked
from diligence.smelters.sniff import sniff

TASK = "diligence.tasks.read_declaration"
KIND = "EV-17"
"""The kind of proof that a declaration is, in the catalogue."""
State = Declaration.State
STANDING = (*UNDER_WAY, State.PREVIEW, State.ACCEPTED)
TO_READ_AGAIN = (State.FAILED, *UNDER_WAY)


class AlreadyHere(Exception):
    """This very file was added in this year; `declaration` is what it is or became."""

    def __init__(self, declaration: Declaration):
        super().__init__(declaration.pk)
        self.declaration = declaration


class NothingToRead(Exception):
    """It is being read, or it was read already."""


@transaction.atomic
def take_in(
    assessment: Assessment, upload: Upload, *, by: User, supplier: Supplier | None = None
) -> Declaration:
    """Keep a workbook as proof and have it read in the background.

    Must run in the company's scope. Raises Refused, AlreadyHere or AssessmentClosed; then nothing
    is kept.
    """
    locked = lock_if_asked(assessment, supplier__isnull=False)
    look_at(assessment, upload)
    added = add_evidence(assessment.company, upload, by=by, details=Details(kind=KIND))
    mine = Declaration.objects.for_company(assessment.company_id)
    known = mine.filter(assessment=locked, file=added.version, state__in=STANDING).first()
    if known is not None:
        raise AlreadyHere(known)
    declaration = Declaration.objects.create(
        company=assessment.company,
        assessment=locked,
        file=added.version,
        supplier=supplier,
        added_by=by,
    )
    tell("declaration.added", declaration, by=by)
    enqueue(TASK, company_id=declaration.company_id, declaration_id=declaration.pk)
    return declaration


def look_at(assessment: Assessment, upload: Upload) -> None:
    """Look at name, size and first bytes, before anything is stored. Raises Refused."""
    check_size(assessment.company, upload.size)
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        with no_room_refused():
            path = on_disk(upload, Path(folder) / "in")
        sniff(upload.name, path)


@transaction.atomic
def read_again(declaration: Declaration, *, by: User) -> None:
    """Have a declaration read once more when that was given up. Raises NothingToRead."""
    lock_if_asked(declaration.assessment, supplier__isnull=False)
    mine = Declaration.objects.for_company(declaration.company_id).select_for_update()
    waiting = mine.get(pk=declaration.pk)
    if waiting.state not in TO_READ_AGAIN or not is_given_up(waiting):
        raise NothingToRead
    waiting.state, waiting.stage, waiting.percent = State.WAITING, "", 0
    waiting.save(update_fields=["state", "stage", "percent"])
    tell("declaration.read_again", declaration, by=by)
    enqueue(TASK, company_id=declaration.company_id, declaration_id=declaration.pk)


def is_given_up(declaration: Declaration) -> bool:
    """Tell whether it failed, or waits for a task that will never run."""
    if declaration.state == State.FAILED:
        return True
    tasks = OutboxItem.objects.filter(task=TASK, failed_at=None)
    return (
        declaration.is_under_way
        and not tasks.filter(ids__declaration_id=str(declaration.pk)).exists()
    )


def tell(verb: str, declaration: Declaration, *, by: User | None, **data: Any) -> None:
    """Write down in the log what happened to a declaration."""
    record(
        declaration.assessment.company,
        verb,
        by=by,
        year=declaration.assessment.cycle.year,
        pk=str(declaration.pk),
        names={"file": declaration.file.name},
        **data,
    )
