"""Suppliers and smelters: the names that people typed are the list."""

import pytest

from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.typed_lists import is_typed, lists_of
from diligence.framework.value_problems import InvalidValue

SOURCING = edition_from_folder(EDITIONS / "2026").question("identify.sourcing")


def row(**cells):
    return {"id": "a", "cells": cells}


def test_it_is_known_which_columns_are_typed():
    assert [column.key for column in SOURCING.columns if is_typed(column)] == [
        "supplier",
        "smelters",
    ]


def test_every_name_is_offered_once_in_the_order_of_the_rows():
    rows = [
        row(supplier="Öz Metaal", smelters=["PT Timah", "Minsur"]),
        row(supplier="Jansen", smelters=["Minsur"]),
        row(supplier="Öz Metaal"),
    ]

    lists = lists_of(SOURCING, rows)

    assert [option.key for option in lists["own_suppliers"]] == ["Öz Metaal", "Jansen"]
    assert [option.text.en for option in lists["smelters"]] == ["PT Timah", "Minsur"]


@pytest.mark.parametrize("value", [None, "", 3, "tekst", [3], [{}], [row(supplier=7)], [row()]])
def test_what_is_no_table_gives_empty_lists(value):
    assert lists_of(SOURCING, value) == {"own_suppliers": (), "smelters": ()}


def test_a_name_of_a_page_is_refused():
    with pytest.raises(InvalidValue, match="120"):
        lists_of(SOURCING, [row(supplier="x" * 121)])
