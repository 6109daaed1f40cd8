"""The files of proof: taken in, examined, stored, scanned and handed out."""

import hashlib
import logging
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from companies.events import record
from companies.models import Company, User
from convenant import files
from convenant.queue.outbox import enqueue
from diligence.models import EvidenceVersion
from diligence.services import scanning
from diligence.uploads.apart import examine, kind_by_name
from diligence.uploads.names import tidy_name
from diligence.uploads.refusal import Refused

log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
SCAN = "diligence.tasks.scan_evidence"
State = EvidenceVersion.State


class Upload(Protocol):
    """A file that comes in: Django's own, or anything with these."""

    name: str
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Yield the content in pieces."""


class Altered(Exception):
    """The stored file is gone, or is not what was filed."""


class NotToHandOut(Exception):
    """The file waits for the scanner, or was stopped; `state` says which."""

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state


@dataclass(slots=True)
class Kept:
    """A file in the store that no row tells of yet; as a context it goes again when that fails."""

    name: str
    content_type: str
    size: int
    sha256: str
    file: str
    is_rewritten: bool
    is_discarded: bool = field(default=False)

    def discard(self) -> None:
        """Remove it from the store. What can't be removed now, upkeep removes later."""
        self.is_discarded = True
        try:
            files.remove(self.file)
        except files.StoreDown:
            log.exception("The file %s could not be removed.", self.file)

    def __enter__(self) -> "Kept":
        return self

    def __exit__(self, kind, fault, trace) -> None:
        if kind is not None and not self.is_discarded:
            self.discard()


def keep(company: Company, upload: Upload) -> Kept:
    """Examine a file and store what may be kept of it. Raises Refused: nothing is stored then."""
    name = tidy_name(upload.name)
    check_size(company, upload.size)
    kind_by_name(name)
    with tempfile.TemporaryDirectory("", "evidence-in-", settings.FILE_UPLOAD_TEMP_DIR) as folder:
        with no_room_refused():
            path = on_disk(upload, Path(folder) / "in")
        found = examine(name, path, Path(folder) / "out")
        with found.path.open("rb") as content:
            sha256, size = sha256_of(content), content.tell()
            content.seek(0)
            file = f"evidence/{company.pk}/{uuid.uuid4().hex}"
            with no_room_refused():
                files.write(file, content)
    return Kept(name, found.kind.content_type, size, sha256, file, found.is_rewritten)


def check_size(company: Company, size: int) -> None:
    """Refuse what is empty, too large, or more than the company may keep. Raises Refused."""
    if size == 0:
        raise Refused("empty")
    if size > settings.EVIDENCE_MAX_MB * MEGABYTE:
        raise Refused("too_large", most=settings.EVIDENCE_MAX_MB)
    if stored_bytes(company) + size > settings.EVIDENCE_QUOTA_MB * MEGABYTE:
        raise Refused("quota", most=settings.EVIDENCE_QUOTA_MB)


def stored_bytes(company: Company) -> int:
    """Return how much a company keeps; removed documents count, for they can come back."""
    versions = EvidenceVersion.objects.for_company(company).exclude(state=State.INFECTED)
    return versions.aggregate(total=Sum("size"))["total"] or 0


@contextmanager
def no_room_refused() -> Iterator[None]:
    """Say plainly that the file could not be stored now. Raises Refused."""
    try:
        yield
    except files.StoreFull as full:
        log.exception("There is no room for files.")
        raise Refused("store_full") from full
    except files.StoreDown as down:
        log.exception("The store of files does not answer.")
        raise Refused("store_down") from down
    except OSError as fault:
        if fault.errno in files.FULL:
            raise Refused("store_full") from fault
        raise


def on_disk(upload: Upload, path: Path) -> Path:
    """Return where the upload lies on this machine's disk, written there when it does not yet."""
    if hasattr(upload, "temporary_file_path"):
        return Path(upload.temporary_file_path())
    with path.open("wb") as target:
        for chunk in upload.chunks():
            target.write(chunk)
    return path


def sha256_of(content: IO[bytes]) -> str:
    """Return the hash of all that is left to read."""
    digest = hashlib.sha256()
    while piece := content.read(MEGABYTE):
        digest.update(piece)
    return digest.hexdigest()


def let_scan(version: EvidenceVersion) -> None:
    """Ask for a look at a new version; without a scanner it is free at once."""
    if scanning.is_set_up():
        enqueue(SCAN, company_id=version.company_id, version_id=version.pk)
    else:
        version.state = State.CLEAN
        version.save(update_fields=["state"])


@transaction.atomic
def settle(version_id: str) -> None:
    """Have a waiting version scanned, and free or stop it. Safe to run twice.

    Raises ScannerDown or StoreDown: the version waits on.
    """
    waiting = EvidenceVersion.objects.select_related("evidence__company", "uploaded_by")
    waiting = waiting.select_for_update(of=("self",)).filter(pk=version_id, state=State.PENDING)
    version = waiting.first()
    if version is None:
        return
    version.state, signature = verdict_on(version)
    version.save(update_fields=["state"])
    if version.state == State.CLEAN:
        return
    company, names = version.evidence.company, {"file": version.name}
    record(company, "evidence.stopped", by=version.uploaded_by, names=names, found=signature)
    log.error("The scanner stopped version %s: %s.", version.pk, signature)
    transaction.on_commit(lambda: files.remove(version.file), robust=True)


def verdict_on(version: EvidenceVersion) -> tuple[str, str]:
    """Return the state of a scanned version, and what the scanner found in it."""
    try:
        with files.opened(version.file) as content:
            found = scanning.scan(content)
    except files.FileGone:
        return State.REFUSED, "gone"
    except scanning.NotScannable as limits:
        return State.REFUSED, str(limits)
    return (State.INFECTED, found) if found else (State.CLEAN, "")


def hand_out(version: EvidenceVersion, *, by: User) -> IO[bytes]:
    """Return the file, opened, when it may be handed out and is what was filed.

    What the secretariat takes with it leaves a trace that the company can see. Raises
    NotToHandOut, Altered or StoreDown.
    """
    if not version.is_clean:
        raise NotToHandOut(version.state)
    try:
        content = files.open_file(version.file)
    except files.FileGone:
        log.exception("The file of version %s is gone.", version.pk)
        raise Altered(version.pk) from None
    with files.faults_told():
        digest = sha256_of(content)
        content.seek(0)
    if digest != version.sha256:
        content.close()
        log.error("The file of version %s was altered.", version.pk)
        raise Altered(version.pk)
    if by.is_secretariat:
        names = {"document": version.evidence.title}
        record(version.evidence.company, "evidence.downloaded", by=by, names=names)
    return content
