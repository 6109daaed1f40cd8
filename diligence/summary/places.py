"""How small things roll up: a metal to its group, a theme to its group, a country to its region."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from diligence.framework.catalogues import catalogue
from diligence.summary.measures import OWN, UNKNOWN


@cache
def groups_of(name: str) -> Mapping[str, str]:
    """Return the group of each entry of this list."""
    return {entry.key: entry.fields["group"] for entry in catalogue(name)}


@cache
def regions() -> Mapping[str, str]:
    """Return the region of each country."""
    return {
        country: entry.key for entry in catalogue("regions") for country in entry.get("countries")
    }


@cache
def themes_of_stages() -> Mapping[str, frozenset[str]]:
    """Return the themes that show up most at each stage."""
    return {entry.key: frozenset(entry.get("themes", ())) for entry in catalogue("stages")}


def metal_group(metal: str) -> str:
    """Return the group of a metal; own work stays own work, a metal no list knows is unknown."""
    return OWN if metal == OWN else groups_of("metals").get(metal, UNKNOWN)


def theme_group(theme: str) -> str:
    """Return the group of a theme."""
    return groups_of("themes").get(theme, UNKNOWN)


def region(country: str) -> str:
    """Return the region of a country."""
    return regions().get(country, UNKNOWN)
