"""What an attacker can put together: all that is said of the same things, and how they are tied.

A `Statement` says that a number of units, of some group, lies between two ends. A `Picture` holds
the statements that bear on each other, with what is true. Units that occur in the same statements
cannot be told apart: they form an atom, and an attacker works with atoms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

INFINITE = float("inf")
Truth = Mapping[str, float]
"""Of each unit within the scope of a variable what is true of it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The variables added up over these units lie from `low` to `high`."""

    variables: tuple[str, ...]
    units: frozenset[str]
    low: float
    high: float
    holders: frozenset[str] | None = None
    """Of a count read through what it is part of: the units counted. Each knows it of itself."""


@dataclass(frozen=True)
class Links:
    """How variables hang together for every unit, whatever anybody answered."""

    parts: Sequence[tuple[str, ...]] = ()
    """Of these exactly one holds."""
    below: Sequence[tuple[str, str]] = ()
    """The first holds only where the second does."""
    unions: Sequence[tuple[str, tuple[str, ...]]] = ()
    """The first holds only where one of the others does."""

    def touching(self) -> Iterator[tuple[str, ...]]:
        """Yield the variables of each link."""
        yield from self.parts
        yield from self.below
        for whole, pieces in self.unions:
            yield (whole, *pieces)

    def within(self, variables: frozenset[str]) -> Links:
        """Return the links between these variables."""
        return Links(
            [each for each in self.parts if each[0] in variables],
            [each for each in self.below if each[0] in variables],
            [each for each in self.unions if each[0] in variables],
        )


@dataclass(frozen=True)
class Picture:
    """Statements that bear on each other, the links between them, and the truth behind them."""

    statements: Sequence[Statement]
    links: Links
    truth: Mapping[str, Truth]
    owners: Mapping[str, str] = field(default_factory=dict)
    """Whose a unit is, where that is not the unit itself: a corrected file stands twice."""

    @property
    def variables(self) -> list[str]:
        """Return the variables, in one order."""
        return sorted(self.truth)

    def owner(self, unit: str) -> str:
        """Return the holding whose this unit is."""
        return self.owners.get(unit, unit)

    def atoms(self) -> list[list[str]]:
        """Return the units in groups that no statement and no variable tells apart."""
        scopes = [self.truth[name] for name in self.variables]
        groups: dict[tuple[bool, ...], list[str]] = {}
        for unit in sorted({unit for scope in scopes for unit in scope}):
            signature = tuple(unit in scope for scope in scopes) + tuple(
                unit in each.units for each in self.statements
            )
            groups.setdefault(signature, []).append(unit)
        return list(groups.values())


def pictures(
    statements: Iterable[Statement],
    links: Links,
    truth: Mapping[str, Truth],
    owners: Mapping[str, str],
) -> list[Picture]:
    """Return the statements in pictures of their own: no two pictures share a variable."""
    leader: dict[str, str] = {name: name for name in truth}

    def lead(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    statements = list(statements)
    for tied in (*links.touching(), *(each.variables for each in statements)):
        known = [name for name in tied if name in leader]
        for name in known[1:]:
            leader[lead(name)] = lead(known[0])
    groups: dict[str, list[Statement]] = {}
    for each in statements:
        groups.setdefault(lead(each.variables[0]), []).append(each)
    names: dict[str, set[str]] = {}
    for name in leader:
        names.setdefault(lead(name), set()).add(name)
    return [
        Picture(
            group,
            links.within(frozenset(names[top])),
            {name: truth[name] for name in names[top]},
            owners,
        )
        for top, group in sorted(groups.items())
    ]
