"""Reading a declaration in the background: each step in its own short transaction."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from convenant import files
from diligence.models import Declaration, EvidenceVersion
from diligence.models.declaration import UNDER_WAY
from diligence.services import telling
from diligence.services.declarations.choosing import earlier_of
from diligence.services.declarations.intake import tell
from diligence.services.declarations.storing import store
from diligence.services.evidence_files import settle
from diligence.uploads.refusal import Refused

log = logging.getLogger(__name__)
State = Declaration.State
STAGES = {"fetch": 10, "read": 30, "keep": 80}
"""What is being done, and how far that is, in per cent."""
Tell = Callable[[str], None]


def start(declaration_id: str) -> EvidenceVersion | None:
    """Mark a declaration as being read and return its file; None when it is over already.

    A file that waits for the scanner is scanned first. Raises ScannerDown or StoreDown: it waits
    on.
    """
    waiting = Declaration.objects.select_related("file").filter(state__in=UNDER_WAY)
    declaration = waiting.filter(pk=declaration_id).first()
    if declaration is None:
        return None
    if declaration.file.state == EvidenceVersion.State.PENDING:
        settle(str(declaration.file_id))
        declaration.file.refresh_from_db()
    Declaration.objects.filter(pk=declaration_id).update(
        state=State.READING, stage="fetch", percent=STAGES["fetch"]
    )
    return declaration.file


def tell_stage(declaration_id: str, stage: str) -> None:
    """Show how far the reading is."""
    mine = Declaration.objects.filter(pk=declaration_id, state=State.READING)
    mine.update(stage=stage, percent=STAGES[stage])


@contextmanager
def on_this_disk(version: EvidenceVersion) -> Iterator[Path]:
    """Give the file as one on this machine's disk. Raises Refused or StoreDown."""
    if not version.is_clean:
        raise Refused("stopped")
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = Path(folder) / "in.xlsx"
        try:
            with files.opened(version.file) as content, path.open("wb") as target:
                shutil.copyfileobj(content, target)
        except files.FileGone:
            log.exception("The file of version %s is gone.", version.pk)
            raise Refused("gone") from None
        yield path


def finish(declaration_id: str, data: Mapping[str, Any]) -> None:
    """Keep what was read, for a person to look at. Safe to run twice."""
    declaration = locked(declaration_id)
    if declaration is None:
        return
    store(declaration, data)
    declaration.earlier = earlier_of(declaration)
    declaration.state, declaration.read_at = State.PREVIEW, timezone.now()
    declaration.stage, declaration.percent = "", 100
    declaration.save()
    tell("declaration.read", declaration, by=declaration.added_by)
    telling.declaration_ended(declaration, "declaration.read")


def refuse(declaration_id: str, refused: Refused) -> None:
    """Keep why it can't be read; the file stays in the library."""
    declaration = locked(declaration_id)
    if declaration is None:
        return
    declaration.state, declaration.read_at = State.REFUSED, timezone.now()
    declaration.refusal = {"code": refused.code, "params": refused.params}
    declaration.save(update_fields=["state", "read_at", "refusal"])
    tell("declaration.refused", declaration, by=declaration.added_by)
    telling.declaration_ended(declaration, "declaration.refused")


def fail(declaration_id: str) -> None:
    """Mark the reading as failed by a fault of ours, for the company to try again."""
    Declaration.objects.filter(pk=declaration_id, state__in=UNDER_WAY).update(state=State.FAILED)


def locked(declaration_id: str) -> Declaration | None:
    """Return a declaration that is still being read, locked; None when it is over."""
    waiting = Declaration.objects.select_related(
        "assessment__company", "assessment__cycle", "file", "added_by"
    )
    waiting = waiting.select_for_update(of=("self",)).filter(state__in=UNDER_WAY)
    return waiting.filter(pk=declaration_id).first()
