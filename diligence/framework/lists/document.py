"""The shared lists as one plain document with one hash, as an edition of the questionnaire is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from diligence.framework.catalogues import CATALOGUES
from diligence.framework.document import canonical_json, sha256_of
from diligence.framework.source import SourceError, SourceFile, read_file

FORMAT = 1


@dataclass(frozen=True, slots=True, eq=False)
class ListsDocument:
    """All lists of one edition, as their authors wrote them."""

    code: str
    """`2026-1`: the highest version among the lists."""
    content: Mapping[str, Any]
    sha256: str

    @property
    def text(self) -> str:
        """The canonical JSON over which the hash is taken."""
        return canonical_json(self.content)

    @property
    def keys(self) -> dict[str, list[str]]:
        """The keys of each list."""
        return keys_of(self.content)


def keys_of(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the keys of each list of a document."""
    return {
        name: [entry["key"] for entry in listed["entries"]]
        for name, listed in content["catalogues"].items()
    }


def read_lists(*folders: Path) -> dict[str, SourceFile]:
    """Read the lists of these folders by name; a list in a later folder takes the place of one
    before it, so a folder may hold no more than the one list that changed.

    Raises `SourceError` when a file is not UTF-8.
    """
    return {
        path.stem: read_file(path) for folder in folders for path in sorted(folder.glob("*.yaml"))
    }


def lists_document(files: Mapping[str, SourceFile]) -> ListsDocument:
    """Return the document of lists that passed `check_lists`. Raises `SourceError` otherwise."""
    for file in files.values():
        for flaw in file.flaws:
            raise SourceError(f"{file.name}, line {flaw.line}: {flaw.message}")
    lists = {
        name: {part: file.content[part] for part in ("version", "checked_on", "entries")}
        for name, file in files.items()
    }
    content = {"format": FORMAT, "catalogues": lists}
    code = max((listed["version"] for listed in lists.values()), key=_rank)
    return ListsDocument(code, content, sha256_of(content))


def _rank(version: str) -> list[int]:
    """Order 2026-10 after 2026-9."""
    return [int(number) for number in re.findall(r"[0-9]+", version)]


@lru_cache(maxsize=1)
def own_lists() -> ListsDocument:
    """Return the lists that come with the product, read once per process."""
    return lists_document(read_lists(CATALOGUES))
