"""Tables in, protected tables out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from workgroups.disclosure.primary import primary
from workgroups.disclosure.published import PublishedCell, PublishedTable
from workgroups.disclosure.raw import RawTable
from workgroups.disclosure.rules import Rules


@dataclass(frozen=True)
class PublishedSet:
    """One figure as the ledger keeps it: about whom, what it can mean, and what is true of each."""

    table: str
    year: int
    key: tuple[str, ...]
    variable: str
    units: frozenset[str]
    value: str
    low: Decimal
    high: Decimal
    values: Mapping[str, Decimal]
    release: int = 0

    @property
    def half(self) -> Decimal:
        """Return half the width of what it can mean."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Outcome:
    """Protected tables, what the ledger keeps once they are published, and how safe they are."""

    tables: tuple[PublishedTable, ...]
    sets: tuple[PublishedSet, ...]
    audit: Mapping[str, object] = field(default_factory=dict)


def protect(tables: Sequence[RawTable], rules: Rules, ledger: Sequence[PublishedSet]) -> Outcome:
    """Return these tables as they may be published beside everything published before."""
    done, sets = [], []
    for table in tables:
        cells = []
        for cell in table.cells:
            shown, why = primary(table, cell, rules)
            if shown is None:
                cells.append(PublishedCell(cell.key, why=why))
                continue
            cells.append(PublishedCell(cell.key, shown.value, shown.least, shown.most, why))
            sets.append(
                PublishedSet(
                    table.spec.name,
                    table.year,
                    cell.key,
                    cell.variable,
                    cell.base,
                    shown.value,
                    shown.low,
                    shown.high,
                    cell.values,
                )
            )
        done.append(
            PublishedTable(
                table.spec.name,
                table.year,
                table.spec.dims,
                table.spec.kind,
                str(len(table.base)),
                str(table.of),
                tuple(cells),
            )
        )
    return Outcome(tuple(done), tuple(sets))
