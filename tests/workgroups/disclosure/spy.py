"""An attacker that shares nothing with what protects: it knows the published signs and tries all.

It gives every unit every combination of answers that could be, and keeps the worlds in which all
published intervals hold. What is the same in all of them, for somebody who knows itself, is known.
"""

from __future__ import annotations

from itertools import combinations, pairwise, product


def interval(value, base, kind):
    """Return the counts that these signs can stand for, among this many units."""
    counts = range(base + 1)
    if value is None:
        return set(counts)
    if kind == "share":
        return {n for n in counts if says(value, 100 * n / base)}
    if value.startswith("<"):
        return {n for n in counts if n < int(value[1:])}
    if value.startswith("≥"):
        return {n for n in counts if n >= int(value[1:])}
    if "–" in value:
        low, high = map(int, value.split("–"))
        return {n for n in counts if low <= n <= high}
    return {int(value)}


def says(value, percent):
    """Tell whether a share can be written like this."""
    if value.startswith("<"):
        return percent < int(value[1:])
    if value.startswith(">"):
        return percent > int(value[1:])
    if "–" in value:
        low, high = map(int, value.split("–"))
        return low <= percent and (percent < high or high == 100)
    return abs(percent - int(value)) <= 2.5


def told_of_spread(units, truth, figures):
    """Return what is certain of a spread: `(spy, unit, category)` that no world contradicts.

    `units` in order; `truth`: unit to category; `figures`: category to the allowed counts.
    """
    categories = sorted(figures)
    found = set()
    for spy in (None, *units):
        rest = [unit for unit in units if unit != spy]
        worlds = [
            tally
            for tally in tallies(len(rest), categories)
            if all(
                tally[category] + (spy is not None and truth[spy] == category) in figures[category]
                for category in categories
            )
        ]
        for category in categories:
            can_have = any(tally[category] > 0 for tally in worlds)
            can_lack = any(tally[category] < len(rest) for tally in worlds)
            if rest and not (can_have and can_lack):
                found.add((spy, category))
    return found


def tallies(number, categories):
    """Yield every way to spread this many over the categories."""
    for bars in combinations(range(number + len(categories) - 1), len(categories) - 1):
        edges = (-1, *bars, number + len(categories) - 1)
        sizes = [b - a - 1 for a, b in pairwise(edges)]
        yield dict(zip(categories, sizes, strict=True))


def told_of_themes(units, statements, truth):
    """Return what is certain of who has what, by trying every world of a few variables.

    `statements`: `(variable, units, allowed counts)`; `truth`: variable to the units that have it.
    The variables `a/b` hold only where `b` does.
    """
    variables = sorted(truth)
    profiles = [
        have
        for bits in product((0, 1), repeat=len(variables))
        if holds(have := {v for v, bit in zip(variables, bits, strict=True) if bit})
    ]
    found = set()
    for spy in (None, *units):
        own = {v for v in variables if spy in truth[v]} if spy else set()
        seen = worlds_seen(units, statements, profiles, spy, own)
        for unit in units:
            for variable in variables:
                is_open = fits(unit, {variable}, statements)
                if unit != spy and is_open and len(seen.get((unit, variable), ())) == 1:
                    found.add((spy, unit, variable))
    return found


def holds(have):
    """Tell whether nobody has a part without the whole."""
    return all("/" not in each or each.split("/")[1] in have for each in have)


def worlds_seen(units, statements, profiles, spy, own):
    """Return of each unit and variable the answers that it has in some possible world.

    Goes through the units one by one, with the counts reached so far: the states that can still end
    well. What a unit has in a state from which both the start and the end are reached, is possible.
    """
    choices = [
        [own] if unit == spy else [p for p in profiles if fits(unit, p, statements)]
        for unit in units
    ]
    adds = [
        {tuple(int(unit in s[1] and s[0] in p) for s in statements) for p in choices[n]}
        for n, unit in enumerate(units)
    ]
    forward = [{(0,) * len(statements)}]
    for options in adds:
        forward.append({plus(state, add) for state in forward[-1] for add in options})
    allowed = [s[2] for s in statements]
    good = {s for s in forward[-1] if all(n in a for n, a in zip(s, allowed, strict=True))}
    backward = [good]
    for n in range(len(units) - 1, -1, -1):
        backward.append({s for s in forward[n] if any(plus(s, a) in backward[-1] for a in adds[n])})
    backward.reverse()
    seen: dict = {}
    for n, unit in enumerate(units):
        for profile in choices[n]:
            add = tuple(int(unit in s[1] and s[0] in profile) for s in statements)
            if any(s in backward[n] and plus(s, add) in backward[n + 1] for s in forward[n]):
                for variable in {v for p in profiles for v in p}:
                    seen.setdefault((unit, variable), set()).add(variable in profile)
    return seen


def fits(unit, profile, statements):
    """Tell whether a unit can have this: a part only within the group that the part is about."""
    inside = {s[0] for s in statements if unit in s[1]}
    return all("/" not in each or each in inside for each in profile)


def plus(state, add):
    """Return the counts after one more unit."""
    return tuple(a + b for a, b in zip(state, add, strict=True))


def nearest(values, low, high, cap=None):
    """Return how close anybody comes to a value of another: of one published sum, in fractions.

    By hand, for one sum over all: what the others can have is what the spy and the rest leave.
    """
    closest = None
    for spy in (None, *values):
        own = values[spy] if spy else 0
        rest = [unit for unit in values if unit != spy]
        for unit in rest:
            most = high - own if cap is None else min(cap, high - own)
            least = (
                0
                if cap is None and len(rest) > 1
                else max(0, low - own - (cap or 0) * (len(rest) - 1))
            )
            truth = float(values[unit])
            above, below = float(most) - truth, truth - float(least)
            gap = above if cap is None else max(above, below)
            share = gap / truth if truth else gap
            closest = share if closest is None else min(closest, share)
    return closest
