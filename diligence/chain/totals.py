"""A chain in figures: how much is known, by metal, stage, country and supplier. One line counts 1.

The figures count lines, not tonnes: a kilogram of gold and a ton of steel do not add up, and a
volume is nobody's business. Every count is of the same lines, so all totals are equal.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import TypeVar

from diligence.chain.line import KNOWN, PROBABLE, PROXY, ChainLine

Key = TypeVar("Key", bound=Hashable)
ZERO = Decimal(0)


@dataclass(slots=True)
class Tally:
    """How much lies somewhere, by how sure it is."""

    parts: dict[str, Decimal] = field(
        default_factory=lambda: {KNOWN: ZERO, PROBABLE: ZERO, PROXY: ZERO}
    )

    def add(self, line: ChainLine) -> None:
        """Count a line."""
        self.parts[line.certainty] += line.weight

    @property
    def known(self) -> Decimal:
        """Return what a document says."""
        return self.parts[KNOWN]

    @property
    def probable(self) -> Decimal:
        """Return what somebody says."""
        return self.parts[PROBABLE]

    @property
    def proxy(self) -> Decimal:
        """Return what is an estimate, or not known at all."""
        return self.parts[PROXY]

    @property
    def said(self) -> Decimal:
        """Return what is not an estimate."""
        return self.known + self.probable

    @property
    def total(self) -> Decimal:
        """Return all of it."""
        return self.said + self.proxy


def total_of(lines: Iterable[ChainLine]) -> Tally:
    """Return the tally of all lines."""
    tally = Tally()
    for line in lines:
        tally.add(line)
    return tally


def tallied(lines: Iterable[ChainLine], key: Callable[[ChainLine], Key]) -> dict[Key, Tally]:
    """Return a tally per key, the largest first."""
    found: dict[Key, Tally] = {}
    for line in lines:
        found.setdefault(key(line), Tally()).add(line)
    return dict(sorted(found.items(), key=lambda item: (-item[1].total, str(item[0]))))


def by_metal(lines: Iterable[ChainLine]) -> dict[str, Tally]:
    """Return a tally per metal."""
    return tallied(lines, lambda line: line.metal)


def by_country(lines: Iterable[ChainLine]) -> dict[str | None, Tally]:
    """Return a tally per country; None is where no country is known."""
    return tallied(lines, lambda line: line.country)


def hundredths(parts: Sequence[Decimal]) -> list[Decimal]:
    """Return the parts in hundredths so that they add up to their total in hundredths.

    World shares are whole per cents, so this seldom rounds anything. Where it does: largest
    remainder, so that no reader finds a sum that is out.
    """
    return rounded(parts, Decimal("0.01"))


def rounded(parts: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """Return the parts in whole units that add up to their rounded total."""
    down = [part.quantize(unit, ROUND_DOWN) for part in parts]
    short = int(((sum(parts, ZERO).quantize(unit)) - sum(down, ZERO)) / unit)
    order = sorted(range(len(parts)), key=lambda n: (down[n] - parts[n], n))
    for place in order[: max(0, short)]:
        down[place] += unit
    return down


def in_hundredths(tallies: Mapping[Key, Tally]) -> dict[Key, tuple[Decimal, Decimal, Decimal]]:
    """Return known, probable, estimate per key in hundredths; together they add up to the total."""
    names = (KNOWN, PROBABLE, PROXY)
    flat = [tally.parts[name] for tally in tallies.values() for name in names]
    found = iter(hundredths(flat))
    return {key: (next(found), next(found), next(found)) for key in tallies}
