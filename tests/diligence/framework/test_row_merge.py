"""Two people change one table: both changes together, or a clash, never a loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diligence.framework.row_merge import RowsClash, merge_rows


def rows(**cells):
    """Return rows by id: `rows(a="Breda", b={"name": "Delft", "country": "NL"})`."""
    return [
        {"id": key, "cells": each if isinstance(each, dict) else {"name": each}}
        for key, each in cells.items()
    ]


BASE = rows(a="Breda", b="Delft", c="Almelo")


def test_changes_of_both_stand_together():
    theirs = rows(a="Breda-Noord", b="Delft", c="Almelo")
    mine = rows(a="Breda", b="Delft", c="Almere")

    assert merge_rows(BASE, theirs, mine) == rows(a="Breda-Noord", b="Delft", c="Almere")


def test_different_cells_of_one_row_stand_together():
    theirs = rows(a={"name": "Breda", "country": "NL"})
    mine = rows(a={"name": "Breda", "people": "4"})

    merged = merge_rows(rows(a="Breda"), theirs, mine)

    assert merged == rows(a={"name": "Breda", "country": "NL", "people": "4"})


def test_an_emptied_cell_stays_empty():
    base = rows(a={"name": "Breda", "country": "NL"})
    theirs = rows(a={"name": "Breda"})
    mine = rows(a={"name": "Breda-Noord", "country": "NL"})

    assert merge_rows(base, theirs, mine) == rows(a="Breda-Noord")


def test_new_rows_of_both_are_kept_after_their_neighbour():
    theirs = rows(a="Breda", x="Van hen", b="Delft", c="Almelo")
    mine = rows(a="Breda", b="Delft", c="Almelo", y="Van mij")

    assert [row["id"] for row in merge_rows(BASE, theirs, mine)] == ["a", "x", "b", "c", "y"]


def test_a_row_put_before_all_others_stays_there():
    mine = rows(y="Van mij", a="Breda", b="Delft", c="Almelo")

    assert [row["id"] for row in merge_rows(BASE, BASE, mine)] == ["y", "a", "b", "c"]


def test_a_removed_row_is_gone():
    assert merge_rows(BASE, rows(a="Breda", c="Almelo"), BASE) == rows(a="Breda", c="Almelo")
    assert merge_rows(BASE, BASE, rows(b="Delft")) == rows(b="Delft")


def test_my_order_wins_when_i_moved_rows_and_theirs_when_i_did_not():
    moved = rows(c="Almelo", a="Breda", b="Delft")

    assert merge_rows(BASE, BASE, moved) == moved
    assert merge_rows(BASE, moved, BASE) == moved


def test_two_first_answers_are_put_together():
    assert merge_rows([], rows(x="Van hen"), rows(y="Van mij")) == rows(x="Van hen", y="Van mij")


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (rows(a="Zij", b="Delft", c="Almelo"), rows(a="Ik", b="Delft", c="Almelo")),
        (rows(b="Delft", c="Almelo"), rows(a="Ik", b="Delft", c="Almelo")),
        (rows(a="Zij", b="Delft", c="Almelo"), rows(b="Delft", c="Almelo")),
    ],
    ids=["same cell", "they removed, I changed", "they changed, I removed"],
)
def test_what_can_not_both_be_kept_is_for_a_person(theirs, mine):
    with pytest.raises(RowsClash):
        merge_rows(BASE, theirs, mine)


names = st.sampled_from("abcdef")
tables = st.dictionaries(names, st.dictionaries(st.sampled_from("xyz"), st.text(max_size=2))).map(
    lambda table: [{"id": key, "cells": cells} for key, cells in table.items()]
)


@given(base=tables, theirs=tables, mine=tables)
def test_nothing_either_of_them_wrote_is_lost_silently(base, theirs, mine):
    """Whatever they did: a clash, or each cell that one of them changed stands in the result."""
    try:
        merged = {row["id"]: row["cells"] for row in merge_rows(base, theirs, mine)}
    except RowsClash:
        return
    before = {row["id"]: row["cells"] for row in base}
    for writer in (theirs, mine):
        for row in writer:
            for column, value in row["cells"].items():
                if value != before.get(row["id"], {}).get(column):
                    assert merged[row["id"]][column] == value


@given(base=tables, mine=tables)
def test_who_changes_alone_gets_exactly_their_own_rows(base, mine):
    assert merge_rows(base, base, mine) == mine
    assert merge_rows(base, mine, mine) == mine
