"""Read a workbook in a process of its own: little memory, little time, and nothing to lose."""

import datetime
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diligence.smelters import read as program
from diligence.uploads.refusal import Refused

WALL = 120  # seconds, on a machine that is busy


def read(path: Path, today: datetime.date, reference: str = "") -> Mapping[str, Any]:
    """Return the declaration in a workbook, as data for `Declaration.of`. Raises Refused."""
    command = [sys.executable, "-I", program.__file__, str(path), today.isoformat(), reference]
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
    return found["declaration"]
