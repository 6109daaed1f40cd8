"""A figure on its way: the ways it may still be shown, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workgroups.disclosure.ledger import (
    PublishedSet,
    changed,
    group_of,
    latest_before,
)
from workgroups.disclosure.menu import MENU
from workgroups.disclosure.primary import Verdict, primary
from workgroups.disclosure.published import Key, Kind, PublishedCell, Why
from workgroups.disclosure.raw import RawCell, RawTable
from workgroups.disclosure.rules import Rules
from workgroups.disclosure.shown import Shown, at_least, banded_count, quarter

WORTH = {spec.name: at for at, spec in enumerate(MENU)}


@dataclass(eq=False)
class Figure:
    """One cell, with the forms that it can take."""

    table: RawTable
    cell: RawCell
    forms: list[Verdict]
    is_fixed: bool = False
    """It was published before, as it is, or it is public."""
    is_panel: bool = False
    """It is about the members that its last release was about."""
    finer: Sequence[Figure] = field(default_factory=tuple)
    """The figures that this one rolls up."""

    @property
    def form(self) -> Verdict:
        """Return how it is shown now."""
        told = [int(each.low) for each in self.finer]
        if any(told):
            return at_least(max(told), len(self.cell.values)), ""
        return self.forms[0]

    @property
    def shown(self) -> Shown | None:
        """Return its signs; None while it is withheld."""
        return self.form[0]

    @property
    def low(self) -> int:
        """Return the least it says."""
        return int(self.shown.low) if self.shown else 0

    @property
    def can_give_way(self) -> bool:
        """Tell whether it can be shown less exactly, or not at all."""
        follows = any(each.low for each in self.finer)
        return not self.is_fixed and not follows and len(self.forms) > 1

    @property
    def is_exact(self) -> bool:
        """Tell whether it is one number."""
        return self.shown is not None and not self.shown.is_band

    @property
    def worth(self) -> tuple[int, int, Key]:
        """Return what it is worth: the figure with the least gives way first."""
        return -WORTH[self.table.spec.name], int(self.cell.total), self.cell.key

    def give_way(self) -> None:
        """Take the next form."""
        self.forms.pop(0)

    def to_set(self) -> PublishedSet:
        """Return what the ledger keeps of it; what a finer figure says is kept there."""
        base = len(self.cell.values)
        shown = None if any(each.low for each in self.finer) else self.shown
        values = {unit: value for unit, value in self.cell.values.items() if value}
        kept = shown or Shown("", self.cell.total * 0, self.cell.total * 0 + base)
        return PublishedSet(
            self.table.spec.name,
            self.table.year,
            self.cell.key,
            self.cell.variable,
            self.cell.base,
            kept.value,
            kept.low,
            kept.high,
            values,
        )

    def to_cell(self) -> PublishedCell:
        """Return what is published of it."""
        shown, why = self.form
        if shown is None:
            return PublishedCell(self.cell.key, why=str(why))
        return PublishedCell(self.cell.key, shown.value, shown.least, shown.most, str(why))


def figures_of(
    tables: Iterable[RawTable],
    rules: Rules,
    ledger: Sequence[PublishedSet],
    wider: Mapping[str, Mapping[str, str]],
) -> list[Figure]:
    """Return the figures of these tables, each in the best form that it alone may have.

    Of the same thing there is one figure: a later table may not count it over hardly other members.
    `wider`: of each dimension what its values roll up to.
    """
    found: list[Figure] = []
    by_table: dict[str, list[Figure]] = {}
    past = Past(ledger)
    for table in tables:
        own = by_table.setdefault(table.spec.name, [])
        finer = finer_of(table, by_table, wider)
        for cell in table.cells:
            figure = past.figure(table, cell, rules)
            figure.finer = finer.get(cell.key, [])
            own.append(figure)
            found.append(figure)
            past.also(figure)
    return found


def finer_of(
    table: RawTable,
    by_table: Mapping[str, Sequence[Figure]],
    wider: Mapping[str, Mapping[str, str]],
) -> dict[Key, list[Figure]]:
    """Return by key of this table the figures that it rolls up."""
    found: dict[Key, list[Figure]] = {}
    if not table.spec.wider or table.spec.wider_from > len(table.base):
        return found
    name, dim = table.spec.wider
    groups = wider.get(dim, {})
    for each in by_table.get(name, ()):
        first, *rest = each.cell.key
        if first in groups:
            found.setdefault((groups[first], *rest), []).append(each)
    return found


class Past:
    """What was published before, and what this release is about to say."""

    def __init__(self, ledger: Sequence[PublishedSet]) -> None:
        self.shown: dict[tuple[str, str], list[PublishedSet]] = {}
        """Every figure that shows something, by the group it is about, in order of saying."""
        self.said: dict[str, list[PublishedSet]] = {}
        self.twins: dict[int, Figure] = {}
        """Of what this release says, the figure that says it: elsewhere the same goes with it."""
        self.kept_back: dict[str, list[PublishedSet]] = {}
        for each in ledger:
            kept = self.said if each.value else self.kept_back
            kept.setdefault(each.variable, []).append(each)
            if each.value:
                self.shown.setdefault(each.group, []).append(each)
        self.bases: dict[tuple[tuple[str, str], int], PublishedSet | None] = {}

    def also(self, figure: Figure) -> None:
        """Remember a figure of this release: no other may be about hardly other members."""
        if figure.shown and not figure.table.spec.is_open:
            said = figure.to_set()
            self.twins[id(said)] = figure
            self.said.setdefault(figure.cell.variable, []).append(said)
            self.shown.setdefault(said.group, []).append(said)

    def base_before(self, group: tuple[str, str], year: int) -> PublishedSet | None:
        """Return a figure of the newest earlier year about this group."""
        if (group, year) not in self.bases:
            self.bases[group, year] = latest_before(self.shown.get(group, ()), year)
        return self.bases[group, year]

    def figure(self, table: RawTable, cell: RawCell, rules: Rules) -> Figure:
        """Return a figure as it may stand beside what was said before."""
        if table.spec.is_open:
            return Figure(table, cell, [primary(table, cell, rules)], is_fixed=True)
        before = self.base_before(group_of(table.spec.name, cell.key), table.year)
        forms_cell, left = constant(cell, before, rules)
        figure = Figure(
            table,
            forms_cell,
            forms_of(table, forms_cell, rules),
            is_panel=forms_cell is not cell,
        )
        for each in self.said.get(cell.variable, ()):
            differs = changed(forms_cell.base, forms_cell.values, each)
            if not differs and (twin := self.twins.get(id(each))):
                figure.forms, figure.is_fixed = twin.forms, twin.is_fixed
                return figure
            if not differs:
                figure.forms, figure.is_fixed = [(as_then(each), "")], True
                return figure
            if len(differs) <= rules.few:
                figure.forms = [(None, Why.CHANGED_BY_FEW)]
                return figure
        if self.was_kept_back(figure):
            figure.forms = figure.forms[-1:]
        elif left and before:
            figure.forms = self.hiding(figure, before, left)
        return figure

    def was_kept_back(self, figure: Figure) -> bool:
        """Tell whether the very same figure was withheld: then it is again, for the same reason."""
        cell = figure.cell
        earlier = self.kept_back.get(cell.variable, ())
        return any(not changed(cell.base, cell.values, each) for each in earlier)

    def hiding(self, figure: Figure, before: PublishedSet, left: int) -> list[Verdict]:
        """Return the forms beside which the figure of the year before does not tell who left."""
        key, table = figure.cell.key, figure.table
        then = next(
            (
                each
                for each in reversed(self.shown.get(group_of(table.spec.name, key), ()))
                if (each.key, each.year) == (key, before.year)
            ),
            None,
        )
        if then is None:
            return figure.forms
        if table.spec.kind not in (Kind.COUNT, Kind.SHARE) or table.spec.base_is_sum:
            return [(None, Why.CHANGED_BY_FEW)]
        kept = [
            (shown, why)
            for shown, why in figure.forms
            if shown and shown.low - then.high <= -left and shown.high - then.low >= 0
        ]
        return [*kept, (None, Why.CHANGED_BY_FEW)]


def constant(cell: RawCell, before: PublishedSet | None, rules: Rules) -> tuple[RawCell, int]:
    """Return the figure over the members of its last release, if few came or went since.

    And how many of those are gone. When many did, nobody stands out, and it is about all.
    """
    if before is None:
        return cell, 0
    came, left = len(cell.base - before.units), len(before.units - cell.base)
    if not 0 < came + left <= rules.few:
        return cell, 0
    if not came:
        return cell, left
    values = {unit: value for unit, value in cell.values.items() if unit in before.units}
    weights = {unit: value for unit, value in cell.weights.items() if unit in before.units}
    return replace(cell, values=values, weights=weights), left


def as_then(each: PublishedSet) -> Shown:
    """Return a figure as it was published."""
    is_band = each.value[0] in "<>≥" or "–" in each.value
    if not is_band:
        return Shown(each.value, each.low, each.high)
    return Shown(each.value, each.low, each.high, True, str(each.low), str(each.high))


def forms_of(table: RawTable, cell: RawCell, rules: Rules) -> list[Verdict]:
    """Return the ways a figure may be shown, the most telling first; the last is not at all."""
    shown, why = primary(table, cell, rules)
    if shown is None:
        return [(None, why)]
    forms: list[Verdict] = [(shown, why)]
    if not shown.is_band and (wide := wider_form(table, cell, rules)):
        forms.append((wide, Why.DERIVABLE))
    return [*forms, (None, why or Why.DERIVABLE)]


def wider_form(table: RawTable, cell: RawCell, rules: Rules) -> Shown | None:
    """Return the wide band in which a count or share can be shown instead."""
    if table.spec.kind not in (Kind.COUNT, Kind.SHARE) or table.spec.base_is_sum:
        return None
    band = quarter if table.spec.parts else banded_count
    return band(rules, int(cell.total), len(cell.values))
