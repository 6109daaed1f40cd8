"""A table answer is a table while it is readable, and records when it is not."""

import pytest

from diligence.framework.answer_text import answer_text
from diligence.framework.answers import Given
from diligence.reports import grids
from tests.diligence.reports.paper import edition, rows_of

TABLES = [question.key for question in edition().questions if question.kind == "table"]


def printed(key: str, typed: str = "Fatih Metal", rows: int = 3):
    """Return the columns, the words and the grid of one table."""
    question = edition().question(key)
    value = rows_of(question, rows, typed)
    told = answer_text(question, Given("answered", value), edition(), "nl")
    columns = grids.used_columns(question, value)
    return columns, told, grids.as_grid(columns, told, "nl")


@pytest.mark.parametrize("key", TABLES)
def test_every_cell_of_every_table_is_on_paper(key):
    columns, told, grid = printed(key)

    if grid is None:
        records = grids.as_records(columns, told, "nl")
        on_paper = [[record.title, *(e.value for e in record.entries)] for record in records]
    else:
        on_paper = [[text for cell in row for text in (cell.text, cell.under)] for row in grid.rows]

    for row, words in zip(told.rows, on_paper, strict=True):
        assert set(row) - {"–"} <= set(words)


@pytest.mark.parametrize("key", TABLES)
def test_the_widths_are_whole_per_cents_that_fill_the_page(key):
    _columns, _told, grid = printed(key)

    if grid is not None:
        widths = [column.width for column in grid.columns]
        assert sum(widths) == 100
        assert min(widths) >= 4
        assert max(widths) <= 96


def test_much_text_becomes_records():
    short = printed("identify.assessments", typed="Smelterij op Bangka")[2]
    much = printed("identify.assessments", typed="Zonder bezoek is dat niet te zien. " * 9)[2]

    assert short is not None
    assert much is None


def test_a_wide_table_puts_a_day_under_its_number():
    grid = printed("track.indicators")[2]

    target = next(column for column in grid.columns if column.under == "Doel gehaald op")
    assert target.is_number
    assert len(grid.columns) <= grids.COLUMNS_PER_TABLE


def test_columns_that_nobody_filled_are_left_out():
    question = edition().question("profile.sites")
    rows = [{"id": "1", "cells": {"name": "Tiel", "country": "NL"}}]

    assert [column.key for column in grids.used_columns(question, rows)] == ["name", "country"]
