"""Look at one file as what its name says it is. Run as a program by `apart`, or called directly.

    python look.py <kind> <file> <target>

prints what was found as JSON: {"rewritten": true} or {"refused": "password", "params": {}}.
"""

import importlib
import json
import resource
import sys
from pathlib import Path

if __name__ == "__main__":  # started alone, without the folders of the project
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from diligence.uploads.refusal import Refused
from diligence.uploads.sniff import check_magic

MEMORY = 1024 * 1024 * 1024  # bytes of address space; a photo of 40 megapixels takes 400 MB
CPU = 20  # seconds
LARGEST = 300 * 1024 * 1024  # bytes of a file it may write
CHECKS = {
    "pdf": ("diligence.uploads.pdf", "check"),
    "jpg": ("diligence.uploads.images", "check_jpg"),
    "png": ("diligence.uploads.images", "check_png"),
    "docx": ("diligence.uploads.office", "check_docx"),
    "xlsx": ("diligence.uploads.office", "check_xlsx"),
    "csv": ("diligence.uploads.text", "check_csv"),
    "txt": ("diligence.uploads.text", "check_txt"),
}
"""By kind: only the parser that is needed is loaded."""


def look(kind: str, path: Path, target: Path) -> bool:
    """Return whether a cleaned copy was written to the target; else the file may stay as it is.

    Raises Refused.
    """
    check_magic(kind, path)
    module, name = CHECKS[kind]
    return getattr(importlib.import_module(module), name)(path, target)


def limit() -> None:
    """Give up what a look at one file never needs, before anything of the file is read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(kind: str, path: str, target: str) -> None:
    """Print what was found."""
    limit()
    try:
        found: dict = {"rewritten": look(kind, Path(path), Path(target))}
    except Refused as refused:
        found = {"refused": refused.code, "params": refused.params}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:4])
