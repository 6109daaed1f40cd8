"""What the shared lists know of harm by metal and country, laid out for looking up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from diligence.framework.lists import ListsDocument
from diligence.framework.texts import Text

UPSTREAM = frozenset({"ST01", "ST02", "ST03", "ST04", "ST05", "ST06"})
"""From the mine to the trade in new metal: where most of what is reported took place."""
SCRAP_METAL = "ME-SC"
YEARS_A_REPORT_LASTS = 5


@dataclass(frozen=True, slots=True)
class Report:
    """Who reports something, and when; `year` is None when it is not known."""

    by: Text
    year: int | None
    source: str
    link: str
    is_read: bool
    """Somebody read it for the list; otherwise it is known and waits to be read again."""

    def is_old(self, today_year: int) -> bool:
        """Tell whether it is older than five years, or of an unknown year."""
        return self.year is None or self.year < today_year - YEARS_A_REPORT_LASTS


@dataclass(frozen=True, slots=True)
class Lead:
    """What sources report of metals in countries: never a finding."""

    key: str
    text: Text
    metals: frozenset[str]
    countries: frozenset[str]
    """Empty when it holds wherever the metal comes from."""
    themes: tuple[str, ...]
    stages: frozenset[str]
    region: Text | None
    reports: tuple[Report, ...]

    def holds_in(self, country: str) -> bool:
        """Tell whether it was reported of this country."""
        return not self.countries or country in self.countries


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a country on the list of areas with conflict or high risk."""

    key: str
    text: Text
    country: str
    region: Text | None
    edition: str
    listed_on: str

    def is_named(self, region: str | None) -> bool:
        """Tell whether this region, as a person typed it, is this area."""
        typed = (region or "").strip().casefold()
        return bool(
            typed
            and self.region
            and typed in (self.region.nl.casefold(), self.region.en.casefold())
        )


@dataclass(frozen=True, slots=True)
class Theme:
    """A kind of harm, with where weighing it starts."""

    key: str
    text: Text
    group: str
    scale: int
    irremediable: int
    floor: int
    """The lowest severity that it can get; 1 for most."""
    annex2: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """One edition of the lists, by what is asked of it."""

    code: str
    sha256: str
    themes: Mapping[str, Theme]
    leads: Mapping[str, tuple[Lead, ...]]
    """By metal."""
    areas: Mapping[str, tuple[Area, ...]]
    """By country."""
    origins: Mapping[str, Mapping[str, float]]
    """By metal: the countries that win or refine it, with the larger of both shares in per cent
    (0 when it is not known)."""
    contains: Mapping[str, tuple[str, ...]]
    """By alloy: the metals in it."""
    leads_by_key: Mapping[str, Lead]

    def candidates(self, metal: str) -> frozenset[str]:
        """Return each country that this metal may come from, as far as the lists know."""
        named = {country for lead in self.leads.get(metal, ()) for country in lead.countries}
        return frozenset(named | set(self.origins.get(metal, ())))


def knowledge_of(lists: ListsDocument) -> Knowledge:
    """Lay out an edition of the lists that passed the validator."""
    found = {name: listed["entries"] for name, listed in lists.content["catalogues"].items()}
    leads = tuple(map(_lead, found["leads"]))
    areas: dict[str, tuple[Area, ...]] = {}
    for area in map(_area, found["areas"]):
        areas[area.country] = (*areas.get(area.country, ()), area)
    return Knowledge(
        code=lists.code,
        sha256=lists.sha256,
        themes={theme.key: theme for theme in map(_theme, found["themes"])},
        leads=_by_metal(leads),
        leads_by_key={lead.key: lead for lead in leads},
        areas=areas,
        origins=_origins(found["metals"]),
        contains={metal["key"]: tuple(metal.get("contains", ())) for metal in found["metals"]},
    )


def _by_metal(leads: Iterable[Lead]) -> dict[str, tuple[Lead, ...]]:
    found: dict[str, tuple[Lead, ...]] = {}
    for lead in leads:
        for metal in lead.metals:
            found[metal] = (*found.get(metal, ()), lead)
    return found


def _origins(metals: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Return the countries of each metal; a by-product comes from where its metal comes from."""
    written = {metal["key"]: metal for metal in metals}
    found: dict[str, dict[str, float]] = {}
    for key, metal in written.items():
        shares: dict[str, float] = {}
        of = [metal, *(written[main] for main in metal.get("by_product_of", ()))]
        for part in (part for one in of for part in one.get("producers", ())):
            shares.setdefault(part["country"], float(part.get("share", 0)))
        for part in metal.get("refiners", ()):
            share = float(part.get("share", 0))
            shares[part["country"]] = max(share, shares.get(part["country"], 0.0))
        found[key] = shares
    return found


def _theme(entry: Mapping[str, Any]) -> Theme:
    return Theme(
        key=entry["key"],
        text=Text(entry["nl"], entry["en"]),
        group=entry["group"],
        scale=entry["typical"]["scale"],
        irremediable=entry["typical"]["irremediable"],
        floor=entry.get("severity_floor", 1),
        annex2=tuple(entry.get("annex2", ())),
    )


def _lead(entry: Mapping[str, Any]) -> Lead:
    return Lead(
        key=entry["key"],
        text=Text(entry["nl"], entry["en"]),
        metals=frozenset(entry["metals"]),
        countries=frozenset(entry.get("countries", ())),
        themes=tuple(entry["themes"]),
        stages=frozenset(entry.get("stages", UPSTREAM)),
        region=Text.from_document(entry.get("region")),
        reports=tuple(map(_report, entry["reports"])),
    )


def _report(written: Mapping[str, Any]) -> Report:
    return Report(
        by=Text(written["by"]["nl"], written["by"]["en"]),
        year=written.get("year"),
        source=written.get("source", ""),
        link=written.get("link", ""),
        is_read=written["reading"] == "read",
    )


def _area(entry: Mapping[str, Any]) -> Area:
    return Area(
        key=entry["key"],
        text=Text(entry["nl"], entry["en"]),
        country=entry["country"],
        region=Text.from_document(entry.get("region")),
        edition=entry["edition"],
        listed_on=entry["listed_on"],
    )
