"""A published table: what it keeps, and what it says of a figure it does not have."""

from decimal import Decimal

from workgroups.disclosure.menu import BY_NAME
from workgroups.disclosure.protect import protect
from workgroups.disclosure.published import PublishedCell, PublishedTable, Why
from workgroups.disclosure.raw import Unit, raw_table
from workgroups.disclosure.rules import Rules

THEMES = {"theme": ("child_labour", "water", "noise")}


def units(number, **having):
    """Return units of which the first so many have a theme."""
    return [
        Unit(
            f"u{n:02}",
            {("theme", theme, ""): Decimal(3) for theme, most in having.items() if n < most},
        )
        for n in range(number)
    ]


def test_a_table_is_read_back_as_it_was_kept():
    """What was published stays what it was."""
    cells = (
        PublishedCell(("tin", "water"), "7"),
        PublishedCell(("tin", "noise"), "<5", "0", "4", Why.TOO_FEW),
        PublishedCell(("gold", "noise"), why=Why.DERIVABLE),
    )
    table = PublishedTable(
        "metal_theme", 2026, ("metal", "theme"), "count", "11", "12", cells, "panel"
    )
    assert PublishedTable.from_json(table.to_json()) == table
    assert table.keys("theme") == ["water", "noise"]
    assert table.cell("tin", "noise").is_band
    assert table.cell("lead", "noise") == PublishedCell(("lead", "noise"), why=Why.NO_MENU)


def test_few_nobody_and_almost_everybody_are_bands():
    """Nobody reads the same as four, and eleven of twelve the same as all."""
    table = raw_table(BY_NAME["themes"], 2026, units(12, child_labour=7, water=0, noise=11), THEMES)
    (shown,) = protect([table], Rules(), ()).tables
    assert [cell.value for cell in shown.cells] == ["7", "<5", "≥10"]
    assert (shown.counted, shown.of) == ("12", "12")


def test_of_four_members_nothing_is_counted():
    """Under the minimum there is no figure, not even a small one."""
    table = raw_table(BY_NAME["themes"], 2026, units(4, child_labour=2), THEMES)
    (shown,) = protect([table], Rules(), ()).tables
    assert shown.is_withheld
    assert {cell.why for cell in shown.cells} == {Why.TOO_FEW}
