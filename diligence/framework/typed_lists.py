"""Lists that a company makes itself by typing: its suppliers, and the smelters they name.

An edition may take options from `own_suppliers` or `smelters`. There is no file with these: what
somebody typed in a table is the list, a name is its own key, and the names typed before are
offered again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from diligence.framework.choices import Lists
from diligence.framework.schema import Column, Field, Option, Question
from diligence.framework.texts import Text
from diligence.framework.value_problems import invalid

TYPED_LISTS = ("own_suppliers", "smelters")
MOST_NAME = 120
"""Characters of one name."""


def is_typed(field: Field) -> bool:
    """Whether its options are names that people type."""
    return field.catalogue in TYPED_LISTS


def lists_of(question: Question, value: Any) -> Lists:
    """The typed lists of one answer, kept or just sent; every typed list is there, be it empty.

    Raises `InvalidValue` with `too_long` for a name that is no name.
    """
    lists: dict[str, tuple[Option, ...]] = dict.fromkeys(TYPED_LISTS, ())
    for column in question.columns:
        if is_typed(column):
            names = dict.fromkeys([*keys(lists[column.catalogue]), *names_in(column, value)])
            lists[column.catalogue] = tuple(map(option_of, names))
    return lists


def keys(options: Iterable[Option]) -> list[str]:
    """The names of a typed list."""
    return [option.key for option in options]


def names_in(column: Column, rows: Any) -> Iterator[str]:
    """The names in one column of rows, as they stand; whatever has another shape is passed by."""
    for row in rows if isinstance(rows, list | tuple) else ():
        cells = row.get("cells") if isinstance(row, Mapping) else None
        cell = cells.get(column.key) if isinstance(cells, Mapping) else None
        for name in cell if isinstance(cell, list | tuple) else [cell]:
            if isinstance(name, str) and name.strip():
                yield name


def option_of(name: str) -> Option:
    """A name as an option. Raises `InvalidValue`."""
    if len(name) > MOST_NAME:
        raise invalid("too_long", length=len(name), most=MOST_NAME)
    return Option(key=name, text=Text(name, name))
