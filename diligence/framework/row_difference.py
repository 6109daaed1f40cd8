"""Two states of a table beside each other: which rows came, went, changed or moved.

Rows are known by their lasting id, never by their place. A row typed anew has another id; it is
taken for the same row when it says exactly the same, or when both tables have just one row left
with that name in the first column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from diligence.framework.answers import Cell, Row
from diligence.framework.row_merge import Cells
from diligence.framework.schema import Column, Kind
from diligence.framework.texts import Text
from diligence.framework.word_difference import Mark, Piece, difference_of, in_common

WRITTEN = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT})
"""Kinds that hold a company's own words, in its own language."""
WriteCell = Callable[[Column, Cell], str]
"""Puts a cell in words; an empty one is an empty text."""


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One cell in pieces; no pieces when it is empty in both."""

    column: str
    head: Text
    pieces: tuple[Piece, ...]
    is_written: bool
    """Whether these are the company's own words."""

    @property
    def is_changed(self) -> bool:
        return any(piece.mark != Mark.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row: what became of it, where it stands and stood (from 1), and its cells."""

    mark: Mark
    before: int | None
    after: int | None
    cells: tuple[CellDifference, ...]
    is_moved: bool = False

    @property
    def changed(self) -> tuple[CellDifference, ...]:
        return tuple(cell for cell in self.cells if cell.is_changed)

    @property
    def name(self) -> str:
        """What the first filled cell says now, or said; how people know the row."""
        first = next((cell for cell in self.cells if cell.pieces), None)
        pieces = first.pieces if first else ()
        stands = "".join(piece.text for piece in pieces if piece.mark != Mark.REMOVED)
        return stands.strip() or "".join(piece.text for piece in pieces)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one moment, the columns of its questionnaire, and how cells are written."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    write: WriteCell

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def text(self, key: str, cells: Cells) -> str:
        column = self.column(key)
        return self.write(column, cells.get(key)) if column else ""


def rows_between(before: Table, after: Table) -> tuple[RowDifference, ...]:
    """Every row of both, in the order of now; a row that went follows the row it stood behind."""
    pairs = _pairs(before, after)
    moved = _moved(pairs)
    columns = _columns(before, after)
    left = dict.fromkeys(range(len(before.rows)))
    for old, _ in pairs:
        del left[old]
    old_of = {new: old for old, new in pairs}
    found = [_gone(before, n, columns) for n in _gone_before(-1, left)]
    for new in range(len(after.rows)):
        if new not in old_of:
            found.append(_come(after, new, columns))
            continue
        old = old_of[new]
        cells = _cells(before, old, after, new, columns)
        mark = Mark.CHANGED if any(cell.is_changed for cell in cells) else Mark.SAME
        found.append(RowDifference(mark, old + 1, new + 1, cells, old in moved))
        found += [_gone(before, n, columns) for n in _gone_before(old, left)]
    return tuple(found)


def _gone_before(place: int, left: dict[int, None]) -> Iterator[int]:
    """The rows that went from right behind this place; each is told once."""
    while (place := place + 1) in left:
        yield place


def _pairs(before: Table, after: Table) -> list[tuple[int, int]]:
    """Which rows are the same row, as places in both, in the order of now."""
    found: dict[int, int] = {}
    for known in (lambda _t, row: row["id"], _content, _name):
        old = _single(before, known, set(found.values()))
        new = _single(after, known, set(found))
        found |= {place: old[key] for key, place in new.items() if key in old}
    return [(old, new) for new, old in sorted(found.items())]


def _single(table: Table, known: Callable, taken: set[int]) -> dict[Hashable, int]:
    """The places of rows by what they are known by, of those that only one row has."""
    keys = {n: known(table, row) for n, row in enumerate(table.rows) if n not in taken}
    times = Counter(keys.values())
    return {key: n for n, key in keys.items() if key is not None and times[key] == 1}


def _content(table: Table, row: Row) -> Hashable:
    return tuple((column.key, table.text(column.key, row["cells"])) for column in table.columns)


def _name(table: Table, row: Row) -> str | None:
    first = next(iter(table.columns), None)
    name = table.text(first.key, row["cells"]) if first else ""
    return name.casefold() or None


def _moved(pairs: list[tuple[int, int]]) -> set[int]:
    """The rows of then that stand elsewhere among those that stayed."""
    then = sorted(old for old, _ in pairs)
    now = [old for old, _ in pairs]
    in_order = in_common(then, now)
    if in_order is None:
        return {old for old, place in zip(now, then, strict=True) if old != place}
    return set(then) - {then[place] for place, _ in in_order}


def _columns(before: Table, after: Table) -> list[tuple[str, Text]]:
    """The columns that hold something in either, those of now first."""
    filled = {key for table in (before, after) for row in table.rows for key in row["cells"]}
    heads = {column.key: column.text for column in (*before.columns, *after.columns)}
    order = dict.fromkeys(column.key for column in (*after.columns, *before.columns))
    return [(key, heads[key]) for key in order if key in filled]


def _cells(before: Table, old: int, after: Table, new: int, columns) -> tuple[CellDifference, ...]:
    then, now = before.rows[old]["cells"], after.rows[new]["cells"]
    return tuple(
        _cell(key, head, before.text(key, then), after.text(key, now), _is_written(key, after))
        for key, head in columns
    )


def _gone(before: Table, place: int, columns) -> RowDifference:
    cells = before.rows[place]["cells"]
    told = tuple(
        _cell(key, head, before.text(key, cells), "", _is_written(key, before))
        for key, head in columns
    )
    return RowDifference(Mark.REMOVED, place + 1, None, told)


def _come(after: Table, place: int, columns) -> RowDifference:
    cells = after.rows[place]["cells"]
    told = tuple(
        _cell(key, head, "", after.text(key, cells), _is_written(key, after))
        for key, head in columns
    )
    return RowDifference(Mark.ADDED, None, place + 1, told)


def _is_written(key: str, table: Table) -> bool:
    column = table.column(key)
    return column is not None and column.kind in WRITTEN


def _cell(key: str, head: Text, then: str, now: str, is_written: bool) -> CellDifference:
    pieces = difference_of(then, now) if is_written else swap(then, now)
    return CellDifference(key, head, pieces, is_written)


def swap(then: str, now: str) -> tuple[Piece, ...]:
    """Two values as wholes: one that stayed, or one that went and one that came."""
    if then == now:
        return (Piece(Mark.SAME, now),) if now else ()
    both = (Piece(Mark.REMOVED, then), Piece(Mark.ADDED, now))
    return tuple(piece for piece in both if piece.text)
