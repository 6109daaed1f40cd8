"""Examine a file in a process of its own: little memory, little time, and nothing to lose."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diligence.uploads import cells
from diligence.uploads import look as program
from diligence.uploads.kinds import FileKind, kind_of
from diligence.uploads.refusal import Refused

WALL = 60  # seconds, on a machine that is busy


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: its kind, and where the bytes to keep are."""

    kind: FileKind
    path: Path
    is_rewritten: bool
    """The bytes are a cleaned copy, not those that came in."""


def examine(name: str, path: Path, target: Path) -> Examined:
    """Return the file as it may be kept; a cleaned copy is written to `target` when one is due.

    Raises Refused.
    """
    kind = kind_by_name(name)
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty")
    is_rewritten = looked_into(kind, path, target)
    return Examined(kind, target if is_rewritten else path, is_rewritten)


def kind_by_name(name: str) -> FileKind:
    """Return the kind that a name says. Raises Refused."""
    kind = kind_of(name)
    if kind is None:
        raise Refused("kind", ending=name.rpartition(".")[2][:10] if "." in name else "")
    return kind


def looked_into(kind: FileKind, path: Path, target: Path) -> bool:
    """Let the other process look; whatever stops it, the file is refused. Raises Refused."""
    found = ran(program.__file__, kind.key, path, target)
    if "refused" in found:
        raise Refused(found["refused"], **found["params"])
    return bool(found["rewritten"])


def read_cells(path: Path, most_rows: int, most_columns: int) -> list[dict[str, Any]]:
    """Return the sheets of an examined workbook (see `cells`), read apart. Raises Refused."""
    found = ran(cells.__file__, path, most_rows, most_columns)
    if "refused" in found:
        raise Refused(found["refused"])
    return found["sheets"]


def ran(program_file: str, *words: object) -> dict[str, Any]:
    """Return what one of our programs printed; whatever stops it, the file is refused.

    Raises Refused.
    """
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell
            [sys.executable, "-I", program_file, *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": "", "LC_ALL": "C.UTF-8"},
            timeout=WALL,
            check=True,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise Refused("too_complex") from None
