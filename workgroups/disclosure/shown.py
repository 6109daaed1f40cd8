"""How a figure is written, and what it can mean: the signs that are published and their interval.

A reader sees the signs; an attacker reads the interval. Both are made here, from each other, so
that nothing is protected that was not said and nothing is said that was not protected.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workgroups.disclosure.rules import Rules


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in signs, with the least and the most that its sum can be."""

    value: str
    low: Decimal
    high: Decimal
    is_band: bool = False
    least: str | None = None
    most: str | None = None
    """The ends of a band in the unit of the figure."""


def exact_count(total: int) -> Shown:
    """Return a count as it is."""
    return Shown(str(total), Decimal(total), Decimal(total))


def low_count(rules: Rules) -> Shown:
    """Return the band of counts that are too small."""
    most = rules.minimum - 1
    return Shown(f"<{rules.minimum}", Decimal(0), Decimal(most), True, "0", str(most))


def top_count(rules: Rules, base: int) -> Shown:
    """Return the band of counts that leave out almost nobody."""
    least = base - rules.top
    return Shown(f"≥{least}", Decimal(least), Decimal(base), True, str(least), str(base))


def fives(rules: Rules, base: int) -> list[tuple[int, int]]:
    """Return the bands that a count can be shown in when it may not be exact, up to everybody."""
    starts = list(range(0, base + 1, rules.minimum))
    if len(starts) > 1 and base - starts[-1] < rules.top:
        starts.pop()
    return [(low, high - 1) for low, high in zip(starts, [*starts[1:], base + 1], strict=True)]


def banded_count(rules: Rules, total: int, base: int) -> Shown:
    """Return the band that a count falls in."""
    low, high = next(each for each in fives(rules, base) if each[0] <= total <= each[1])
    if not low:
        signs = f"<{high + 1}"
    elif high == base:
        signs = f"≥{low}"
    else:
        signs = f"{low}–{high}"
    return Shown(signs, Decimal(low), Decimal(high), True, str(low), str(high))


def rounded(value: Decimal, step: int) -> Decimal:
    """Return a value rounded to this step, halves up."""
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def share(rules: Rules, total: int, base: int) -> Shown:
    """Return a share in per cent: in steps, and as a band near nothing and near everything.

    The bands are as wide as is needed to hold `category` counts, so that nothing at all reads the
    same as one or two.
    """
    step = rules.share_step
    edge = band_edge(rules, base)
    if 100 * total < edge * base:
        counts = [n for n in range(base + 1) if 100 * n < edge * base]
        return Shown(f"<{edge}", *ends(counts), True, "0", str(edge))
    if 100 * (base - total) < edge * base:
        counts = [n for n in range(base + 1) if 100 * (base - n) < edge * base]
        return Shown(f">{100 - edge}", *ends(counts), True, str(100 - edge), "100")
    signs = rounded(Decimal(100 * total) / base, step)
    counts = [n for n in range(base + 1) if rounded(Decimal(100 * n) / base, step) == signs]
    return Shown(str(signs), *ends(counts))


def band_edge(rules: Rules, base: int) -> int:
    """Return the share below which a share is a band: the least step above `category` counts."""
    wanted = 100 * (rules.category - 1)
    return next(
        edge for edge in range(rules.share_step, 1000, rules.share_step) if edge * base > wanted
    )


def ends(counts: list[int]) -> tuple[Decimal, Decimal]:
    """Return the least and the most of these counts."""
    return Decimal(counts[0]), Decimal(counts[-1])


def total_of(value: Decimal) -> Shown:
    """Return a sum of magnitudes in three significant digits."""
    step = Decimal(10) ** max(0, value.adjusted() - 2)
    signs = (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    half = step / 2 if step > 1 else Decimal(0)
    return Shown(str(int(signs)), max(Decimal(0), signs - half), signs + half)


def mean_of(total: Decimal, base: int, cap: int) -> Shown:
    """Return a mean in whole points, with what the sum behind it can be."""
    signs = (total / base).quantize(Decimal(1), ROUND_HALF_UP)
    half = Decimal("0.5")
    low, high = max(Decimal(0), signs - half), min(Decimal(cap), signs + half)
    return Shown(str(signs), low * base, high * base)


def at_least(least: int, base: int) -> Shown:
    """Return what a finer figure says of a wider one."""
    return Shown(f"≥{least}", Decimal(least), Decimal(base), True, str(least), str(base))


def quarter(rules: Rules, total: int, base: int) -> Shown | None:
    """Return the quarter of all members that a share falls in; None where that hides too little."""
    start = min(3, 4 * total // base)
    inside = [n for n in range(base + 1) if min(3, 4 * n // base) == start]
    if len(inside) < rules.hidden:
        return None
    low, high = str(25 * start), str(25 * start + 25)
    return Shown(f"{low}–{high}", *ends(inside), True, low, high)
