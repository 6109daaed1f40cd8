"""Tables in, protected tables out.

Each figure begins in the best form that it alone may have. Then every attacker tries everything
that was ever published together with it. What one can tell makes a figure give way, the one of
least worth among those that speak of it, until nobody can tell anything. It ends: at worst nothing
is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workgroups.disclosure.assemble import PARENTS, Assembly, Places, named
from workgroups.disclosure.attack import Attacker, Hit
from workgroups.disclosure.figures import Figure, figures_of
from workgroups.disclosure.ledger import PublishedSet
from workgroups.disclosure.magnitudes import first_reach
from workgroups.disclosure.picture import Statement
from workgroups.disclosure.published import PublishedTable, Why
from workgroups.disclosure.raw import RawTable
from workgroups.disclosure.rules import Rules

NOTHING = Places()


@dataclass(frozen=True)
class Outcome:
    """Protected tables, what the ledger keeps once they are published, and what was tried."""

    tables: tuple[PublishedTable, ...]
    sets: tuple[PublishedSet, ...]
    audit: Mapping[str, Any] = field(default_factory=dict)


class BetraysBefore(Exception):
    """What was published before betrays somebody by itself; no figure can mend that."""


def protect(
    tables: Sequence[RawTable],
    rules: Rules,
    ledger: Sequence[PublishedSet],
    places: Places = NOTHING,
) -> Outcome:
    """Return these tables as they may be published beside everything published before."""
    figures = figures_of(tables, rules, ledger, places.dims())
    rounds = Protection(figures, rules, ledger, places).run()
    return Outcome(
        tuple(published(table, figures) for table in tables),
        tuple(each.to_set() for each in figures if not each.table.spec.is_open),
        {
            "rules": rules.version,
            "rounds": rounds,
            "withheld": reasons(figures),
            "figures": len(figures),
        },
    )


class Protection:
    """The rounds of attack and giving way."""

    def __init__(
        self,
        figures: Sequence[Figure],
        rules: Rules,
        ledger: Sequence[PublishedSet],
        places: Places,
    ) -> None:
        self.figures = [each for each in figures if not each.table.spec.is_open]
        self.rules, self.ledger, self.places = rules, ledger, places
        self.safe: set[tuple[Any, ...]] = set()
        """Pictures that were tried, and hold."""

    def run(self) -> int:
        """Make figures give way until nobody can tell anything; return how many rounds it took."""
        rounds = 1
        while self.round():
            rounds += 1
        return rounds

    def round(self) -> bool:
        """Try every picture; tell whether a figure gave way. Raises BetraysBefore."""
        assembly = Assembly([*self.ledger, *(each.to_set() for each in self.figures)], self.places)
        hits = [*self.count_hits(assembly), *self.sum_hits(assembly)]
        gave_way = [self.give_way(hit, variables) for hit, variables in hits]
        return any(gave_way)

    def count_hits(self, assembly: Assembly) -> Iterator[tuple[Hit, frozenset[str]]]:
        """Yield one thing that somebody can tell, of each picture in which there is one."""
        for picture in assembly.counts():
            key = (tuple(picture.statements), *picture.variables)
            if key in self.safe:
                continue
            attacker = Attacker(picture)
            hits = self.told(attacker)
            for hit in hits:
                yield hit, frozenset(picture.variables)
            if not hits:
                self.safe.add(key)

    def told(self, attacker: Attacker) -> list[Hit]:
        """Return what the first attacker can tell that can tell anything, once a variable."""
        for owner in attacker.attackers():
            if hits := attacker.hits(owner):
                return list({hit.variable: hit for hit in hits}.values())
        return [hit for hit in [self.narrow(attacker)] if hit]

    def sum_hits(self, assembly: Assembly) -> Iterator[tuple[Hit, frozenset[str]]]:
        """Yield one unit that somebody comes too close to, of each sum where there is one."""
        for picture, cap in assembly.magnitudes():
            key = (tuple(picture.statements), *picture.variables)
            if key in self.safe:
                continue
            if hit := first_reach(picture, cap, self.rules.margin / 100):
                yield hit, frozenset(picture.variables)
            else:
                self.safe.add(key)

    def narrow(self, attacker: Attacker) -> Hit | None:
        """Return a figure that is not shown exactly but can be worked out all the same."""
        links = attacker.picture.links
        if not (links.parts or links.unions):
            return None
        names = set(attacker.picture.variables)
        for figure in self.figures:
            was_told = figure.is_fixed or figure.form[1] == Why.CHANGED_BY_FEW
            if figure.cell.variable not in names or figure.is_exact or was_told:
                continue
            wanted = 1 if figure.table.spec.parts else self.rules.hidden - 1
            about = Statement((figure.cell.variable,), figure.cell.base, 0, 0)
            low, high = attacker.span(about)
            if high - low < min(wanted, len(figure.cell.values)):
                return Hit("", figure.cell.variable, ())
        return None

    def give_way(self, hit: Hit, variables: frozenset[str]) -> bool:
        """Show one figure less exactly: of those that speak of the hit, the one of least worth.

        Tell whether one did. That a figure of members together can be worked out from earlier ones
        cannot be mended and betrays nobody; when one member can be, this raises BetraysBefore.
        """
        speaking = [
            each
            for each in self.figures
            if each.can_give_way and each.shown and variables & self.about(each)
        ]
        if not speaking and hit.units:
            raise BetraysBefore(hit.variable)
        if not speaking:
            return False
        direct = [each for each in speaking if hit.variable in self.about(each)]
        telling = [each for each in direct if each.is_exact] or [
            each for each in speaking if each.is_exact
        ]
        min(telling or direct or speaking, key=lambda each: each.worth).give_way()
        return True

    def about(self, figure: Figure) -> frozenset[str]:
        """Return the variables that a figure says something of."""
        names = {figure.cell.variable}
        if figure.low:
            for parent, part in PARENTS.get(figure.table.spec.measure, ()):
                names.add(named(parent, figure.table.year, figure.cell.key[part]))
        return frozenset(names)


def published(table: RawTable, figures: Sequence[Figure]) -> PublishedTable:
    """Return a table as it is published."""
    own = [each for each in figures if each.table is table]
    is_panel = any(each.is_panel for each in own)
    base = frozenset().union(*(each.cell.base for each in own)) if own and is_panel else table.base
    return PublishedTable(
        table.spec.name,
        table.year,
        table.spec.dims,
        table.spec.kind,
        None if table.spec.is_open else str(len(base)),
        None if table.spec.is_open else str(table.of),
        tuple(each.to_cell() for each in own),
        "same_members" if is_panel else "",
    )


def reasons(figures: Sequence[Figure]) -> dict[str, int]:
    """Return how many figures are withheld for which reason, and how many are shown how."""
    counted = Counter(
        str(why) if shown is None else ("band" if shown.is_band else "exact")
        for shown, why in (each.form for each in figures)
    )
    return dict(sorted(counted.items()))


def replace_release(each: PublishedSet, number: int) -> PublishedSet:
    """Return a figure as it stands in the ledger once it is published."""
    return replace(each, release=number)
