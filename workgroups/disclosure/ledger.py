"""What was published, as an attacker may hold it: one entry for every figure ever released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from workgroups.disclosure.menu import BY_NAME, TableSpec
from workgroups.disclosure.published import Key

ZERO = Decimal(0)


@dataclass(frozen=True)
class PublishedSet:
    """One figure: about whom, what it can mean, and what is true of each.

    A figure that was withheld is kept too, without a `value` and with everything possible: what
    hangs together with it can then be judged again. `values` leaves out the units that add nothing.
    """

    table: str
    year: int
    key: Key
    variable: str
    units: frozenset[str]
    value: str
    low: Decimal
    high: Decimal
    values: Mapping[str, Decimal]
    release: int = 0
    """The number of the release; 0 for the one that is being made."""

    @property
    def spec(self) -> TableSpec:
        """Return the table of the menu."""
        return BY_NAME[self.table]

    @property
    def half(self) -> Decimal:
        """Return half the width of what it can mean."""
        return (self.high - self.low) / 2

    @property
    def group(self) -> tuple[str, str]:
        """Return what has one base: a table, or the rows of it with one first key."""
        return group_of(self.table, self.key)

    def value_of(self, unit: str) -> Decimal:
        """Return what is true of this unit."""
        return self.values.get(unit, ZERO)


def group_of(table: str, key: Key) -> tuple[str, str]:
    """Return what names the figures that are about the same units."""
    return table, key[0] if len(BY_NAME[table].dims) > 1 else ""


def changed(units: frozenset[str], values: Mapping[str, Decimal], before: PublishedSet) -> set[str]:
    """Return the units that came, went, or no longer add what they added before."""
    same = units & before.units
    moved = {one for one in same if values.get(one, ZERO) != before.value_of(one)}
    return moved | (units ^ before.units)


def latest_before(shown: Iterable[PublishedSet], year: int) -> PublishedSet | None:
    """Return the newest figure of an earlier year of these, which are about one group of units."""
    earlier = [each for each in shown if each.year < year]
    return max(earlier, key=lambda each: (each.year, each.release, each.key), default=None)
