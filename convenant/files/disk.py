"""Files on a disk of this machine, or one that all machines share."""

import os
import uuid

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

HALF = ".part"
"""How the name of a file ends while it is being written."""


@deconstructible
class WholeFiles(FileSystemStorage):
    """A file is written beside its place and put there when all of it is on the disk.

    A crash leaves all of it or nothing under its name, and perhaps a half that upkeep removes.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name as it is: the caller chooses names, and writing again replaces."""
        return name

    def _save(self, name: str, content) -> str:
        path = self.path(name)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        half = f"{path}.{uuid.uuid4().hex}{HALF}"
        try:
            with open(half, "xb", opener=private) as target:
                for chunk in content.chunks():
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            os.replace(half, path)
            flush_folder(os.path.dirname(path))
        except BaseException:
            if os.path.exists(half):
                os.unlink(half)
            raise
        return name


def private(path: str, flags: int) -> int:
    """Open a new file that only this user can read."""
    return os.open(path, flags, 0o600)


def flush_folder(path: str) -> None:
    """Put on the disk that the folder holds a new name."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
