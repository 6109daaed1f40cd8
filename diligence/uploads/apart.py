"""Examine a file in a process of its own: little memory, little time, and nothing to lose."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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
    command = [sys.executable, "-I", program.__file__, kind.key, str(path), str(target)]
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": "", "LC_ALL": "C.UTF-8"},
            timeout=WALL,
            check=True,
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise Refused("too_complex") from None
    if "refused" in found:
        raise Refused(found["refused"], **found["params"])
    return bool(found["rewritten"])
