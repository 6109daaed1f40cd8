"""A workbook that people fill in and send back: what may be typed in is open, the rest is locked.

The first row of each sheet holds the codes of the columns, hidden; the second their heads. Locking
has no password: it keeps people from slips, it is no defence. What comes back is looked at anew.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from convenant.sheets.book import MOST_LETTERS, Book
from convenant.sheets.table import Value
from convenant.sheets.text import clean_text

LISTS = "lists"
MARK = "mark"


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell; `is_open` when it may be typed in, `options` names a list to choose from."""

    value: Value
    is_open: bool = False
    options: str = ""
    is_many: bool = False
    """Several options may stand below each other, so the list is a help and no rule."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: its code for the way back, its head for people, hidden or not."""

    code: str
    head: str
    width: int = 20
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet to fill in."""

    title: str
    columns: Sequence[FormColumn]
    rows: Sequence[Sequence[FormCell]]
    hint: str = ""
    """What pops up at a cell with several options."""


@dataclass
class FormBook:
    """A workbook in the making, with the lists to choose from on a sheet that nobody sees."""

    title: str
    creator: str
    lists: Mapping[str, Sequence[str]]
    mark: str
    """A text for the way back, on a sheet that nobody sees."""
    _ranges: dict[str, str] = field(default_factory=dict)

    def as_bytes(self, about: FormSheet, sheets: Sequence[FormSheet]) -> bytes:
        """Return the finished file: what it is about, the sheets, and what is hidden."""
        from openpyxl import Workbook
        from openpyxl.workbook.protection import WorkbookProtection

        book = Workbook()
        book.remove(book.worksheets[0])
        book.properties.title = clean_text(self.title)
        book.properties.creator = clean_text(self.creator)
        titles = Book(title="", creator="")
        names = [titles.free_title(sheet.title) for sheet in (about, *sheets)]
        self.keep_lists(names)
        for name, sheet in zip(names, (about, *sheets), strict=True):
            self.fill(book.create_sheet(name), sheet)
        self.hide(book)
        book.active = min(1, len(sheets))
        book.security = WorkbookProtection(lockStructure=True)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def keep_lists(self, titles: Sequence[str]) -> None:
        """Work out where each list will stand."""
        from openpyxl.utils import get_column_letter

        for number, (name, options) in enumerate(self.lists.items(), 1):
            letter = get_column_letter(number)
            self._ranges[name] = f"{LISTS}!${letter}$1:${letter}${max(1, len(options))}"

    def fill(self, sheet: Any, form: FormSheet) -> None:
        """Write heads and cells, lock what is not open, and add the lists to choose from."""
        from openpyxl.styles import Font, PatternFill
        from openpyxl.utils import get_column_letter

        for number, column in enumerate(form.columns, 1):
            at = sheet.column_dimensions[get_column_letter(number)]
            at.width, at.hidden = column.width, column.is_hidden
            put(sheet.cell(1, number), column.code)
            head = sheet.cell(2, number)
            put(head, column.head)
            head.font = Font(bold=True, color="FFFFFF")
            head.fill = PatternFill("solid", fgColor="154273")
        sheet.row_dimensions[1].hidden = True
        sheet.freeze_panes = "A3"
        places: dict[tuple[str, bool], list[str]] = {}
        for row, cells in enumerate(form.rows, 3):
            for number, cell in enumerate(cells, 1):
                made = sheet.cell(row, number)
                put(made, cell.value)
                dress(made, cell)
                if cell.options:
                    places.setdefault((cell.options, cell.is_many), []).append(made.coordinate)
        for (name, is_many), at_cells in places.items():
            self.offer(sheet, name, at_cells, form.hint if is_many else "")
        lock(sheet)

    def offer(self, sheet: Any, name: str, places: Sequence[str], hint: str) -> None:
        """Let people choose from a list at these cells; with a hint other texts are taken too."""
        from openpyxl.worksheet.cell_range import MultiCellRange
        from openpyxl.worksheet.datavalidation import DataValidation

        choice = DataValidation(type="list", formula1=self._ranges[name], allow_blank=True)
        choice.showErrorMessage = not hint
        if hint:
            choice.prompt, choice.showInputMessage = hint[:255], True
        choice.sqref = MultiCellRange(" ".join(places))
        sheet.add_data_validation(choice)

    def hide(self, book: Any) -> None:
        """Add the lists and the mark on sheets that people do not see."""
        lists = book.create_sheet(LISTS)
        for number, options in enumerate(self.lists.values(), 1):
            for row, option in enumerate(options, 1):
                put(lists.cell(row, number), option)
        mark = book.create_sheet(MARK)
        put(mark.cell(1, 1), MARK)
        put(mark.cell(1, 2), self.mark)
        for sheet in (lists, mark):
            sheet.sheet_state = "veryHidden"
            lock(sheet)


def put(cell: Any, value: Value) -> None:
    """Write a value; a text stays text, also when it looks like a formula."""
    if isinstance(value, str):
        text = clean_text(value)[:MOST_LETTERS]
        if text:
            cell.value = text
            cell.data_type = "s"
            cell.quotePrefix = True
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"


def dress(made: Any, cell: FormCell) -> None:
    """Let a cell show whether it may be typed in."""
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    made.alignment = Alignment(vertical="top", wrap_text=True)
    if cell.is_open:
        line = Side(style="thin", color="C9D5E2")
        made.border = Border(left=line, right=line, top=line, bottom=line)
        made.fill = PatternFill("solid", fgColor="FFFFFF")
        made.protection = Protection(locked=False)
    else:
        made.fill = PatternFill("solid", fgColor="EEF2F6")


def lock(sheet: Any) -> None:
    """Lock a sheet, except that columns and rows may be made wider."""
    sheet.protection.enable()
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
