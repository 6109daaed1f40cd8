"""Cleaning the rows of a table: each keeps its own lasting id, and order is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from diligence.framework.answers import Cell, Row
from diligence.framework.cleaning import Cleaner
from diligence.framework.conditions import row_holds
from diligence.framework.schema import Column, Kind, Question
from diligence.framework.value_problems import (
    InvalidValue,
    ValueProblem,
    invalid,
    quoted,
)


def clean_rows(question: Question, raw: Any, cleaner: Cleaner) -> list[Row]:
    """The rows to keep of what was sent, complete or not; empty rows fall away.

    A row is `{"id": …, "cells": {…}}`; without an id, or with one that another row has, it gets
    a new one. Raises `InvalidValue` with the problems of all rows.
    """
    if raw is None or raw == "":
        return []
    if not isinstance(raw, list | tuple):
        raise invalid("wrong_shape")
    problems: list[ValueProblem] = []
    rows: list[Row] = []
    taken: set[str] = set()
    for number, sent in enumerate(raw, 1):
        row_id = _id_of(sent, taken)
        taken.add(row_id)
        cells, wrong = _cells_of(question, sent, cleaner)
        problems.extend(replace(p, row=row_id, row_number=number) for p in wrong)
        if cells:
            rows.append({"id": row_id, "cells": cells})
    if question.max_rows is not None and len(rows) > question.max_rows:
        most = {"most": question.max_rows, "count": len(rows)}
        problems.append(ValueProblem("too_many_rows", most))
    if problems:
        raise InvalidValue(problems)
    return rows


def row_shortfalls(question: Question, rows: list[Row]) -> tuple[ValueProblem, ...]:
    """The required cells and the rows that are still missing."""
    problems = []
    for number, row in enumerate(rows, 1):
        cells = row["cells"]
        for column in question.columns:
            if column.required and column.key not in cells and _is_open(column, cells):
                params = {"column": column.text}
                problem = ValueProblem("required", params, column.key, row["id"], number)
                problems.append(problem)
            elif column.kind == Kind.MULTIPLE and column.key in cells:
                problems.extend(_too_few(column, cells[column.key], row["id"], number))
    if len(rows) < question.min_rows:
        least = {"least": question.min_rows, "count": len(rows)}
        problems.append(ValueProblem("too_few_rows", least))
    return tuple(problems)


def _too_few(column: Column, chosen: Cell, row: str, number: int) -> list[ValueProblem]:
    if len(chosen or ()) >= column.min_choices:
        return []
    params = {"least": column.min_choices, "count": len(chosen or ())}
    return [ValueProblem("too_few_choices", params, column.key, row, number)]


def _id_of(sent: Any, taken: set[str]) -> str:
    given = sent.get("id") if isinstance(sent, Mapping) else None
    try:
        row_id = str(UUID(given)) if isinstance(given, str) else ""
    except ValueError:
        row_id = ""
    return row_id if row_id and row_id not in taken else str(uuid4())


def _cells_of(
    question: Question, sent: Any, cleaner: Cleaner
) -> tuple[dict[str, Cell], list[ValueProblem]]:
    """The filled cells of a row in the order of the columns, and what is wrong with others."""
    raw = sent.get("cells") if isinstance(sent, Mapping) else None
    if not isinstance(raw, Mapping):
        return {}, [ValueProblem("wrong_shape")]
    known = {column.key for column in question.columns}
    problems = [
        ValueProblem("unknown_column", {"typed": quoted(key)}) for key in raw if key not in known
    ]
    cells: dict[str, Cell] = {}
    for column in question.columns:
        if not _is_open(column, cells):
            continue
        try:
            value = cleaner.value(column, raw.get(column.key))
        except InvalidValue as error:
            problems.extend(replace(problem, column=column.key) for problem in error.problems)
        else:
            if value is not None:
                cells[column.key] = value
    return cells, problems


def _is_open(column: Column, cells: Mapping[str, Cell]) -> bool:
    """Whether the column is asked in this row, given the cells to its left."""
    return row_holds(column.when, cells)
