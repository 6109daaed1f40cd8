"""What a workbook that comes back holds: its fingerprint, and the cells by question."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from convenant.sheets.form import MARK
from diligence.framework.cell_words import CellIn, canonical
from diligence.services.answer_sheets.mark import ForeignSheet
from diligence.services.answer_sheets.words import CODES, FIRST_ROW, KEY, OPEN_COLUMNS, TABLE
from diligence.services.evidence_files import Upload, on_disk
from diligence.uploads.apart import examine, kind_by_name, read_cells
from diligence.uploads.names import tidy_name
from diligence.uploads.refusal import Refused

LARGEST_MB = 5
MOST_ROWS = 1_500
MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as it came back: its number as Excel counts, and its cells by column code."""

    number: int
    key: str
    """The key of its question or of its row; empty for a row that was added."""
    cells: Mapping[str, CellIn]

    def columns_filled(self) -> list[str]:
        """Return the codes of the cells that hold something."""
        return [code for code, cell in self.cells.items() if canonical(cell)]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet with its rows; `columns` are the codes found, with the letters over them."""

    title: str
    columns: Mapping[str, str]
    rows: Sequence[ReadRow]


@dataclass(slots=True)
class Workbook:
    """A whole file as it came back."""

    mark: str = ""
    answers: ReadSheet | None = None
    tables: dict[str, ReadSheet] = field(default_factory=dict)
    """By question key."""


def read_upload(upload: Upload) -> tuple[str, Workbook]:
    """Return the name and content of a file that was sent; the file itself is not kept.

    It is examined like every upload. Raises Refused, or ForeignSheet when columns are missing.
    """
    name = tidy_name(upload.name)
    if kind_by_name(name).key != "xlsx":
        raise Refused("no_form")
    if upload.size > LARGEST_MB * 1024 * 1024:
        raise Refused("too_large", most=LARGEST_MB)
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = on_disk(upload, Path(folder) / "in")
        found = examine(name, path, Path(folder) / "out")
        return name, workbook_in(read_cells(found.path, MOST_ROWS, MOST_COLUMNS))


def workbook_in(sheets: Sequence[Mapping[str, Any]]) -> Workbook:
    """Return what these sheets say; sheets of others are passed by. Raises ForeignSheet."""
    book = Workbook()
    for sheet in sheets:
        rows = sheet["rows"]
        first = canonical(rows[0][0]) if rows and rows[0] else ""
        if first == MARK:
            book.mark = canonical(rows[0][1]) if len(rows[0]) > 1 else ""
        elif first == CODES[KEY]:
            book.answers = read_sheet(sheet["title"], rows)
        elif first.startswith(TABLE):
            book.tables[first.removeprefix(TABLE)] = read_sheet(sheet["title"], rows)
    return book


def read_sheet(title: str, rows: Sequence[Sequence[CellIn]]) -> ReadSheet:
    """Return the rows of a sheet; empty ones are left out."""
    codes = [canonical(cell) for cell in rows[0]]
    columns = {code: letters(place) for place, code in enumerate(codes) if code and place}
    found = []
    for number, cells in enumerate(rows[FIRST_ROW - 1 :], FIRST_ROW):
        by_code = {code: cells[n] for n, code in enumerate(codes) if n < len(cells) and n and code}
        row = ReadRow(number, canonical(cells[0]) if cells else "", by_code)
        if row.key or row.columns_filled():
            found.append(row)
    return ReadSheet(title, columns, found)


def letters(place: int) -> str:
    """Return what Excel calls a column, counted from 0."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(place + 1)


def check_columns(book: Workbook) -> ReadSheet:
    """Return the sheet with answers. Raises ForeignSheet when it or a column is not there."""
    if book.answers is None:
        raise ForeignSheet("no_answers")
    missing = [code for code in OPEN_COLUMNS if code not in book.answers.columns]
    if missing:
        raise ForeignSheet("missing_columns", columns=missing)
    return book.answers
