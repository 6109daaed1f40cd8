"""Sectors that were never there: members with facts such as real files have, of any size."""

from __future__ import annotations

import random
from decimal import Decimal

from workgroups.disclosure.assemble import Places
from workgroups.disclosure.menu import MENU
from workgroups.disclosure.raw import RawTable, Unit, raw_table

GROUPS = {"steel": 4, "base": 6, "precious": 4, "battery": 4, "rare": 6, "technical": 4}
METALS = [f"{group}_{n}" for group, number in GROUPS.items() for n in range(number)]
SORTS = {"labour": 8, "people": 8, "nature": 12, "rule": 7}
THEMES = [f"{sort}_{n}" for sort, number in SORTS.items() for n in range(number)]
REGIONS = {"europe": 12, "asia": 10, "africa": 12, "south": 8, "north": 3}
COUNTRIES = [f"{region}_{n}" for region, number in REGIONS.items() for n in range(number)]
STAGES = ["mine", "smelter", "semi", "part", "product", "scrap"]
BANDS = ["start", "developing", "established", "leading"]
STEPS = [f"step{n}" for n in range(1, 7)]
LISTS = {
    "metal": METALS,
    "metal_group": list(GROUPS),
    "theme": THEMES,
    "theme_group": list(SORTS),
    "country": COUNTRIES,
    "region": list(REGIONS),
    "stage": STAGES,
    "band": [*BANDS, "none"],
    "step": STEPS,
    "expected": ["met", "below", "unknown"],
    "policy": ["published", "made", "none", "unknown"],
    "moved": ["up", "same", "down", "not_comparable", "first"],
    "status": ["planned", "running", "done", "stopped"],
    "effect": ["reached", "under_way", "no_effect", "unclear", "not_measured"],
    "link": ["tier1", "smelter", "mine"],
    "counted": ["total", "open", "late", "channels", "channels_tested"],
}


def of(name):
    """Return the group in the name of an entry."""
    return name.rsplit("_", 1)[0]


PLACES = Places(
    {
        "theme": {one: of(one) for one in THEMES},
        "metal": {one: of(one) for one in METALS},
        "country": {one: of(one) for one in COUNTRIES},
    }
)


def weighted(rng, names, most, tilt=1.3):
    """Return some of these names, the first ones much more often."""
    weights = [1 / (n + 1) ** tilt for n in range(len(names))]
    order = names[:]
    random.Random(len(names)).shuffle(order)
    return sorted(set(rng.choices(order, weights, k=rng.randint(1, most))))


def facts_of(rng, size):
    """Return the facts of one member: a larger one knows and finds more."""
    found = {("file", "", ""): Decimal(1)}

    def put(measure, a="", b="", value=1):
        found[measure, a, b] = Decimal(value)

    level = min(99, max(2, int(rng.gauss(48, 20))))
    put("band", band_of(level))
    put("score", value=level)
    for step in STEPS:
        score = min(100, max(0, int(rng.gauss(level, 12))))
        put("step_score", step, value=score)
        put("step_band", step, band_of(score))
    put("expected", rng.choices(LISTS["expected"], (6, 4, 1))[0])
    put("policy", rng.choices(LISTS["policy"], (4, 4, 2, 1))[0])
    put("moved", rng.choices(LISTS["moved"], (3, 5, 1, 1, 1))[0])
    metals = weighted(rng, METALS, 2 + size)
    countries = weighted(rng, COUNTRIES, 2 + 2 * size)
    for metal in metals:
        put("metal", metal)
        put("metal_group", of(metal))
    for country in countries:
        put("country", country)
        put("region", of(country))
    put_risks(rng, put, size, metals, countries)
    for status in LISTS["status"]:
        put("action_status", status, value=rng.randint(0, 3 * size))
    for effect in LISTS["effect"]:
        put("action_effect", effect, value=rng.randint(0, size))
    for link in LISTS["link"]:
        lines = rng.randint(1, 10 * size)
        put("chain_lines", link, value=lines)
        put("chain_known", link, value=rng.randint(0, lines))
    for counted in LISTS["counted"]:
        put("complaints", counted, value=rng.choice((0, 0, 1, 2, size)))
    return {key: value for key, value in found.items() if value or key[0] == "step_score"}


def put_risks(rng, put, size, metals, countries):
    """Add the risks of one member: a theme at a metal, in a country, at a stage."""
    for theme in weighted(rng, THEMES, 4 + 3 * size, 0.8):
        put("theme", theme)
        put("theme_group", of(theme))
        for _ in range(rng.randint(1, 3)):
            metal, country = rng.choice([*metals, "own"]), rng.choice(countries)
            put("metal_theme", metal, theme)
            put("group_theme", metal if metal == "own" else of(metal), theme)
            put("country_theme", country, theme)
            put("region_theme", of(country), theme)
            put("stage_theme", rng.choice(STAGES), theme)


def band_of(score):
    """Return the band of a score."""
    return BANDS[min(3, score // 25)]


def sector(number, seed=0, first=0):
    """Return this many members, each the same whenever it is in a sector of this seed."""
    return [member(seed, n) for n in range(first, first + number)]


def member(seed, n):
    """Return one member."""
    rng = random.Random(f"{seed}/{n}")
    size = min(4, 1 + int(rng.paretovariate(1.5)))
    return Unit(f"u{n:04}", facts_of(rng, size))


def menu(units, year=2026, names=None) -> list[RawTable]:
    """Return the tables of the menu that are about members, not about who takes part."""
    return [
        raw_table(spec, year, units, LISTS)
        for spec in MENU
        if not spec.is_open and (names is None or spec.name in names)
    ]
