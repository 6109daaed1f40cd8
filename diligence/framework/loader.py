"""The editions that come with the code, in `editions/<code>/`."""

from __future__ import annotations

from pathlib import Path

from diligence.framework.document import edition_from_document, edition_to_document
from diligence.framework.schema import Edition
from diligence.framework.source import HEADER_FILE

EDITIONS = Path(__file__).parent / "editions"


def available() -> tuple[str, ...]:
    """The codes of the editions in `EDITIONS`, oldest first."""
    return tuple(sorted(header.parent.name for header in EDITIONS.glob(f"*/{HEADER_FILE}")))


def edition_from_folder(folder: Path) -> Edition:
    """The edition in a folder that `check_edition` accepted. Raises `SourceError`."""
    return edition_from_document(edition_to_document(folder))
