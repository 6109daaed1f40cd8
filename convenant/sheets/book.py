"""Tables as an Excel workbook, written row by row."""

import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from convenant.sheets.table import Table, Value
from convenant.sheets.text import clean_text

MOST_LETTERS = 32_767  # of a cell
MOST_IN_A_TITLE = 31
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")


class Book:
    """A workbook in the making. openpyxl is fetched here: it takes a third of a second."""

    def __init__(self, *, title: str, creator: str):
        """Begin an empty workbook with these properties."""
        from openpyxl import Workbook
        from openpyxl.styles import Alignment

        self.top = Alignment(vertical="top")
        self.wrapped = Alignment(vertical="top", wrap_text=True)
        self.book = Workbook(write_only=True)
        self.book.properties.title = clean_text(title)
        self.book.properties.creator = clean_text(creator)
        self.titles: set[str] = set()

    def add(self, table: Table) -> None:
        """Add a sheet: bold heads that stay in sight, and a filter on every column."""
        from openpyxl.utils import get_column_letter

        sheet = self.book.create_sheet(self.free_title(table.title))
        for number, column in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.freeze_panes = "A2"
        last = get_column_letter(max(1, len(table.columns)))
        sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
        sheet.append([self.head(sheet, column.head) for column in table.columns])
        for row in table.rows:
            sheet.append([self.cell(sheet, value) for value in row])

    def free_title(self, wanted: str) -> str:
        """Return a title for a sheet that Excel takes and that no other sheet has."""
        title = NOT_IN_A_TITLE.sub(" ", clean_text(wanted)).strip("' ")[:MOST_IN_A_TITLE] or "-"
        number = 1
        while title.casefold() in self.titles:
            number += 1
            title = f"{title[: MOST_IN_A_TITLE - 4]} {number}"
        self.titles.add(title.casefold())
        return title

    def head(self, sheet: Any, text: str) -> Any:
        """Return the head of a column."""
        from openpyxl.styles import Font, PatternFill

        made = self.cell(sheet, text)
        made.font = Font(bold=True, color="FFFFFF")
        made.fill = PatternFill("solid", fgColor="154273")
        return made

    def cell(self, sheet: Any, value: Value) -> Any:
        """Return a cell. A text is kept as text, also when it looks like a formula."""
        from openpyxl.cell import WriteOnlyCell

        if isinstance(value, str):
            value = clean_text(value)[:MOST_LETTERS] or None
        if isinstance(value, str):
            made = WriteOnlyCell(sheet, "")
            made.value = value
            made.data_type = "s"
            made.quotePrefix = True
            made.alignment = self.wrapped
            return made
        if isinstance(value, datetime):
            made = WriteOnlyCell(sheet, value.replace(tzinfo=None, microsecond=0))
            made.number_format = "yyyy-mm-dd hh:mm"
        elif isinstance(value, date):
            made = WriteOnlyCell(sheet, value)
            made.number_format = "yyyy-mm-dd"
        else:
            made = WriteOnlyCell(sheet, value)
        made.alignment = self.top
        return made

    def as_bytes(self, tables: Iterable[Table] = ()) -> bytes:
        """Return the finished file, with these tables added first."""
        for table in tables:
            self.add(table)
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()
