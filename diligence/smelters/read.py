"""Read one workbook. Run as a program by `apart`, or called directly.

    python read.py <file> <today> <reference>

prints what was read as JSON: {"declaration": {...}} or {"refused": "damaged", "params": {}}.
"""

import datetime
import json
import resource
import sys
from pathlib import Path

if __name__ == "__main__":  # started alone, without the folders of the project
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, for nothing

from diligence.smelters.reading import read
from diligence.uploads.refusal import Refused

MEMORY = 1024 * 1024 * 1024  # bytes of address space
CPU = 60  # seconds


def limit() -> None:
    """Give up what reading one workbook never needs, before anything of the file is read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: str, today: str, reference: str) -> None:
    """Print what was read."""
    limit()
    try:
        declaration = read(Path(path), datetime.date.fromisoformat(today), reference)
        found: dict = {"declaration": declaration.as_data()}
    except Refused as refused:
        found = {"refused": refused.code, "params": refused.params}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:4])
