"""From figures to pictures: what bears on what.

Counts of themes, of groups of themes and of countries hang together; so does a spread, whose parts
are everybody. A count of a theme at a metal says that at least so many of those who work with the
metal have the theme: it is read as that, since who has it there has it at all. A file that was
corrected between two releases stands in the picture twice: as it was, and as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workgroups.disclosure.ledger import PublishedSet
from workgroups.disclosure.picture import (
    INFINITE,
    Links,
    Picture,
    Statement,
    Truth,
    pictures,
)
from workgroups.disclosure.published import Kind

PARENTS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "metal_theme": (("theme", 1),),
    "group_theme": (("theme", 1),),
    "stage_theme": (("theme", 1),),
    "country_theme": (("theme", 1), ("country", 0)),
    "region_theme": (("theme", 1), ("region", 0)),
}
"""Of a count of pairs: the counts it is part of, and which part of its key they have."""
WIDER = (("theme", "theme_group"), ("country", "region"))
"""Of a count: the one that rolls it up."""


@dataclass(frozen=True)
class Places:
    """How small things roll up, by the measure of the small one."""

    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def wider(self, measure: str, key: str) -> str | None:
        """Return the group, region or sort that this belongs to."""
        return self.groups.get(measure, {}).get(key)

    def dims(self) -> Mapping[str, Mapping[str, str]]:
        """Return the same by dimension: they carry the name of the measure."""
        return self.groups


def named(measure: str, year: int, *key: str) -> str:
    """Return the name of a variable."""
    return f"{measure}/{'/'.join(key)}@{year}"


class Assembly:
    """Everything published, sorted by what it speaks of."""

    def __init__(self, sets: Iterable[PublishedSet], places: Places) -> None:
        self.places = places
        self.sets = sorted(sets, key=lambda each: (each.release == 0, each.release))
        self.latest = {each.variable: each for each in self.sets}
        """Of each variable what holds now: the release that is being made comes last."""
        self.at = {(each.variable, each.release): each for each in self.sets}
        self.owners: dict[str, str] = {}
        self.valued = {each.variable for each in self.sets if each.value}
        self.twice = self.said_differently()

    def said_differently(self) -> set[str]:
        """Return the variables that were published of more than one set."""
        first: dict[str, PublishedSet] = {}
        found = set()
        for each in self.sets:
            if not each.value:
                continue
            one = first.setdefault(each.variable, each)
            if one.units != each.units or one.values != each.values:
                found.add(each.variable)
        return found

    def token(self, variable: str, release: int, unit: str) -> str:
        """Return what stands for a unit: itself, or what it said before it was corrected."""
        then, now = self.at.get((variable, release)), self.latest.get(variable)
        if not then or not now or then is now or unit not in then.units or unit not in now.units:
            return unit
        if then.value_of(unit) == now.value_of(unit):
            return unit
        name = f"{unit}~{release}"
        self.owners[name] = unit
        return name

    def tokens(self, variable: str, each: PublishedSet) -> frozenset[str]:
        """Return the units of a set, as they were then."""
        if variable not in self.twice:
            return each.units
        return frozenset(self.token(variable, each.release, unit) for unit in each.units)

    def is_projected(self, each: PublishedSet) -> bool:
        """Tell whether a count of pairs is read through the counts it is part of."""
        return each.spec.measure in PARENTS and each.variable not in self.twice

    def says_nothing(self, each: PublishedSet) -> bool:
        """Tell whether this rolls up others and was never shown: then it ties nothing together."""
        wholes = {large for _, large in WIDER}
        return each.spec.measure in wholes and each.variable not in self.valued

    # Counts.

    def counts(self) -> list[Picture]:
        """Return the pictures of all counts and shares."""
        truth: dict[str, dict[str, float]] = {}
        statements: list[Statement] = []
        for each in self.sets:
            if not is_counted(each) or self.is_projected(each) or self.says_nothing(each):
                continue
            scope = truth.setdefault(each.variable, {})
            for unit in each.units:
                name = self.token(each.variable, each.release, unit)
                scope[name] = float(each.value_of(unit))
        for each in self.sets:
            if is_counted(each):
                statements += self.statements_of(each, truth)
        return pictures(unique(statements), self.links(truth), truth, self.owners)

    def statements_of(self, each: PublishedSet, truth: Mapping[str, Truth]) -> Iterator[Statement]:
        """Yield what one figure says, of itself and of what it is part of."""
        low, high = float(each.low), float(each.high)
        if each.variable in truth and each.value:
            yield Statement((each.variable,), self.tokens(each.variable, each), low, high)
        for measure, part in PARENTS.get(each.spec.measure, ()):
            parent = named(measure, each.year, each.key[part])
            if not low or parent not in truth:
                continue
            units = frozenset(
                self.token(parent, each.release, unit) for unit in each.units
            ) & frozenset(truth[parent])
            if sum(truth[parent][unit] for unit in units) >= low:
                holders = frozenset(self.token(parent, each.release, unit) for unit in each.values)
                yield Statement((parent,), units, low, INFINITE, holders)

    def links(self, truth: Mapping[str, Truth]) -> Links:
        """Return how these variables hang together."""
        below, unions, parts = [], [], []
        spreads: dict[tuple[str, int, str], set[str]] = {}
        pieces: dict[str, set[str]] = {}
        for variable in sorted(truth):
            each = self.latest[variable]
            measure, year, key = each.spec.measure, each.year, each.key
            if each.spec.parts:
                spreads.setdefault((measure, year, each.group[1]), set()).add(variable)
            for parent, part in PARENTS.get(measure, ()):
                if (name := named(parent, year, key[part])) in truth:
                    below.append((variable, name))
            for small, large in WIDER:
                wider = self.places.wider(small, key[0]) if measure == small else None
                if wider and (name := named(large, year, wider)) in truth:
                    below.append((variable, name))
                    pieces.setdefault(name, set()).add(variable)
        parts = [tuple(sorted(names)) for _, names in sorted(spreads.items())]
        unions = [(name, tuple(sorted(names))) for name, names in sorted(pieces.items())]
        return Links(parts, below, unions)

    # Magnitudes.

    def magnitudes(self) -> list[tuple[Picture, int | None]]:
        """Return the pictures of all sums and means, each with the most a unit can have."""
        found: dict[str, list[PublishedSet]] = {}
        for each in self.sets:
            if each.value and each.spec.kind in (Kind.SUM, Kind.MEAN):
                found.setdefault(each.variable, []).append(each)
        result = []
        for variable, sets in sorted(found.items()):
            truth: dict[str, float] = {}
            for each in sets:
                for unit in each.units:
                    truth[self.token(variable, each.release, unit)] = float(each.value_of(unit))
            said = [
                Statement(
                    (variable,), self.tokens(variable, each), float(each.low), float(each.high)
                )
                for each in sets
            ]
            picture = Picture(unique(said), Links(), {variable: truth}, self.owners)
            result.append((picture, sets[0].spec.cap))
        return result


def is_counted(each: PublishedSet) -> bool:
    """Tell whether this is a number or a share of members, of something that is not public."""
    spec = each.spec
    return not spec.is_open and spec.kind in (Kind.COUNT, Kind.SHARE) and not spec.base_is_sum


def unique(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements, of those about the same sum the tightest ends only."""
    found: dict[tuple[object, ...], Statement] = {}
    for each in statements:
        key = (each.variables, each.units, each.holders)
        one = found.get(key, each)
        found[key] = replace(each, low=max(one.low, each.low), high=min(one.high, each.high))
    return list(found.values())
