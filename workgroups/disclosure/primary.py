"""Rules for one figure by itself: enough members, nobody who makes up most of it.

What passes here may still be worked out from other figures; `protect` looks at them together.
"""

from __future__ import annotations

from decimal import Decimal

from workgroups.disclosure.published import Kind, Why
from workgroups.disclosure.raw import RawCell, RawTable
from workgroups.disclosure.rules import Rules
from workgroups.disclosure.shown import (
    Shown,
    exact_count,
    low_count,
    mean_of,
    rounded,
    share,
    top_count,
    total_of,
)

Verdict = tuple[Shown | None, str]
"""What may be shown, and why it is not (exactly) shown."""


def primary(table: RawTable, cell: RawCell, rules: Rules) -> Verdict:
    """Return how this figure may be shown as far as it alone can tell."""
    if table.spec.is_open:
        return exact_count(int(cell.total)), ""
    if len(cell.values) < rules.minimum and not is_small_count(table, cell):
        return None, Why.TOO_FEW
    if cell.weights:
        return of_ratio(cell, rules)
    kinds = {Kind.COUNT: of_count, Kind.SHARE: of_share, Kind.SUM: of_sum, Kind.MEAN: of_mean}
    return kinds[table.spec.kind](table, cell, rules)


def is_small_count(table: RawTable, cell: RawCell) -> bool:
    """Tell whether this is a count in a group so small that "fewer than" says nothing new."""
    return table.spec.kind == Kind.COUNT and len(cell.values) < len(table.base)


def of_count(table: RawTable, cell: RawCell, rules: Rules) -> Verdict:
    """A count of members: a band when it is small, or when it leaves out hardly anybody."""
    total, base = int(cell.total), len(cell.values)
    if total < rules.minimum:
        return low_count(rules), Why.TOO_FEW
    if base - total > rules.top:
        return exact_count(total), ""
    if base - rules.top < rules.minimum:
        return None, Why.TOO_FEW
    return top_count(rules, base), Why.TOO_FEW


def of_share(table: RawTable, cell: RawCell, rules: Rules) -> Verdict:
    """A share of members; the bands at both ends must leave something between them."""
    base = len(cell.values)
    shown = share(rules, int(cell.total), base)
    if base < 2 * rules.category:
        return None, Why.TOO_FEW
    return shown, Why.TOO_FEW if shown.is_band else ""


def of_sum(table: RawTable, cell: RawCell, rules: Rules) -> Verdict:
    """A sum of magnitudes: enough members that add to it, none too large, p% rule."""
    if why := unsafe(cell.values.values(), rules):
        return None, why
    return total_of(cell.total), ""


def unsafe(values, rules: Rules) -> str:
    """Return why a sum of these may not be shown; empty when it may."""
    parts = sorted((value for value in values if value), reverse=True)
    if len(parts) < rules.minimum:
        return Why.TOO_FEW
    total = sum(parts)
    rest = total - parts[0] - parts[1]
    if parts[0] * 100 > total * rules.largest or rest < rules.p * parts[0]:
        return Why.DOMINATED
    return ""


def of_mean(table: RawTable, cell: RawCell, rules: Rules) -> Verdict:
    """A mean of scores; zero is a score, and so counts as a contribution."""
    assert table.spec.cap
    return mean_of(cell.total, len(cell.values), table.spec.cap), ""


def of_ratio(cell: RawCell, rules: Rules) -> Verdict:
    """A ratio of two sums, in steps: what is counted, what is not, and both together must pass."""
    lower = sum(cell.weights.values(), Decimal(0))
    missing = [cell.weights[one] - value for one, value in cell.values.items()]
    for values in (cell.weights.values(), cell.values.values(), missing):
        if why := unsafe(values, rules):
            return None, why
    percent = rounded(100 * cell.total / lower, rules.share_step)
    if not 0 < percent < 100:
        return None, Why.TOO_FEW
    return Shown(str(percent), Decimal(0), lower), ""
