"""What a page about the sector is made of: panels with a drawing, a table, and cells to follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote_plus

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convenant.charts import Chart
from convenant.sheets import Column, Table, Value
from diligence.summary.measures import Measure

WIDEST = 40
Key = tuple[Measure, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: a figure as it is read and as it is reckoned with, and the members behind it."""

    text: str
    number: Value = None
    behind: Key | None = None
    small: str = ""
    also: Decimal | None = None
    """What `small` tells, as a number."""
    shade: int | None = None
    """From 1 to 5 in a heat map; None without a colour."""

    @property
    def query(self) -> str:
        """Return what the address of the members behind it asks for."""
        if self.behind is None:
            return ""
        measure, a, b = self.behind
        return f"measure={measure}&a={quote_plus(a)}&b={quote_plus(b)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its name, then a cell for each column."""

    label: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together; without a title they are all there are."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A figure on a page: the conclusion, the drawing, and the same as a table."""

    id: str
    title: str
    lead: str
    head: Sequence[str]
    """Of the rows, then of each column."""
    groups: Sequence[Group]
    chart: Chart | None = None
    note: str = ""
    also: str = ""
    """What `Entry.also` is; then the table is a heat map."""
    is_wide: bool = False
    """Takes the whole width of the page."""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not any(group.rows for group in self.groups)

    @property
    def is_heat(self) -> bool:
        """Tell whether the table itself is the drawing."""
        return bool(self.also)

    @property
    def sheet(self) -> Table:
        """Return the panel as a sheet; a heat map with one line for each of its cells."""
        if self.is_heat:
            heads = [_("Groep"), self.head[0], _("Bij"), _("Leden"), self.also]
            return Table(self.title, [Column(head, 24) for head in heads], list(self.lines()))
        has_groups = any(group.title for group in self.groups)
        heads = [_("Groep"), *self.head] if has_groups else [*self.head]
        rows = [
            [*([group.title] if has_groups else []), row.label, *(e.number for e in row.entries)]
            for group in self.groups
            for row in group.rows
        ]
        widths = [WIDEST if place < 1 + has_groups else 16 for place in range(len(heads))]
        return Table(self.title, [Column(*one) for one in zip(heads, widths, strict=True)], rows)

    def lines(self) -> Iterator[list[Value]]:
        """Yield each cell of a heat map that has members."""
        for group in self.groups:
            for row in group.rows:
                for head, entry in zip(self.head[1:], row.entries, strict=True):
                    if entry.number:
                        yield [group.title, row.label, head, entry.number, entry.also]


def told(number: int | Decimal, decimals: int = 0) -> str:
    """Return a number as it is written in the language of the page."""
    return _told(number, decimals, get_language())


@lru_cache(maxsize=4096)
def _told(number: int | Decimal, decimals: int, language: str | None) -> str:
    """Write it; a page has the same few numbers a thousand times, and each costs its settings."""
    return number_format(number, decimals)


def count(number: int | Decimal, behind: Key | None = None) -> Entry:
    """Return a whole number; nothing is not followed to anybody."""
    return Entry(told(int(number)), int(number), behind if number else None)


def tenth(number: Decimal | None, behind: Key | None = None) -> Entry:
    """Return a figure with one decimal."""
    if number is None:
        return Entry("–")
    return Entry(told(round(number, 1), 1), round(number, 1), behind)


def share(part: int | Decimal, whole: int | Decimal) -> str:
    """Return a part in whole per cents, cut off; nothing of nothing."""
    return f"{int(100 * part / whole)}%" if whole else "–"
