"""The attacker on counts: could anything be otherwise than it is, as far as it can see?

A world gives each unit an answer so that everything published holds. What is the same in every world
that agrees with what the attacker knows of itself, is disclosed. The solver looks for the world that
differs from the truth in most of what is still doubtful, until nothing more can differ. One world
clears many doubts for many attackers, so each is tried on all that were found before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workgroups.disclosure.picture import Picture, Statement


@dataclass(frozen=True, slots=True)
class Hit:
    """What one attacker can tell for certain: this variable of these units."""

    attacker: str
    """The holding; empty for an outsider."""
    variable: str
    units: tuple[str, ...]


class Attacker:
    """One picture as sums over atoms, and all that can try it."""

    def __init__(self, picture: Picture) -> None:
        import numpy as np

        self.picture, self.np = picture, np
        self.atoms = picture.atoms()
        self.columns = [
            (name, at)
            for name in picture.variables
            for at, atom in enumerate(self.atoms)
            if atom[0] in picture.truth[name]
        ]
        self.at = {column: n for n, column in enumerate(self.columns)}
        self.size = np.array([len(self.atoms[at]) for _, at in self.columns], float)
        self.truth = np.array(
            [sum(picture.truth[name][unit] for unit in self.atoms[at]) for name, at in self.columns]
        )
        self.rows: list[tuple[list[int], list[float], float, float]] = list(self.statement_rows())
        self.statements = len(self.rows)
        self.parts = list(self.part_rows())
        self.order = list(self.link_rows())
        self.worlds: list[Any] = []
        self.model = self.build()

    # What holds in every world.

    def statement_rows(self) -> Iterator[tuple[list[int], list[float], float, float]]:
        """Yield what was published."""
        for each in self.picture.statements:
            columns = self.columns_of(each)
            yield columns, [1.0] * len(columns), each.low, each.high

    def columns_of(self, statement: Statement) -> list[int]:
        """Return the columns a statement adds up."""
        inside = [at for at, atom in enumerate(self.atoms) if atom[0] in statement.units]
        pairs = ((name, at) for name in statement.variables for at in inside)
        return [self.at[pair] for pair in pairs if pair in self.at]

    def part_rows(self) -> Iterator[list[int]]:
        """Yield columns that add up to the size of their atom."""
        for names in self.picture.links.parts:
            for at in range(len(self.atoms)):
                columns = [self.at[name, at] for name in names if (name, at) in self.at]
                if columns:
                    yield columns

    def link_rows(self) -> Iterator[tuple[list[int], list[float]]]:
        """Yield sums that are never above nothing."""
        unions = ((whole, pieces) for whole, pieces in self.picture.links.unions)
        for at in range(len(self.atoms)):
            for less, more in self.picture.links.below:
                if (less, at) in self.at and (more, at) in self.at:
                    yield [self.at[less, at], self.at[more, at]], [1.0, -1.0]
        for whole, pieces in unions:
            for at in range(len(self.atoms)):
                inside = [self.at[one, at] for one in pieces if (one, at) in self.at]
                if (whole, at) in self.at and len(inside) == len(pieces):
                    yield [self.at[whole, at], *inside], [1.0] + [-1.0] * len(inside)

    def build(self) -> Any:
        """Return the solver with all rows; the ends are set for each attacker."""
        import highspy

        np, infinite = self.np, highspy.kHighsInf
        solver = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.3)):
            solver.setOptionValue(option, value)
        count = len(self.columns)
        solver.addVars(count, np.zeros(count), self.size)
        kinds = np.array([highspy.HighsVarType.kInteger] * count)
        solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        rows = [(c, v) for c, v, _, _ in self.rows]
        rows += [(c, [1.0] * len(c)) for c in self.parts] + self.order
        starts = np.cumsum([0] + [len(c) for c, _ in rows])[:-1]
        index = np.array([n for c, _ in rows for n in c], np.int32)
        values = np.array([v for _, each in rows for v in each], float)
        free = np.full(len(rows), infinite)
        solver.addRows(len(rows), -free, free, len(index), starts.astype(np.int32), index, values)
        self.matrix = (index, values, starts, self.statements)
        return solver

    # One attacker.

    def attackers(self) -> list[str]:
        """Return an outsider and one holding of each kind: same atoms, same answers, same view."""
        found: dict[tuple[Any, ...], str] = {}
        for owner in sorted({self.picture.owner(u) for atom in self.atoms for u in atom}):
            own, presence = self.own(owner)
            found.setdefault((own.tobytes(), presence.tobytes()), owner)
        return ["", *found.values()]

    def own(self, owner: str) -> tuple[Any, Any]:
        """Return what a holding adds to each column, and how many units of the column it is."""
        own, presence = self.np.zeros(len(self.columns)), self.np.zeros(len(self.columns))
        for n, (name, at) in enumerate(self.columns) if owner else ():
            for unit in self.units_of(owner, at):
                own[n] += self.picture.truth[name][unit]
                presence[n] += 1
        return own, presence

    def units_of(self, owner: str, at: int) -> list[str]:
        """Return the units of this holding in an atom."""
        return [unit for unit in self.atoms[at] if self.picture.owner(unit) == owner]

    def hits(self, owner: str) -> list[Hit]:
        """Return all that this attacker can tell for certain."""
        own, presence = self.own(owner)
        size, truth = self.size - presence, self.truth - own
        doubt = (size > 0) & ((truth == 0) | (truth == size))
        for world in self.worlds:
            if doubt.any():
                doubt &= ~self.cleared(world - own, size, truth)
        while doubt.any():
            world = self.solve(own, size, truth, doubt)
            if world is None:
                break
            cleared = doubt & (world != truth)
            if not cleared.any():
                break
            doubt &= ~cleared
            self.worlds.append(world + own)
        return [self.hit(owner, n) for n in self.np.flatnonzero(doubt)]

    def hit(self, owner: str, column: int) -> Hit:
        """Return what is disclosed in this column."""
        name, at = self.columns[column]
        others = (unit for unit in self.atoms[at] if self.picture.owner(unit) != owner)
        return Hit(owner, name, tuple(others))

    def cleared(self, rest: Any, size: Any, truth: Any) -> Any:
        """Return which columns differ from the truth in this world, if it is one for this attacker."""
        if (rest < 0).any() or (rest > size).any() or not self.keeps_order(rest, size):
            return self.np.zeros(len(rest), bool)
        return rest != truth

    def keeps_order(self, rest: Any, size: Any) -> bool:
        """Tell whether the links hold for the others too, once one's own is taken out."""
        index, values, starts, first = self.matrix
        sums = self.np.add.reduceat(values * rest[index], starts)[first:]
        whole = [size[columns[0]] for columns in self.parts]
        split = len(whole)
        return bool((sums[:split] == whole).all() and (sums[split:] <= 0).all())

    def solve(self, own: Any, size: Any, truth: Any, doubt: Any) -> Any:
        """Return a world of the others in which much that is doubtful differs; None if none is."""
        import highspy

        np, solver = self.np, self.model
        count = len(self.columns)
        every = np.arange(count, dtype=np.int32)
        solver.changeColsBounds(count, every, np.zeros(count), size)
        weight = np.where(truth == 0, 1.0, -1.0) / np.maximum(size, 1)
        solver.changeColsCost(count, every, np.where(doubt, weight, 0.0))
        low, high = self.ends(own, size)
        solver.changeRowsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.rint(np.array(solver.getSolution().col_value))

    def ends(self, own: Any, size: Any) -> tuple[Any, Any]:
        """Return the ends of all rows for an attacker that takes its own answers out."""
        known = [float(own[columns].sum()) for columns, _, _, _ in self.rows]
        sizes = [size[columns[0]] for columns in self.parts]
        zeros = [0.0] * len(self.order)
        low = [row[2] - mine for row, mine in zip(self.rows, known, strict=True)]
        high = [row[3] - mine for row, mine in zip(self.rows, known, strict=True)]
        free = [-float("inf")] * len(self.order)
        return self.np.array(low + sizes + free), self.np.array(high + sizes + zeros)

    # A figure that is not shown exactly.

    def span(self, statement: Statement) -> tuple[float, float]:
        """Return the least and the most that this sum can be, for an outsider."""
        found = []
        own, presence = self.own("")
        columns = self.columns_of(statement)
        for sign in (-1.0, 1.0):
            low, high = self.ends(own, self.size)
            np, solver, count = self.np, self.model, len(self.columns)
            every = np.arange(count, dtype=np.int32)
            cost = np.zeros(count)
            cost[columns] = sign
            solver.changeColsBounds(count, every, np.zeros(count), self.size)
            solver.changeColsCost(count, every, cost)
            solver.changeRowsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)
            solver.setOptionValue("mip_rel_gap", 0.0)
            solver.run()
            solver.setOptionValue("mip_rel_gap", 0.3)
            found.append(round(sum(solver.getSolution().col_value[n] for n in columns)))
        return found[0], found[1]


def first_hit(picture: Picture) -> Hit | None:
    """Return the first thing that an outsider or any insider can tell for certain."""
    attacker = Attacker(picture)
    for owner in attacker.attackers():
        if hits := attacker.hits(owner):
            return hits[0]
    return None
