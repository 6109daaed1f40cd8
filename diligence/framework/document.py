"""An edition as one plain document: canonical JSON, its hash, and the objects read from it.

A document is `{"format": 1, "header": …, "steps": […], "mapping": …}`, with the content of the
files as their authors wrote it. The hash is taken over `canonical_json`, so it does not depend
on comments, layout, the order of fields, or on a trip through a database.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import OrderedDict
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import Any

from diligence.framework.building import build_edition
from diligence.framework.schema import Edition
from diligence.framework.source import SourceError, SourceFiles, read_folder

FORMAT = 1
KEPT_IN_MEMORY = 16


class UnknownFormat(ValueError):
    """The document was written for another version of this code."""


class _Cache:
    """The editions used last, by hash; safe to share between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._editions: OrderedDict[str, Edition] = OrderedDict()
        self._lock = Lock()

    def get(self, sha256: str) -> Edition | None:
        with self._lock:
            if sha256 in self._editions:
                self._editions.move_to_end(sha256)
            return self._editions.get(sha256)

    def keep(self, edition: Edition) -> Edition:
        with self._lock:
            self._editions[edition.hash] = edition
            if len(self._editions) > self._size:
                self._editions.popitem(last=False)
        return edition


_cache = _Cache(KEPT_IN_MEMORY)


def canonical_json(obj: Any) -> str:
    """Write JSON in the one way that equal content can be written.

    Keys sorted, no spaces, no escapes for letters outside ASCII; whole numbers without a point
    (2.0 and 2 are the same), other numbers in their shortest form. Raises `TypeError` for what
    JSON cannot hold or a key that is no string, `ValueError` for a number JSON cannot hold exactly.
    """
    return json.dumps(_plain(obj), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_of(obj: Any) -> str:
    """The SHA-256 of the canonical JSON in UTF-8, in hexadecimal."""
    return hashlib.sha256(canonical_json(obj).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"{key!r} is not a string, so it cannot be a key")
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float | Decimal):
        return _number(value)
    return value


def _number(value: float | Decimal) -> int | float:
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that JSON can hold")
    if value == int(value):
        return int(value)
    if isinstance(value, Decimal) and Decimal(repr(float(value))) != value:
        raise ValueError(f"{value} has more digits than JSON readers keep")
    return float(value)


def edition_to_document(folder: Path) -> dict[str, Any]:
    """The document of the edition in a folder, as written; it need not be a sound edition.

    Raises `source.SourceError` when a file is missing or is not the YAML we read.
    """
    files = read_folder(folder)
    for file in files:
        for flaw in file.flaws:
            raise SourceError(f"{file.name}, line {flaw.line}: {flaw.message}")
    return document_of(files)


def document_of(files: SourceFiles) -> dict[str, Any]:
    """The document of files that were read."""
    return {
        "format": FORMAT,
        "header": files.header.content,
        "steps": [step.content for step in files.steps],
        "mapping": files.mapping.content if files.mapping else None,
    }


def edition_from_document(document: Mapping[str, Any]) -> Edition:
    """The edition of a document that `check_edition` accepted; made once per hash.

    Raises `UnknownFormat`.
    """
    return edition_by_hash(sha256_of(document), lambda: document)


def edition_by_hash(sha256: str, load: Callable[[], Mapping[str, Any]]) -> Edition:
    """The edition with this hash; `load` is called for its document only when it is not in memory.

    Trusts that the document has this hash. Raises `UnknownFormat`.
    """
    known = _cache.get(sha256)
    if known is not None:
        return known
    document = load()
    if document.get("format") != FORMAT:
        raise UnknownFormat(f"format {document.get('format')!r}; this code reads {FORMAT}")
    return _cache.keep(build_edition(document, sha256))
