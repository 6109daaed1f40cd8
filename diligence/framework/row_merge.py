"""Two people change the same table: put both changes together, row by row and cell by cell.

Rows have lasting ids, so it is known what each of the two changed since the rows they both saw.
Only when both gave the same cell another content, or one removed what the other changed, there is
something for a person to decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from diligence.framework.answers import Cell, Row

Cells = dict[str, Cell]
Rows = dict[str, Cells]


class RowsClash(Exception):
    """Both changed the same thing in another way; a person has to choose."""


def merge_rows(base: Sequence[Row], theirs: Sequence[Row], mine: Sequence[Row]) -> list[Row]:
    """The rows with both changes since `base`. Raises `RowsClash`."""
    before, first, second = by_id(base), by_id(theirs), by_id(mine)
    left: Rows = {}
    for row_id in dict.fromkeys([*first, *second]):
        cells = _row(before.get(row_id), first.get(row_id), second.get(row_id))
        if cells is not None:
            left[row_id] = cells
    return [{"id": row_id, "cells": left[row_id]} for row_id in _order(before, first, second, left)]


def by_id(rows: Sequence[Row]) -> Rows:
    """The cells of each row by its id, in order."""
    return {row["id"]: row["cells"] for row in rows}


def _row(before: Cells | None, theirs: Cells | None, mine: Cells | None) -> Cells | None:
    """One row with both changes; None when it is gone."""
    if theirs in (before, mine):
        return mine
    if mine == before:
        return theirs
    if theirs is None or mine is None:
        raise RowsClash
    cells: Cells = {}
    for column in dict.fromkeys([*theirs, *mine]):
        cell = _cell((before or {}).get(column), theirs.get(column), mine.get(column))
        if cell is not None:
            cells[column] = cell
    return cells


def _cell(before: Cell, theirs: Cell, mine: Cell) -> Cell:
    if theirs in (before, mine):
        return mine
    if mine == before:
        return theirs
    raise RowsClash


def _order(before: Rows, theirs: Rows, mine: Rows, left: Rows) -> list[str]:
    """Mine when I moved rows, else theirs; a row only the other has stays behind its neighbour."""
    kept = [row_id for row_id in before if row_id in mine]
    i_moved_rows = kept != [row_id for row_id in mine if row_id in before]
    leading, other = (mine, theirs) if i_moved_rows else (theirs, mine)
    order = [row_id for row_id in leading if row_id in left]
    added = [row_id for row_id in other if row_id in left]
    for place, row_id in enumerate(added):
        if row_id not in order:
            order.insert(_place_of(added, place, order), row_id)
    return order


def _place_of(added: list[str], place: int, order: list[str]) -> int:
    """Behind the row it follows, else before the first that follows it, else at the end."""
    if place:
        return order.index(added[place - 1]) + 1
    following = next((row_id for row_id in added if row_id in order), None)
    return order.index(following) if following else len(order)
