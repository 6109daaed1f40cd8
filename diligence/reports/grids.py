"""A table answer on paper: a table when it fits across the page, else one record for each row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

from convenant.charts.measure import text_width
from diligence.framework.answer_text import EMPTY_CELL, AnswerText
from diligence.framework.schema import Column as Asked
from diligence.framework.schema import Kind, Question
from diligence.reports.shape import Cell, Column, Entry, Grid, Record

TEXTS_PER_TABLE = 2
"""With more columns of free text a table would be narrow strips of words."""
COLUMNS_PER_TABLE = 7
WIDTH_OF_PAGE = 481.9
"""The full measure in points: 170 mm."""
FULLEST = 1.5
"""How much more width than there is the columns may ask for."""
SMALL = 8.5
PADDING = 8.0
WIDE_ENOUGH = 115.0
"""Points that a column asks for in full; of what its longest cell has more, a part."""
PART_OF_MORE = 0.15
HYPHENATED = 45.0
"""Points in which a word in a head fits, once it is hyphenated."""


def used_columns(question: Question, rows: Sequence[Mapping]) -> list[Asked]:
    """Return the columns that hold something, in the order of the question."""
    return [c for c in question.columns if any(c.key in row["cells"] for row in rows)]


def groups_of(columns: Sequence[Asked]) -> list[tuple[int, ...]]:
    """Return which columns share one on paper, by place.

    A wide table puts the day of a number under that number, and the choice that says what a text
    is about under that text.
    """
    places = range(len(columns))
    if len(columns) <= COLUMNS_PER_TABLE:
        return [(place,) for place in places]
    kinds = [column.kind for column in columns]
    pairs = ((Kind.NUMBER, Kind.DATE), (Kind.SHORT_TEXT, Kind.CHOICE))
    under = {after for before, after in pairwise(places) if (kinds[before], kinds[after]) in pairs}
    return [
        (place, place + 1) if place + 1 in under else (place,)
        for place in places
        if place not in under
    ]


def as_grid(columns: Sequence[Asked], told: AnswerText, lang: str) -> Grid | None:
    """Return the rows as a table, or None when they would not be readable at this width.

    Typed cells carry the language they were typed in.
    """
    groups = groups_of(columns)
    texts = sum(column.kind == Kind.SHORT_TEXT for column in columns)
    if texts > TEXTS_PER_TABLE or len(groups) > COLUMNS_PER_TABLE:
        return None
    rows = tuple(tuple(_cell(columns, row, group, lang) for group in groups) for row in told.rows)
    heads = [
        Column(
            head=told.columns[group[0]],
            under=told.columns[group[1]] if len(group) > 1 else "",
            is_number=columns[group[0]].kind == Kind.NUMBER,
        )
        for group in groups
    ]
    asked = sum(_wanted(head, place, rows) for place, head in enumerate(heads))
    if asked > WIDTH_OF_PAGE * FULLEST:
        return None
    return Grid(columns=with_widths(heads, rows), rows=rows)


def as_records(columns: Sequence[Asked], told: AnswerText, lang: str) -> tuple[Record, ...]:
    """Return one record for each row; its first cell is the title."""
    langs = [_lang(column, lang) for column in columns]
    return tuple(
        Record(
            title=row[0],
            lang=langs[0],
            entries=tuple(
                Entry(head, value, own)
                for head, value, own in zip(told.columns, row, langs, strict=True)
                if value != EMPTY_CELL
            )[1:],
        )
        for row in told.rows
    )


def with_widths(heads: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    """Return the columns with their share of the width in whole per cents, 100 together.

    No column is narrower than its longest word; what is left goes to who asks for more.
    """
    least = [ceil(100 * _word(head, i, rows) / WIDTH_OF_PAGE) for i, head in enumerate(heads)]
    wanted = [100 * _wanted(head, i, rows) / WIDTH_OF_PAGE for i, head in enumerate(heads)]
    left = 100 - sum(least)
    more = [max(0.0, want - word) for want, word in zip(wanted, least, strict=True)]
    whole = sum(more) or 1
    shares = [word + int(left * each / whole) for word, each in zip(least, more, strict=True)]
    widest = more.index(max(more))
    shares[widest] += 100 - sum(shares)
    return tuple(replace(head, width=share) for head, share in zip(heads, shares, strict=True))


def _cells(place: int, rows: Sequence[Sequence[Cell]]) -> list[str]:
    return [text for row in rows for text in (row[place].text, row[place].under)]


def _word(head: Column, place: int, rows: Sequence[Sequence[Cell]]) -> float:
    """Return the room for the longest word of a column, in points."""
    of_head = _longest(f"{head.head} {head.under}".split())
    of_cells = _longest({word for text in _cells(place, rows) for word in text.split()})
    return max(min(of_head, HYPHENATED), min(of_cells, WIDE_ENOUGH)) + PADDING


def _wanted(head: Column, place: int, rows: Sequence[Sequence[Cell]]) -> float:
    """Return the room in which most cells would not wrap much, in points."""
    longest = _longest(_cells(place, rows))
    in_full = min(longest, WIDE_ENOUGH)
    return max(_word(head, place, rows), in_full + PART_OF_MORE * (longest - in_full) + PADDING)


def _longest(texts: Iterable[str]) -> float:
    return max((text_width(text, SMALL) for text in texts), default=0)


def _cell(columns: Sequence[Asked], row: Sequence[str], group: tuple[int, ...], lang: str) -> Cell:
    first = columns[group[0]]
    below = row[group[1]] if len(group) > 1 else ""
    return Cell(
        text=row[group[0]],
        under="" if below == EMPTY_CELL else below,
        lang=_lang(first, lang),
        is_number=first.kind == Kind.NUMBER,
    )


def _lang(column: Asked, lang: str) -> str:
    return lang if column.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT) else ""
