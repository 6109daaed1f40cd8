"""Cells of a sheet: what they say, and which were never worked out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from diligence.smelters.package import Package, SheetPart, local, open_package, parse
from diligence.uploads.refusal import Refused

MOST_ROWS = 20_000
MOST_COLUMNS = 26
"""A to Z; what stands further right in these templates are sums of their own."""
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Place = tuple[int, int]
"""Row and column, from 1."""


@dataclass(slots=True)
class Sheet:
    """What stands in one sheet. A cell that is empty, or an error, is not in `values`."""

    name: str
    is_hidden: bool
    counts_from_1904: bool = False
    values: dict[Place, str | float] = field(default_factory=dict)
    unworked: set[Place] = field(default_factory=set)
    """Formulas of which the file holds no outcome, or an error."""
    last_row: int = 0

    def text(self, row: int, column: int) -> str:
        """Return what a cell says as one line of text; numbers without needless decimals."""
        value = self.values.get((row, column), "")
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() else str(value)
        return " ".join(value.split())

    def lines(self, row: int, column: int) -> str:
        """Return what a cell says with its line ends."""
        value = self.values.get((row, column), "")
        return value.strip() if isinstance(value, str) else self.text(row, column)

    def number(self, row: int, column: int) -> float | None:
        """Return the number in a cell; None when it holds text."""
        value = self.values.get((row, column))
        return value if isinstance(value, float) else None

    def day(self, row: int, column: int) -> datetime.date | None:
        """Return the day that a number in a cell stands for; None when it is no likely day."""
        number = self.number(row, column)
        if number is None or not 20_000 < number < 80_000:
            return None
        start = datetime.date(1904, 1, 1) if self.counts_from_1904 else datetime.date(1899, 12, 30)
        return start + datetime.timedelta(days=int(number))

    def rows(self, first: int) -> Iterator[int]:
        """Yield the rows from here down that hold anything."""
        yield from sorted({row for row, _column in self.values if row >= first})


class Workbook:
    """A workbook whose sheets are read when they are asked for."""

    def __init__(self, package: Package):
        self._package = package
        self._read: dict[str, Sheet] = {}

    @property
    def parts(self) -> tuple[SheetPart, ...]:
        """Return the sheets as the file lists them."""
        return self._package.sheets

    def sheet(self, name: str) -> Sheet | None:
        """Return a sheet by name, whatever its capitals; None without one. Raises Refused."""
        wanted = name.strip().casefold()
        for part in self.parts:
            if part.name.strip().casefold() == wanted:
                if part.path not in self._read:
                    self._read[part.path] = read_sheet(self._package, part)
                return self._read[part.path]
        return None

    def all(self) -> Iterator[Sheet]:
        """Yield every sheet. Raises Refused."""
        for part in self.parts:
            sheet = self.sheet(part.name)
            if sheet is not None:
                yield sheet


def open_workbook(path: Path) -> Workbook:
    """Open a workbook. Raises Refused."""
    return Workbook(open_package(path))


class Reader:
    """Takes in the XML of one sheet."""

    def __init__(self, sheet: Sheet, texts: tuple[str, ...]):
        self.sheet = sheet
        self.texts = texts
        self.place: Place | None = None
        self.row = self.column = 0
        self.kind = ""
        self.has_formula = False
        self.pieces: list[str] = []
        self.is_text = False
        self.is_aid = False
        """Inside a reading aid of Japanese, which is no part of the text."""

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """Begin a row, a cell or what is in it."""
        name = local(tag)
        if name == "row":
            self.row = int(given.get("r") or self.row + 1)
            self.column = 0
        elif name == "c":
            self.begin(given)
        elif name == "f":
            self.has_formula = True
        elif name == "rPh":
            self.is_aid = True
        self.is_text = name in ("v", "t") and self.place is not None and not self.is_aid

    def begin(self, given: Mapping[str, str]) -> None:
        """Begin a cell; some programs leave out where it stands."""
        found = PLACE.fullmatch(given.get("r", ""))
        self.column = column_number(found[1]) if found else self.column + 1
        self.row = int(found[2]) if found else self.row
        self.place = (self.row, self.column) if self.column <= MOST_COLUMNS else None
        self.kind = given.get("t", "n")
        self.has_formula = False
        self.pieces = []

    def data(self, text: str) -> None:
        """Take in a piece of what a cell holds."""
        if self.is_text:
            self.pieces.append(text)

    def end(self, tag: str) -> None:
        """End a cell: keep what it says."""
        self.is_text = False
        name = local(tag)
        self.is_aid = self.is_aid and name != "rPh"
        if name != "c" or self.place is None:
            return
        value = self.value("".join(self.pieces))
        is_formula_without = self.has_formula and self.kind != "str"
        if value is None and (is_formula_without or self.kind == "e"):
            self.sheet.unworked.add(self.place)
        if value is not None and value != "":
            if self.row > MOST_ROWS:
                raise Refused("too_many_rows", most=MOST_ROWS)
            self.sheet.values[self.place] = value
            self.sheet.last_row = max(self.sheet.last_row, self.row)
        self.place = None

    def value(self, held: str) -> str | float | None:
        """Return what a cell holds; None for nothing and for an error."""
        if self.kind == "s":
            return self.shared(held)
        if self.kind == "e":
            return None
        if self.kind == "n":
            return number_of(held)
        if self.kind == "b":
            return "Yes" if held.strip() in ("1", "true") else "No"
        return None if not held.strip() else held

    def shared(self, held: str) -> str | None:
        """Return the shared text of this number. Raises Refused."""
        if not held.strip():
            return None
        try:
            return self.texts[int(held)]
        except (ValueError, IndexError):
            raise Refused("damaged") from None


def read_sheet(package: Package, part: SheetPart) -> Sheet:
    """Read one sheet. Raises Refused."""
    sheet = Sheet(part.name, part.is_hidden, package.counts_from_1904)
    reader = Reader(sheet, package.texts)
    try:
        parse(package.archive, part.path, start=reader.start, data=reader.data, end=reader.end)
    except ValueError:
        raise Refused("damaged") from None
    return sheet


@cache
def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def number_of(held: str) -> float | None:
    """Return a number as it is written in the file; None for an empty cell."""
    return float(held) if held.strip() else None
