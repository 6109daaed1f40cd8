"""A table of values, before it becomes a sheet or a CSV file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Value = str | int | float | Decimal | date | datetime | None
"""What a cell holds. None is an empty cell. A moment is in its own time zone."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and how wide it is in characters."""

    head: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; `title` names the sheet."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
