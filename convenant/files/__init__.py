"""The one doorway to stored files: whole or absent, private, on a disk or in an object store.

A name is a path below the store: `reports/<company>/<report>.pdf`. Nothing in the store has an
address; views hand a file out after a check. Where it lies is a setting (`FILE_STORE`).
"""

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, BinaryIO

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FileGone(Exception):
    """There is no file of this name."""


class StoreDown(Exception):
    """The store did not take or give the file; trying again later may help."""


class StoreFull(StoreDown):
    """There is no room left for the file."""


def write(name: str, content: bytes | BinaryIO | IO[bytes]) -> None:
    """Store a file under this name, whole or not at all; what was there is replaced.

    Raises StoreFull or StoreDown.
    """
    with faults_told():
        file = ContentFile(content) if isinstance(content, bytes) else File(content)
        default_storage.save(name, file)


def open_file(name: str) -> IO[bytes]:
    """Return a stored file, opened for reading; who asked closes it.

    Raises FileGone or StoreDown.
    """
    with faults_told():
        return default_storage.open(name, "rb")


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """Open a stored file for reading and close it after. Raises FileGone or StoreDown."""
    file = open_file(name)
    try:
        yield file
    finally:
        file.close()


def read(name: str) -> bytes:
    """Return all of a stored file. Raises FileGone or StoreDown."""
    with opened(name) as file, faults_told():
        return file.read()


def sha256_of(file: IO[bytes]) -> str:
    """Return the hash of an open file from where it stands to its end."""
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()


def is_there(name: str) -> bool:
    """Tell whether there is a file of this name; an empty name is none. Raises StoreDown."""
    with faults_told():
        return bool(name) and default_storage.exists(name)


def remove(name: str) -> None:
    """Remove a file; one that is gone already is fine. Raises StoreDown."""
    with faults_told():
        default_storage.delete(name)


def listed(folder: str) -> list[tuple[str, datetime]]:
    """Return the files right in this folder, each with when it was written; none without it.

    Raises StoreDown.
    """
    with faults_told():
        try:
            _folders, names = default_storage.listdir(folder)
        except FileNotFoundError:
            return []
        return [(path, at) for name in names if (at := written_at(path := f"{folder}/{name}"))]


def folders_of(owner: str) -> list[str]:
    """Return every folder of files that is this owner's: `<kind>/<owner>`. Raises StoreDown."""
    with faults_told():
        try:
            kinds, _names = default_storage.listdir("")
        except FileNotFoundError:
            return []
    return [f"{kind}/{owner}" for kind in sorted(kinds)]


def written_at(name: str) -> datetime | None:
    """Return when a file was written; None when it went while we looked."""
    try:
        return default_storage.get_modified_time(name)
    except FileNotFoundError:
        return None


@contextmanager
def faults_told() -> Iterator[None]:
    """Say in our own words what the disk or the object store says in its own."""
    try:
        yield
    except FileNotFoundError as gone:
        raise FileGone(str(gone)) from gone
    except OSError as fault:
        raise (StoreFull if fault.errno in FULL else StoreDown)(str(fault)) from fault
    except Exception as fault:
        if type(fault).__module__.partition(".")[0] in ("botocore", "boto3", "s3transfer"):
            raise StoreDown(str(fault)) from fault
        raise
