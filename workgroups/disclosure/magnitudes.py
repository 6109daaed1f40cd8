"""The attacker on sums and means: how close can it come to what one unit has?

A unit has nothing or more, and on a scale at most its end. The published sums are rows of a linear
program over atoms; for each atom the least and the most it can have give the least and the most
that one unit in it can have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workgroups.disclosure.attack import Hit
from workgroups.disclosure.picture import INFINITE, Picture

GRAIN = 1.0
"""Closer than one, or one point, is as good as known, however small the value."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How close an attacker comes to the value of one unit."""

    attacker: str
    units: tuple[str, ...]
    truth: float
    low: float
    high: float

    def is_near(self, margin: float, cap: float | None) -> bool:
        """Tell whether that is too close: from above, or, on a scale, from both sides."""
        width = max(margin * self.truth, GRAIN)
        from_above = self.high < self.truth + width
        return from_above and (cap is None or self.low > self.truth - width)

    def gap(self, cap: float | None) -> float:
        """Return how far the attacker stays off, as a part of the value; of nothing, in units."""
        above, below = self.high - self.truth, self.truth - self.low
        return (above if cap is None else max(above, below)) / (self.truth or 1.0)


class Sums:
    """One variable, with every statement about sums of it."""

    def __init__(self, picture: Picture, cap: float | None) -> None:
        self.picture, self.cap = picture, cap
        (self.variable,) = picture.variables
        self.truth = picture.truth[self.variable]
        self.atoms = picture.atoms()
        self.inside = [
            [at for at, atom in enumerate(self.atoms) if atom[0] in each.units]
            for each in picture.statements
        ]
        self.solver: Any = None

    def attackers(self) -> list[str]:
        """Return an outsider and every holding."""
        return ["", *sorted({self.picture.owner(unit) for unit in self.truth})]

    def reaches(self, owner: str) -> Iterator[Reach]:
        """Yield how close this attacker comes to those it comes closest to."""
        own, others = self.split(owner)
        for at, units in enumerate(others):
            if not units:
                continue
            least, most = self.range_of(at, own, [len(each) for each in others])
            rest = len(units) - 1
            high = most if self.cap is None else min(self.cap, most)
            low = least if not rest else max(0.0, least - rest * (self.cap or INFINITE))
            for truth in self.extremes(units):
                yield Reach(owner, tuple(units), truth, low, high)

    def extremes(self, units: list[str]) -> set[float]:
        """Return the values that an attacker can come closest to."""
        values = {self.truth[unit] for unit in units}
        return {max(values), min(values)} if self.cap is None else values

    def split(self, owner: str) -> tuple[list[float], list[list[str]]]:
        """Return what the attacker has in each atom, and who else is in it."""
        own, others = [], []
        for atom in self.atoms:
            mine = [unit for unit in atom if owner and self.picture.owner(unit) == owner]
            own.append(sum(self.truth[unit] for unit in mine))
            others.append([unit for unit in atom if unit not in mine] if mine else atom)
        return own, others

    def range_of(self, at: int, own: list[float], sizes: list[int]) -> tuple[float, float]:
        """Return the least and the most that the others in an atom can have together."""
        rows = [
            (each.low - sum(own[n] for n in inside), each.high - sum(own[n] for n in inside))
            for each, inside in zip(self.picture.statements, self.inside, strict=True)
        ]
        if len(self.atoms) == 1:
            ceiling = INFINITE if self.cap is None else self.cap * sizes[0]
            return max(0.0, *(low for low, _ in rows)), min(ceiling, *(high for _, high in rows))
        return self.solve(at, rows, sizes)

    def solve(
        self, at: int, rows: list[tuple[float, float]], sizes: list[int]
    ) -> tuple[float, float]:
        """Ask the solver for both ends."""
        import highspy
        import numpy as np

        solver = self.solver = self.solver or self.build()
        count = len(self.atoms)
        every = np.arange(count, dtype=np.int32)
        ceiling = [INFINITE if self.cap is None and n else (self.cap or 0.0) * n for n in sizes]
        solver.changeColsBounds(count, every, np.zeros(count), np.array(ceiling))
        numbers = np.arange(len(rows), dtype=np.int32)
        low, high = (np.array([row[end] for row in rows]) for end in (0, 1))
        solver.changeRowsBounds(len(rows), numbers, low, high)
        found = []
        for sign in (1.0, -1.0):
            cost = np.zeros(count)
            cost[at] = sign
            solver.changeColsCost(count, every, cost)
            solver.run()
            status = solver.getModelStatus()
            is_done = status == highspy.HighsModelStatus.kOptimal
            found.append(
                solver.getSolution().col_value[at] if is_done else (INFINITE, 0.0)[sign > 0]
            )
        return found[0], found[1]

    def build(self) -> Any:
        """Return a solver with a row for every statement."""
        import highspy
        import numpy as np

        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        count = len(self.atoms)
        solver.addVars(count, np.zeros(count), np.full(count, highspy.kHighsInf))
        for inside in self.inside:
            solver.addRow(
                -highspy.kHighsInf,
                highspy.kHighsInf,
                len(inside),
                np.array(inside, np.int32),
                np.ones(len(inside)),
            )
        return solver


def first_reach(picture: Picture, cap: int | None, margin: float) -> Hit | None:
    """Return the first unit that an outsider or an insider comes too close to."""
    sums = Sums(picture, cap)
    for owner in sums.attackers():
        for reach in sums.reaches(owner):
            if reach.is_near(margin, cap):
                return Hit(owner, sums.variable, reach.units)
    return None
