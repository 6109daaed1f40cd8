"""Members as units, and what the menu makes of them before anything is protected.

Nothing here may leave the secretariat. A unit is a holding: members of one holding count once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from workgroups.disclosure.menu import TableSpec
from workgroups.disclosure.published import Key, Kind

Fact = tuple[str, str, str]
Facts = Mapping[Fact, Decimal]
Lists = Mapping[str, Sequence[str]]
"""Of each dimension every value it can have, in order; a band from low to high."""
ONE, ZERO = Decimal(1), Decimal(0)
OWN = "own"
"""In the place of a metal: work of the company itself."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A holding in one year."""

    id: str
    facts: Facts


@dataclass(frozen=True)
class RawCell:
    """A figure before protection: of each unit in its base what that unit adds to it."""

    key: Key
    variable: str
    values: Mapping[str, Decimal]
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    """Of a ratio of two sums: what each unit adds to the lower one."""

    @property
    def total(self) -> Decimal:
        """Return the sum."""
        return sum(self.values.values(), ZERO)

    @property
    def base(self) -> frozenset[str]:
        """Return the units behind it, those that add nothing included."""
        return frozenset(self.values)


@dataclass(frozen=True)
class RawTable:
    """A table of the menu of one year, before protection."""

    spec: TableSpec
    year: int
    base: frozenset[str]
    of: int
    """How many holdings took part, whether or not they are in the base."""
    cells: tuple[RawCell, ...]
    level: int = 0
    """How often it was rolled up."""


def merged(
    members: Iterable[tuple[str, Facts]], lists: Lists, parts: Mapping[str, str]
) -> list[Unit]:
    """Return units of `(holding, facts)` of members: sums add up, means are averaged.

    Of facts that exclude each other (`parts`: the measure and its dimension) a holding keeps the
    lowest in the order of the list: it is as far as its member that has furthest to go.
    """
    grouped: dict[str, list[Facts]] = {}
    for holding, facts in members:
        grouped.setdefault(holding, []).append(facts)
    return [
        Unit(key, group[0] if len(group) == 1 else together(group, lists, parts))
        for key, group in sorted(grouped.items())
    ]


def together(group: Sequence[Facts], lists: Lists, parts: Mapping[str, str]) -> Facts:
    """Return the facts of the members of one holding as those of one."""
    found: dict[Fact, list[Decimal]] = {}
    for facts in group:
        for key, value in facts.items():
            found.setdefault(key, []).append(value)
    kept: dict[Fact, Decimal] = {}
    for key in lowest_of_parts(found, lists, parts):
        values = found[key]
        is_mean = key[0].endswith("score")
        kept[key] = sum(values, ZERO) / (len(values) if is_mean else 1)
    return kept


def lowest_of_parts(
    found: Iterable[Fact], lists: Lists, parts: Mapping[str, str]
) -> Iterator[Fact]:
    """Yield the facts without the higher ones of those that exclude each other."""
    best: dict[tuple[str, str], tuple[int, Fact]] = {}
    for key in sorted(found):
        measure, a, b = key
        if measure not in parts:
            yield key
            continue
        value, owner = (b, a) if b else (a, "")
        order = list(lists[parts[measure]])
        rank = order.index(value) if value in order else len(order)
        best[measure, owner] = min(best.get((measure, owner), (rank, key)), (rank, key))
    yield from (key for _, key in best.values())


def open_table(spec: TableSpec, year: int, numbers: Mapping[str, int]) -> RawTable:
    """Return a table of numbers that are public: who takes part."""
    cells = tuple(
        RawCell((key,), variable(spec.measure, (key,), year), {"": Decimal(number)})
        for key, number in numbers.items()
    )
    return RawTable(spec, year, frozenset(), 0, cells)


def raw_table(
    spec: TableSpec, year: int, units: Sequence[Unit], lists: Lists, of: int | None = None
) -> RawTable:
    """Return a table of the menu over these units, of so many that take part."""
    base = frozenset(unit.id for unit in units)
    keys = keys_of(spec, lists)
    make = {Kind.MEAN: means, Kind.MEDIAN: means}.get(spec.kind, counts)
    if spec.base_is_sum:
        make = ratios
    cells = tuple(make(spec, year, units, keys))
    if spec.parts and spec.kind == Kind.SHARE:
        base = frozenset().union(*(cell.base for cell in cells))
    return RawTable(spec, year, base, len(units) if of is None else of, cells)


def keys_of(spec: TableSpec, lists: Lists) -> list[Key]:
    """Return every key of a table: all that can be counted, not all that was found."""
    if len(spec.dims) == 1:
        return [(a,) for a in lists[spec.dims[0]]]
    first, second = (lists[dim] for dim in spec.dims)
    return [(a, b) for a in first for b in second]


def variable(measure: str, key: Key, year: int) -> str:
    """Return the name of what is said of each unit: one name, one truth per unit."""
    return f"{measure}/{'/'.join(key)}@{year}"


def fact_of(measure: str, key: Key) -> Fact:
    """Return the fact that stands behind a key."""
    return (measure, key[0], key[1] if len(key) > 1 else "")


def counts(
    spec: TableSpec, year: int, units: Sequence[Unit], keys: Sequence[Key]
) -> Iterator[RawCell]:
    """Yield a figure for each key: units counted, or what they have added up."""
    is_sum = spec.kind == Kind.SUM
    bases = bases_of(spec, units)
    for key in keys:
        fact = fact_of(spec.measure, key)
        values = {
            unit.id: unit.facts.get(fact, ZERO) if is_sum else (ONE if fact in unit.facts else ZERO)
            for unit in bases.get(group_of(spec, key), () if bases else units)
        }
        yield RawCell(key, variable(spec.measure, key, year), values)


def group_of(spec: TableSpec, key: Key) -> str:
    """Return what names the group that a figure is about; empty: all that have a value."""
    return key[0] if len(spec.dims) > 1 else ""


def bases_of(spec: TableSpec, units: Sequence[Unit]) -> Mapping[str, Sequence[Unit]]:
    """Return the units behind each group of keys; nothing when everybody is behind every figure.

    A row of a metal is about who works with it, a spread about who has a value at all. Own work is
    everybody's.
    """
    if not (spec.recognisable or spec.parts):
        return {}
    found: dict[str, list[Unit]] = {}
    for unit in units:
        firsts = {a for measure, a, _ in unit.facts if measure in (spec.measure, spec.base)}
        for group in sorted(firsts) if len(spec.dims) > 1 else [""] * bool(firsts):
            found.setdefault(group, []).append(unit)
    if spec.recognisable:
        found[OWN] = list(units)
    return found


def means(
    spec: TableSpec, year: int, units: Sequence[Unit], keys: Sequence[Key]
) -> Iterator[RawCell]:
    """Yield the values behind each mean: of the units that have one."""
    for key in keys:
        fact = fact_of(spec.measure, key)
        values = {unit.id: unit.facts[fact] for unit in units if fact in unit.facts}
        yield RawCell(key, variable(spec.measure, key, year), values)


def ratios(
    spec: TableSpec, year: int, units: Sequence[Unit], keys: Sequence[Key]
) -> Iterator[RawCell]:
    """Yield what is behind each ratio of two sums: of the units that have the lower one."""
    for key in keys:
        upper, lower = fact_of(spec.measure, key), fact_of(spec.base, key)
        weights = {unit.id: unit.facts[lower] for unit in units if unit.facts.get(lower)}
        values = dict.fromkeys(weights, ZERO)
        values.update({u.id: u.facts.get(upper, ZERO) for u in units if u.id in weights})
        yield RawCell(key, variable(spec.measure, key, year), values, weights)
