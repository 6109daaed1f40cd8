"""Worlds found without a solver: two units trade an answer, and all that was published holds.

In a large sector nearly every doubt is settled by such a trade; all are tried at once, in
matrices. A unit with two partners stays in doubt for every single attacker: one partner is not it.
What is left is for the solver.
"""

from __future__ import annotations

from typing import Any

from workgroups.disclosure.picture import Picture, Statement


class Trades:
    """The trades in one picture, and which columns they keep in doubt whoever looks."""

    def __init__(self, picture: Picture) -> None:
        import numpy as np

        self.np, self.picture = np, picture
        self.units = sorted({unit for scope in picture.truth.values() for unit in scope})
        self.number = {unit: n for n, unit in enumerate(self.units)}
        self.enough = 4 if picture.owners else 2
        self.wholes = {piece: whole for whole, pieces in picture.links.unions for piece in pieces}
        self.has = {name: self.vector(name) for name in picture.variables}
        self.blocks = {name: self.blocked(name) for name in picture.variables}

    def vector(self, name: str) -> Any:
        """Return who has this."""
        found = self.np.zeros(len(self.units), bool)
        for unit, value in self.picture.truth[name].items():
            found[self.number[unit]] = value > 0
        return found

    def inside(self, units: frozenset[str]) -> Any:
        """Return who is in a set."""
        found = self.np.zeros(len(self.units), bool)
        found[[self.number[unit] for unit in units if unit in self.number]] = True
        return found

    def blocked(self, name: str) -> tuple[Any, Any, Any]:
        """Return which trades statements forbid, and who cannot lose, and gain, alone."""
        np, size = self.np, len(self.units)
        lose, gain = np.zeros((0, size), np.float32), np.zeros((0, size), np.float32)
        for each in self.picture.statements:
            if name not in each.variables:
                continue
            row = self.inside(each.units)[None].astype(np.float32)
            is_low, is_high = self.tight(each, name)
            lose = np.vstack([lose, row]) if is_low else lose
            gain = np.vstack([gain, row]) if is_high else gain
        trades = (lose.T @ (1 - lose) + (1 - gain).T @ gain) > 0
        return trades, lose.any(0), gain.any(0)

    def tight(self, statement: Statement, name: str) -> tuple[bool, bool]:
        """Tell whether one less, or one more, would break a statement, for whoever looks.

        Of a count read through what it is part of, one that has the whole and not the part knows
        that it is not counted: for it there is one less to spare.
        """
        total = sum(
            self.picture.truth[one].get(unit, 0)
            for one in statement.variables
            for unit in statement.units
        )
        spare = total - statement.low
        if statement.holders is not None and total > len(statement.holders):
            spare -= 1
        return spare < 1, statement.high - total < 1

    def settled(self) -> dict[str, frozenset[str]]:
        """Return by variable the units that stay in doubt for every single attacker."""
        if self.picture.links.parts or any(len(s.variables) > 1 for s in self.picture.statements):
            return {}
        pieces: dict[str, list[str]] = {}
        for piece, whole in self.wholes.items():
            pieces.setdefault(whole, []).append(piece)
        alone = {name for name, _ in self.picture.links.below} - set(self.wholes)
        found = {}
        for name in self.picture.variables:
            if name in alone or any(
                more == name and less in alone for less, more in self.picture.links.below
            ):
                continue
            partners = self.of_whole(name, pieces[name]) if name in pieces else self.of_piece(name)
            enough = self.np.flatnonzero(partners >= self.enough)
            scope = self.picture.truth[name]
            found[name] = frozenset(self.units[n] for n in enough if self.units[n] in scope)
        return found

    def is_above(self, name: str, alone: set[str]) -> bool:
        """Tell whether one of these holds only where this does."""
        below = self.picture.links.below
        return any(more == name and less in alone for less, more in below)

    def in_scope(self, name: str) -> Any:
        """Return who can have this at all."""
        return self.inside(frozenset(self.picture.truth[name]))

    def counted(self, allowed: Any, has: Any, scope: Any, losing: Any, gaining: Any) -> Any:
        """Return with how many others each unit can trade; alone counts as with everybody."""
        np = self.np
        pairs = allowed & has[:, None] & (scope & ~has)[None]
        partners = np.where(has, pairs.sum(1), pairs.sum(0))
        return partners + len(self.units) * np.where(has, losing, scope & gaining)

    def of_piece(self, name: str) -> Any:
        """Return the number of partners of each unit, for a variable that others may roll up."""
        np, has, scope = self.np, self.has[name], self.in_scope(name)
        trades, lose, gain = self.blocks[name]
        whole = self.wholes.get(name)
        if whole is None:
            return self.counted(~trades, has, scope, ~lose, ~gain)
        among = next(pieces for one, pieces in self.picture.links.unions if one == whole)
        number = sum(self.has[one].astype(int) for one in among)
        only, none = number == 1, number == 0
        whole_trades, whole_lose, whole_gain = self.blocks[whole]
        with_whole = only[:, None] & none[None] & ~whole_trades
        without = ~only[:, None] & ~none[None]
        down = only[:, None] & ~none[None] & ~whole_lose[:, None]
        up = ~only[:, None] & none[None] & ~whole_gain[None]
        allowed = ~trades & (with_whole | without | down | up)
        losing = ~lose & (~only | ~whole_lose)
        gaining = ~gain & (~none | ~whole_gain)
        return self.counted(allowed, has, scope, losing, np.asarray(gaining))

    def of_whole(self, name: str, pieces: list[str]) -> Any:
        """Return the number of partners for what rolls others up: all pieces go over together."""
        np, has, scope = self.np, self.has[name], self.in_scope(name)
        trades, lose, gain = self.blocks[name]
        broken = trades.astype(np.int32)
        stuck, free = np.zeros(len(self.units), bool), np.zeros(len(self.units), bool)
        for piece in pieces:
            piece_trades, piece_lose, piece_gain = self.blocks[piece]
            broken = broken + (piece_trades & self.has[piece][:, None])
            stuck |= piece_lose & self.has[piece]
            free |= ~piece_gain
        return self.counted(broken == 0, has, scope, ~lose & ~stuck, ~gain & free)
