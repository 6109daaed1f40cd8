"""Everything ever published, attacked once more: what can anybody tell from all of it together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from workgroups.disclosure.assemble import Assembly, Places
from workgroups.disclosure.attack import Attacker
from workgroups.disclosure.ledger import PublishedSet
from workgroups.disclosure.magnitudes import Sums

MOST_FOR_PAIRS = 14
"""With more holdings pairs are not tried: there are too many."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit found."""

    figures: int
    shown: int
    told: tuple[str, ...]
    """What somebody can tell for certain, or comes too close to: the names of the variables."""
    closest: float | None
    """How close anybody comes to a magnitude of another, as a part of it; None without any."""
    told_to_pairs: int | None
    """How many variables two members that tell each other all can learn of; None when not tried."""


def audit(sets: Sequence[PublishedSet], places: Places, margin: float) -> Finding:
    """Return what an outsider, every member and, among few, every pair can tell."""
    assembly = Assembly(sets, places)
    told, pairs = [], 0
    owners = {unit for each in sets for unit in each.units}
    tries_pairs = len(owners) <= MOST_FOR_PAIRS
    for picture in assembly.counts():
        attacker = Attacker(picture)
        ones = attacker.attackers()
        told += [hit.variable for one in ones for hit in attacker.hits(one)]
        if tries_pairs:
            found = {
                hit.variable
                for pair in combinations(sorted(attacker.shares), 2)
                for hit in attacker.hits(*pair)
            }
            pairs += len(found)
    closest = None
    for picture, cap in assembly.magnitudes():
        sums = Sums(picture, cap)
        for owner in sums.attackers():
            for reach in sums.reaches(owner):
                told += [sums.variable] if reach.is_near(margin, cap) else []
                closest = reach.gap(cap) if closest is None else min(closest, reach.gap(cap))
    return Finding(
        len(sets),
        sum(bool(each.value) for each in sets),
        tuple(sorted(set(told))),
        closest,
        pairs if tries_pairs else None,
    )
