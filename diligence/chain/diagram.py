"""From lines to a diagram: metal, stage, country and supplier, each column of the same total.

Only the largest stations stand apart; the rest of a column is one station, so that nothing falls
out of the total however long the list is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from diligence.chain.line import CERTAINTIES, ChainLine
from diligence.chain.totals import Tally, tallied

METAL, STAGE, COUNTRY, SUPPLIER = "metal", "stage", "country", "supplier"
AXES = (METAL, STAGE, COUNTRY, SUPPLIER)
MOST = {METAL: 8, STAGE: 14, COUNTRY: 12, SUPPLIER: 12}
REST = "…"
"""The key of the station that holds all that do not stand apart."""
NOBODY = ""
"""The key of what has no country or no supplier."""


@dataclass(frozen=True, slots=True)
class Node:
    """A station of a column; `count` is how many it holds, for the rest of a column."""

    key: str
    tally: Tally
    count: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """What goes from a station to one in the next column, of one certainty."""

    source: str
    target: str
    certainty: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Diagram:
    """The columns in the order of `AXES`, and the links between each two."""

    columns: tuple[tuple[Node, ...], ...]
    links: tuple[tuple[Link, ...], ...]


def key_on(axis: str) -> Callable[[ChainLine], str]:
    """Return what gives the key of a line in this column."""
    return lambda line: getattr(line, axis) or NOBODY


def column(lines: Sequence[ChainLine], axis: str) -> tuple[list[Node], dict[str, str]]:
    """Return the stations of a column, and for each key in which station it is."""
    tallies = tallied(lines, key_on(axis))
    order = sorted(tallies, key=lambda key: (key == NOBODY, -tallies[key].total, key))
    if axis == STAGE:
        order.sort()
    has_nobody = NOBODY in tallies
    room = MOST[axis] + has_nobody
    largest = sorted(order, key=lambda key: (key != NOBODY, -tallies[key].total, key))
    apart = set(order if len(order) <= room else largest[: room - 1])
    nodes = [Node(key, tallies[key]) for key in order if key in apart]
    rest = [key for key in order if key not in apart]
    if rest:
        together = Tally()
        for key in rest:
            for certainty, weight in tallies[key].parts.items():
                together.parts[certainty] += weight
        place = len(nodes) - (has_nobody and axis != STAGE)
        nodes.insert(place, Node(REST, together, len(rest)))
    return nodes, {key: key if key in apart else REST for key in order}


def diagram(lines: Sequence[ChainLine]) -> Diagram:
    """Return the diagram of these lines."""
    made = [column(lines, axis) for axis in AXES]
    links = []
    for place in range(len(AXES) - 1):
        (sources, here), (targets, there) = made[place], made[place + 1]
        source_of, target_of = key_on(AXES[place]), key_on(AXES[place + 1])
        weights: dict[tuple[str, str, str], Decimal] = {}
        for line in lines:
            found = (here[source_of(line)], there[target_of(line)], line.certainty)
            weights[found] = weights.get(found, Decimal(0)) + line.weight
        left = {node.key: n for n, node in enumerate(sources)}
        right = {node.key: n for n, node in enumerate(targets)}
        order = sorted(
            weights, key=lambda one: (left[one[0]], right[one[1]], CERTAINTIES.index(one[2]))
        )
        links.append(tuple(Link(*one, weights[one]) for one in order))
    return Diagram(tuple(tuple(nodes) for nodes, _ in made), tuple(links))
