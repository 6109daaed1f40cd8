"""A lock between processes: held by an open file, so the kernel frees it when the holder dies."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

LOOKS = 3
PAUSE = 0.1


class Held(Exception):
    """Another process holds the lock; `note` is what it wrote about itself."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


@contextmanager
def hold(
    path: Path, note: str = "", on_wait: Callable[[], None] | None = None
) -> Iterator[Callable[[str], None]]:
    """Hold the lock with a note for whoever finds it held; yields what changes the note.

    With `on_wait` this waits its turn, calling it once first; without, it raises Held.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _taken(file):
            if on_wait is None:
                raise Held(path.read_text(encoding="utf-8"))
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        _write(file, note)
        try:
            yield partial(_write, file)
        finally:
            _write(file, "")


def is_held(path: Path) -> bool:
    """Tell whether a living process holds the lock."""
    try:
        with path.open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _taken(file: TextIO) -> bool:
    """Try to take the lock; look again, because `is_held` holds it for a moment."""
    for look in range(LOOKS):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if look < LOOKS - 1:
                time.sleep(PAUSE)
    return False


def _write(file: TextIO, note: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(note)
    file.flush()
