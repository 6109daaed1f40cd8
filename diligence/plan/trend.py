"""Whether an action helps: from baseline towards target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """The indicator on one day."""

    day: date
    value: Decimal


def in_time(points: Sequence[Point]) -> list[Point]:
    """Return them by day; of several on one day the last said counts."""
    by_day = {point.day: point for point in points}
    return [by_day[day] for day in sorted(by_day)]


def share_of_way(baseline: Decimal | None, target: Decimal | None, now: Decimal) -> Decimal | None:
    """Return how much of the way to the target is done, as a fraction from 0 to 1.

    Works in both directions: fewer accidents as well as more audits. None when baseline and target
    do not say which way is up. A value worse than the baseline is 0, never less.
    """
    if baseline is None or target is None or baseline == target:
        return None
    share = (now - baseline) / (target - baseline)
    return min(max(share, Decimal(0)), Decimal(1))
