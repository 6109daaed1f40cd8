"""A question answered in rows: each row a card, closed to one line or open to be filled in."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import InvalidOperation
from functools import cached_property
from uuid import uuid4

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.forms import cell_name, name_of
from diligence.framework.choices import Lists
from diligence.framework.conditions import as_json, row_holds
from diligence.framework.schema import Column, Edition, Question
from diligence.framework.typed_lists import is_typed, lists_of
from diligence.framework.value_problems import InvalidValue, ValueProblem
from diligence.framework.values import shortfalls
from diligence.services.entries import Entry
from diligence.templatetags.diligence import anchor
from diligence.views.faces.fields import FieldFace, typed

NEW_ROW = "__row__"
"""Stands for a row's id in the blank row that script copies."""
FEW_ROWS = 2
"""So many rows are open from the start; more would make a long and heavy page."""
MOST_ROWS = 200
"""So many rows a page takes, whatever the questionnaire allows."""
TITLE_CELLS = 3

Places = Mapping[tuple[str, str], str]
"""A text by row and column."""


@dataclass(frozen=True, kw_only=True)
class RowFace:
    """One row."""

    id: str
    anchor: str
    number: int
    cells: Sequence[FieldFace]
    is_open: bool
    is_first: bool = False
    is_last: bool = False

    @cached_property
    def title(self) -> str:
        """Return what the row is about: its first filled cells."""
        told = [cell.told for cell in self.cells if cell.told and cell.is_open]
        return " · ".join(told[:TITLE_CELLS])

    @property
    def filled(self) -> list[FieldFace]:
        """Return the cells that hold something."""
        return [cell for cell in self.cells if cell.told]

    @property
    def kept(self) -> Iterable[tuple[str, str]]:
        """Return names and values that a closed row sends along, so that nothing changes."""
        return ((cell.name, value) for cell in self.cells for value in cell.sent)


@dataclass(frozen=True, kw_only=True)
class TableFace:
    """The rows of one question, and the blank one that script copies."""

    question: Question
    name: str
    anchor: str
    rows: Sequence[RowFace]
    blank: RowFace
    most: int
    problems: Sequence[str]
    """What is wrong with the table as a whole."""
    lists: Lists

    @property
    def row_name(self) -> str:
        """Return what one row is called."""
        name = self.question.row_name
        return name.get(get_language()) if name else _("rij")

    @property
    def is_full(self) -> bool:
        """Tell whether no row can be added."""
        return len(self.rows) >= self.most

    @property
    def conditions(self) -> str:
        """Return by column when it is asked, in JSON for the browser; nothing when always."""
        asked = {
            column.key: as_json(column.when) for column in self.question.columns if column.when
        }
        return json.dumps(asked) if asked else ""

    @property
    def suggestions(self) -> list[tuple[str, list[str]]]:
        """Return per typed list the names to offer again."""
        return [(name, [option.key for option in names]) for name, names in self.lists.items()]


def table_face(
    question: Question,
    entry: Entry,
    edition: Edition,
    *,
    error: InvalidValue | None = None,
    opened: Iterable[str] = (),
) -> TableFace:
    """Return the rows of an answer as they stand in the form; never without a row to start with."""
    rows = entry.value if isinstance(entry.value, list) else []
    maker = _Maker(question, edition, kept_lists(question, rows), entry.as_kept, error, rows)
    opened = [row for row in opened if row]
    known = {row["id"] for row in rows}
    new = [row for row in opened if row not in known] or ([] if rows else [str(uuid4())])
    every = [*rows, *({"id": row, "cells": {}} for row in new)]
    to_open = {*opened, *new, *(row for row, _ in maker.wrong), *(row for row, _ in maker.missing)}
    if len(every) <= FEW_ROWS:
        to_open.update(row["id"] for row in every)
    return TableFace(
        question=question,
        name=name_of(question, "rows"),
        anchor=anchor(question),
        rows=[
            maker.row(row, n, len(every), row["id"] in to_open) for n, row in enumerate(every, 1)
        ],
        blank=maker.row({"id": NEW_ROW, "cells": {}}, 0, 0, True),
        most=min(question.max_rows or MOST_ROWS, MOST_ROWS),
        problems=[p.text(get_language() or "nl") for p in error.problems if not p.row]
        if error
        else [],
        lists=maker.lists,
    )


def kept_lists(question: Question, rows: list) -> Lists:
    """Return the names typed in these rows; of rows with a fault, what can be read of them."""
    try:
        return lists_of(question, rows)
    except InvalidValue:
        return lists_of(question, None)


class _Maker:
    """Makes the rows of one table."""

    def __init__(self, question, edition, lists, as_kept, error, rows):
        self.question, self.edition, self.lists, self.as_kept = question, edition, lists, as_kept
        self.wrong = places(error.problems if error else ())
        self.missing = places(shortfalls(question, rows) if as_kept and rows else ())
        self.anchor = anchor(question)

    def row(self, row: dict, number: int, count: int, is_open: bool) -> RowFace:
        """Return one row."""
        cells = row["cells"]
        return RowFace(
            id=row["id"],
            anchor=f"{self.anchor}-{row['id']}",
            number=number,
            cells=[self.cell(row["id"], column, cells) for column in self.question.columns],
            is_open=is_open,
            is_first=number == 1,
            is_last=number == count,
        )

    def cell(self, row: str, column: Column, cells: dict) -> FieldFace:
        """Return one cell."""
        place = f"{self.anchor}-{row}-{column.key}"
        problem = self.wrong.get((row, column.key), "")
        return FieldFace(
            field=column,
            edition=self.edition,
            name=cell_name(self.question, row, column),
            id=place,
            value=typed(column, cells.get(column.key), as_kept=self.as_kept),
            described_by=f"{place}-error" if problem else "",
            label=column.text.get(get_language()),
            in_row=True,
            problem=problem,
            is_missing=(row, column.key) in self.missing,
            is_open=is_asked(column, cells),
            lists=self.lists,
            list_id=f"{self.anchor}-{column.catalogue}" if is_typed(column) else "",
        )


def places(problems: Iterable[ValueProblem]) -> Places:
    """Return what is said of cells, by row and column."""
    language = get_language() or "nl"
    return {(p.row, p.column): p.text(language) for p in problems if p.row}


def is_asked(column: Column, cells: Mapping) -> bool:
    """Tell whether the cells to the left ask for this one; a number that is none asks for it."""
    try:
        return row_holds(column.when, cells)
    except InvalidOperation:
        return True
