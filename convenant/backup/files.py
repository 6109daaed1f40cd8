"""The files people gave and the reports made for them, wherever the settings keep them."""

import hashlib
import tarfile
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages

BLOCK = 1024 * 1024


def private_storages() -> dict[str, Storage]:
    """Return every storage that holds data; static files come with the code."""
    return {name: storages[name] for name in settings.STORAGES if name != "staticfiles"}


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the name of every file, those in folders too."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    for name in sorted(files):
        if name:  # an object store may list the folder itself
            yield prefix + name
    for name in sorted(folders):
        yield from names_in(storage, prefix + name)


def every_file() -> Iterator[tuple[str, Storage, str]]:
    """Yield the full name, the storage and the name there of every file; each place once."""
    seen: list[Any] = []
    for alias, storage in private_storages().items():
        place = where(storage)
        if place in seen:
            continue
        seen.append(place)
        for name in names_in(storage):
            yield f"{alias}/{name}", storage, name


def where(storage: Storage) -> Any:
    """Return what tells one storage's place from another's."""
    return type(storage), *(
        str(getattr(storage, part, "")) for part in ("location", "bucket_name", "endpoint_url")
    )


class Summing:
    """A file that adds up what is read from it."""

    def __init__(self, file: IO[bytes] | File) -> None:
        self.file, self.sum, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        block = self.file.read(size)
        self.sum.update(block)
        self.size += len(block)
        return block

    def told(self) -> list[Any]:
        """Return size and SHA-256 of what was read."""
        return [self.size, self.sum.hexdigest()]


def pack(target: IO[bytes]) -> dict[str, list[Any]]:
    """Write every file to a tar stream; return size and SHA-256 of each as it was written.

    A file that goes away meanwhile is left out, as if it had gone before.
    """
    packed = {}
    with tarfile.open(fileobj=target, mode="w|") as archive:
        for full_name, storage, name in every_file():
            try:
                file = storage.open(name)
            except FileNotFoundError:
                continue
            with file:
                member = tarfile.TarInfo(full_name)
                member.size = file.size
                reader = Summing(file)
                archive.addfile(member, reader)
                packed[full_name] = reader.told()
    return packed


def unpack(source: IO[bytes]) -> int:
    """Store every file of a tar stream under its own name; return how many."""
    count = 0
    with tarfile.open(fileobj=source, mode="r|") as archive:
        for member in archive:
            alias, _, name = member.name.partition("/")
            content = archive.extractfile(member)
            assert content is not None
            stored = private_storages()[alias].save(name, File(content, name))
            if stored != name:
                raise FileExistsError(f"{member.name} is there already.")
            count += 1
    return count


def sums() -> dict[str, list[Any]]:
    """Return size and SHA-256 of every file there is."""
    found = {}
    for full_name, storage, name in every_file():
        with storage.open(name) as file:
            reader = Summing(file)
            while reader.read(BLOCK):
                pass
            found[full_name] = reader.told()
    return found


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """Return each file that is missing, changed or too many, as a sentence."""
    return [
        f"file {name}: {before.get(name)} in the backup, {after.get(name)} here"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
