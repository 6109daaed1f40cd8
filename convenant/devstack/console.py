"""What the commands say: short plain lines, and trouble with its mend."""

import sys
from pathlib import Path


class Trouble(Exception):
    """Something the reader can mend: one sentence on what is wrong, one on what to do."""

    def __init__(self, what: str, mend: str = "", exit_code: int = 2) -> None:
        super().__init__(f"{what} {mend}".strip())
        self.exit_code = exit_code


def say(text: str) -> None:
    """Print a line of progress at once, also into a pipe."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print a line about trouble, after all progress that came before it."""
    sys.stdout.flush()
    print(text, file=sys.stderr, flush=True)


def last_lines(log: Path, count: int = 15) -> str:
    """Return the end of a log, indented, or a note that it is empty."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]
    except FileNotFoundError:
        lines = []
    return "\n".join(f"    {line}" for line in lines) or "    (nothing was logged)"


def columns(rows: list[list[str]]) -> list[str]:
    """Line up rows of equal length into columns two spaces apart."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
