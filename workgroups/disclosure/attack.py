"""The attacker on counts: could anything be otherwise than it is, as far as it can see?

A world gives each unit an answer so that everything published holds. What is the same in every
world that agrees with what the attacker knows of itself, is disclosed. The solver looks for the
world that differs from the truth in most of what is still doubtful, until nothing more can differ.
A world in which an attacker stays as it is clears doubts for that attacker too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from workgroups.disclosure.picture import Picture, Statement

SMALL = 24
"""Up to so many holdings every attacker searches by itself."""


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
        self.parts = list(self.part_rows())
        self.order = list(self.link_rows())
        self.worlds: list[tuple[frozenset[str], Any]] = []
        """Who stays as they are, and the columns that differ from the truth."""
        self.shares = self.shares_of_owners()
        self.together = self.changing()
        self.units: dict[str, list[str]] = {}
        for unit in (unit for atom in self.atoms for unit in atom):
            self.units.setdefault(picture.owner(unit), []).append(unit)
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
        return solver

    # One attacker.

    def attackers(self) -> list[str]:
        """Return an outsider and one holding of each kind: same atoms, same answers, same view."""
        found: dict[tuple[Any, ...], str] = {}
        for owner in sorted(self.shares):
            mine = frozenset(self.units[owner])
            counted = tuple(
                len(each.holders & mine) for each in self.picture.statements if each.holders
            )
            found.setdefault((*self.shares[owner], counted), owner)
        return ["", *found.values()]

    def shares_of_owners(self) -> dict[str, list[tuple[int, float]]]:
        """Return of each holding the columns it is in, with what it adds, once for each unit."""
        found: dict[str, list[tuple[int, float]]] = {}
        for n, (name, at) in enumerate(self.columns):
            for unit in self.atoms[at]:
                share = (n, self.picture.truth[name][unit])
                found.setdefault(self.picture.owner(unit), []).append(share)
        return found

    def own(self, owners: Iterable[str]) -> tuple[Any, Any]:
        """Return what holdings add to each column, and how many units of the column they are."""
        own, presence = self.np.zeros(len(self.columns)), self.np.zeros(len(self.columns))
        for owner in owners:
            for n, value in self.shares.get(owner, ()):
                own[n] += value
                presence[n] += 1
        return own, presence

    def hits(self, *owners: str) -> list[Hit]:
        """Return all that these holdings can tell together; without any, what an outsider can."""
        self.seed()
        frozen = frozenset(filter(None, owners))
        own, presence = self.own(frozen)
        size, truth = self.size - presence, self.truth - own
        doubt = (size > 0) & ((truth == 0) | (truth == size))
        for still, differs in self.worlds:
            if frozen <= still:
                doubt &= ~differs
        while doubt.any() and (differs := self.search(frozen, doubt)) is not None:
            doubt &= ~differs
        return [self.hit(frozen, int(n)) for n in self.np.flatnonzero(doubt)]

    def seed(self) -> None:
        """Find worlds for many attackers at once: in each, half of the holdings stay as they are.

        The halves are the digits of their numbers, so any two holdings are apart in one of them. Of
        a large picture one variable changes at a time, with those that roll it up.
        """
        owners = sorted(self.shares)
        if self.worlds or len(owners) <= SMALL:
            return
        for digit, side in product(range(len(owners).bit_length()), (0, 1)):
            frozen = frozenset(one for n, one in enumerate(owners) if n >> digit & 1 == side)
            own, presence = self.own(frozen)
            size, truth = self.size - presence, self.truth - own
            doubt = (size > 0) & ((truth == 0) | (truth == size))
            for columns in self.together:
                if (doubt & columns).any():
                    differs = self.search(frozen, doubt & columns, columns)
                    if differs is not None:
                        doubt &= ~differs

    def changing(self) -> list[Any]:
        """Return columns that may change while others stay: of a variable and what is above it."""
        above = dict(self.picture.links.below)
        grouped = {name: names for names in self.picture.links.parts for name in names}
        found: dict[tuple[str, ...], None] = {}
        for name in self.picture.variables:
            alone = (name, *filter(None, [above.get(name)]))
            found.setdefault(tuple(grouped.get(name, alone)))
        return [self.np.array([name in names for name, _ in self.columns]) for names in found]

    def search(self, frozen: frozenset[str], doubt: Any, changing: Any = None) -> Any:
        """Look for a world for these attackers; return what differs in it, if anything does."""
        own, presence = self.own(frozen)
        size, truth = self.size - presence, self.truth - own
        world = self.solve(frozen, truth, size, doubt, changing)
        if world is None or not (doubt & (world != truth)).any():
            return None
        self.worlds.append((frozen, world != truth))
        return world != truth

    def hit(self, frozen: frozenset[str], column: int) -> Hit:
        """Return what is disclosed in this column."""
        name, at = self.columns[column]
        others = (unit for unit in self.atoms[at] if self.picture.owner(unit) not in frozen)
        return Hit(" + ".join(sorted(frozen)), name, tuple(others))

    def solve(
        self, frozen: frozenset[str], truth: Any, size: Any, doubt: Any, changing: Any
    ) -> Any:
        """Return a world of the others in which much that is doubtful differs; None if none is."""
        import highspy

        np, solver = self.np, self.model
        mine = frozenset(unit for owner in frozen for unit in self.units.get(owner, ()))
        count = len(self.columns)
        every = np.arange(count, dtype=np.int32)
        floor, ceiling = np.zeros(count), size
        if changing is not None:
            floor, ceiling = np.where(changing, 0, truth), np.where(changing, size, truth)
        solver.changeColsBounds(count, every, floor, ceiling)
        weight = np.where(truth == 0, 1.0, -1.0) / np.maximum(size, 1)
        solver.changeColsCost(count, every, np.where(doubt, weight, 0.0))
        low, high = self.ends(self.truth - truth, size, mine)
        solver.changeRowsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.rint(np.array(solver.getSolution().col_value))

    def ends(self, own: Any, size: Any, mine: frozenset[str]) -> tuple[Any, Any]:
        """Return the ends of all rows for attackers that take what is theirs out."""
        known = [
            float(own[columns].sum()) if each.holders is None else len(each.holders & mine)
            for (columns, _, _, _), each in zip(self.rows, self.picture.statements, strict=True)
        ]
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
        own, _ = self.own([])
        columns = self.columns_of(statement)
        for sign in (-1.0, 1.0):
            low, high = self.ends(own, self.size, frozenset())
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
