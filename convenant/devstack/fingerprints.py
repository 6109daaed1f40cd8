"""What was done already, remembered by the content it came from: a second start skips it."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def of_files(root: Path, patterns: Iterable[str], *also: str) -> str:
    """Return a digest of the names and contents of the files that match, and of some texts."""
    digest = hashlib.sha256()
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    for path in sorted(found):
        if "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for text in also:
        digest.update(f"{text}\0".encode())
    return digest.hexdigest()


class Memory:
    """A small file that maps a step to the fingerprint it was last done for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def knows(self, step: str, fingerprint: str) -> bool:
        """Tell whether the step was done for exactly this."""
        return self._read().get(step) == fingerprint

    def remember(self, step: str, fingerprint: str) -> None:
        """Write down that the step was done."""
        text = json.dumps(self._read() | {step: fingerprint}, indent=1)
        self._path.write_text(text, encoding="utf-8")

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            return {}
