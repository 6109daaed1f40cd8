"""Read the cells of a workbook. Run as a program by `apart`, or called directly.

    python cells.py <file> <most rows> <most columns>

prints as JSON {"sheets": [{"title": "…", "rows": [[cell, …], …]}]} or {"refused": "damaged"}.
A cell is null, a text, {"n": "12.5"} for a number, {"d": "2026-03-12"} for a day, {"b": true} for
true or false, {"f": true} for a formula: what it worked out to is not to be trusted.
"""

import json
import resource
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # started alone, without the folders of the project
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, for nothing

MEMORY = 1024 * 1024 * 1024  # bytes of address space
CPU = 30  # seconds
MOST_SHEETS = 80
TEXT_TYPES = ("s", "inlineStr", "str", "e")


class TooLarge(Exception):
    """There are more sheets or rows than were allowed."""


def cells_in(path: Path, most_rows: int, most_columns: int) -> list[dict[str, Any]]:
    """Return every sheet with its rows, empty ones at the end left out. Raises TooLarge."""
    from openpyxl import load_workbook

    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=False)
        if len(book.worksheets) > MOST_SHEETS:
            raise TooLarge
        return [sheet_of(sheet, most_rows, most_columns) for sheet in book.worksheets]


def sheet_of(sheet: Any, most_rows: int, most_columns: int) -> dict[str, Any]:
    """Return one sheet, whatever it says of its own size. Raises TooLarge."""
    sheet.reset_dimensions()
    rows = []
    for number, row in enumerate(sheet.iter_rows(max_col=most_columns), 1):
        cells = [as_data(cell) for cell in row]
        if number <= most_rows:
            rows.append(cells)
        elif any(cell is not None for cell in cells):
            raise TooLarge
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return {"title": sheet.title, "rows": rows}


def as_data(cell: Any) -> Any:
    """Return what a cell holds, JSON-ready."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return {"f": True}
    if isinstance(value, bool):
        return {"b": value}
    if isinstance(value, int | float | Decimal):
        return {"n": format(Decimal(str(value)), "f")}
    if isinstance(value, date | datetime):
        return {"d": value.isoformat()[:10]}
    return str(value) or None


def limit() -> None:
    """Give up what reading one workbook never needs, before anything of the file is read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: str, most_rows: str, most_columns: str) -> None:
    """Print what was read."""
    limit()
    try:
        found: dict = {"sheets": cells_in(Path(path), int(most_rows), int(most_columns))}
    except (TooLarge, MemoryError):
        found = {"refused": "too_complex"}
    except Exception:  # openpyxl raises whatever its parsers do
        found = {"refused": "damaged"}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:4])
