"""The attacker on counts: could anything be otherwise than it is, as far as it can see?

A world gives each unit an answer so that everything published holds. What is the same in every
world that agrees with what the attacker knows of itself, is disclosed. The solver looks for the
world that differs from the truth in most of what is still doubtful, until nothing more can differ.
A world in which an attacker stays as it is clears doubts for that attacker too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from workgroups.disclosure.picture import Picture, Statement
from workgroups.disclosure.trades import Trades

SMALL = 24
"""With more holdings trades are tried before the solver is."""
MOST = 400
"""With more columns than this, and many holdings, what no trade keeps in doubt counts as told."""
NODES = 20
"""How long the solver looks; what it does not find by then counts as not there."""
NEAR = 0.001
"""How little a change weighs that settles nothing: worlds near the truth serve more attackers."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What one attacker can tell for certain: this variable of these units."""

    attacker: str
    """The holding; empty for an outsider."""
    variable: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """A world: for whom it was found, which columns differ, how far rows are from their end."""

    of: frozenset[str]
    differs: Any
    spare: list[float]


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
        self.worlds: list[World] = []
        self.shares = self.shares_of_owners()
        self.unseen = self.uncounted()
        self.settled: Any = None
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
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.3),
            ("mip_max_nodes", NODES),
        ):
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
        mine = frozenset(filter(None, owners))
        own, presence = self.own(mine)
        size, truth = self.size - presence, self.truth - own
        doubt = (size > 0) & ((truth == 0) | (truth == size))
        if len(self.shares) > SMALL and len(mine) < 2:
            self.settled = self.by_trades() if self.settled is None else self.settled
            doubt &= ~self.settled
        for world in self.worlds:
            if doubt.any() and self.fits(world, mine):
                doubt &= ~world.differs
        while self.may_search(doubt) and (differs := self.search(mine, doubt)) is not None:
            doubt &= ~differs
        return [self.hit(mine, int(n)) for n in self.np.flatnonzero(doubt)]

    def may_search(self, doubt: Any) -> bool:
        """Tell whether the solver is asked: of a large picture trades alone decide."""
        return bool(doubt.any()) and (len(self.shares) <= SMALL or len(self.columns) <= MOST)

    def fits(self, world: World, mine: frozenset[str]) -> bool:
        """Tell whether a world agrees with what these attackers know of themselves."""
        if world.of == mine:
            return True
        if any(world.differs[n] for owner in mine for n, _ in self.shares.get(owner, ())):
            return False
        rows = [row for owner in mine for row in self.unseen.get(owner, ())]
        return all(world.spare[row] >= rows.count(row) for row in set(rows))

    def uncounted(self) -> dict[str, frozenset[int]]:
        """Return of each holding the rows in which it could be counted, and knows it is not."""
        found: dict[str, set[int]] = {owner: set() for owner in self.shares}
        for row, each in enumerate(self.picture.statements):
            if each.holders is None:
                continue
            for name in each.variables:
                for unit in each.units - each.holders:
                    if self.picture.truth[name].get(unit):
                        found[self.picture.owner(unit)].add(row)
        return {owner: frozenset(rows) for owner, rows in found.items()}

    def by_trades(self) -> Any:
        """Return the columns in which every unit stays in doubt, whoever looks."""
        settled = Trades(self.picture).settled()
        return self.np.array(
            [settled.get(name, frozenset()).issuperset(self.atoms[at]) for name, at in self.columns]
        )

    def search(self, mine: frozenset[str], doubt: Any) -> Any:
        """Look for a world for these attackers; return what differs in it, if anything does."""
        own, presence = self.own(mine)
        size, truth = self.size - presence, self.truth - own
        rest = self.solve(mine, truth, size, doubt)
        if rest is None or not (doubt & (rest != truth)).any():
            return None
        whole = rest + own
        spare = [whole[columns].sum() - low for columns, _, low, _ in self.rows]
        self.worlds.append(World(mine, rest != truth, spare))
        return rest != truth

    def hit(self, frozen: frozenset[str], column: int) -> Hit:
        """Return what is disclosed in this column."""
        name, at = self.columns[column]
        others = (unit for unit in self.atoms[at] if self.picture.owner(unit) not in frozen)
        return Hit(" + ".join(sorted(frozen)), name, tuple(others))

    def solve(self, frozen: frozenset[str], truth: Any, size: Any, doubt: Any) -> Any:
        """Return a world of the others in which much that is doubtful differs; None if none is."""
        import highspy

        np, solver = self.np, self.model
        mine = frozenset(unit for owner in frozen for unit in self.units.get(owner, ()))
        count = len(self.columns)
        every = np.arange(count, dtype=np.int32)
        solver.changeColsBounds(count, every, np.zeros(count), size)
        is_pure = (truth == 0) | (truth == size)
        weight = np.where(truth == 0, 1.0, -1.0) / np.maximum(size, 1)
        solver.changeColsCost(count, every, np.where(doubt, weight, -NEAR * weight * is_pure))
        low, high = self.ends(self.truth - truth, size, mine)
        solver.changeRowsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)
        solver.run()
        if (
            solver.getInfo().primal_solution_status
            != highspy.SolutionStatus.kSolutionStatusFeasible
        ):
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
