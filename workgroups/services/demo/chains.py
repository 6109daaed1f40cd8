"""A company's chain in the demo: its suppliers' lines, taken over as if pasted from a sheet.

Each line of what a company buys becomes a line at the supplier, at every smelter it names, and in
every country its metal comes from. What the company does not know of a year, it leaves empty.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from companies.models import User
from diligence.models import Assessment
from diligence.services.chain.imports import accept, keep, preview_of
from workgroups.services.demo.colleagues import submitter_of
from workgroups.services.demo.days import moment, working_day_on
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.sector import Sector

SELLS_AT = {"ore": "ST06", "primary": "ST06", "semis": "ST08", "components": "ST09"}
"""At which stage somebody sells a form; scrap is collected."""
COLLECTED, MINED, SMELTED = "ST12", "ST02", "ST05"
UNKNOWN = "unknown"
FURTHEST = 9
Written = Mapping[str, Any]
Typed = dict[str, str]


def add_chain(scene: Scene, file: Assessment, sector: Sector, people: Mapping[str, User]) -> None:
    """Store the chain of a company-year through the import. Must run in the company's scope."""
    rows = numbered(typed_rows(scene, sector))
    if not rows:
        return
    by, at = people[submitter_of(scene.company)], moment(day_of(scene), 95)
    batch = keep(file, rows, by=by, at=at)
    doubts = preview_of(batch, file.company).doubts
    accept(batch, {doubt.key: None for doubt in doubts}, by=by, at=at)


def day_of(scene: Scene) -> date:
    """Return the day on which the company pasted its chain: early, once it had begun."""
    early = working_day_on(scene.first_day + timedelta(days=9))
    return min(early, scene.last_day)


def numbered(rows: Iterator[Typed]) -> list[Typed]:
    """Return the rows without repeats, each with its number in the sheet, below a head."""
    unlike: dict[tuple, Typed] = {}
    for row in rows:
        unlike.setdefault(tuple(sorted(row.items())), row)
    return [{"number": str(n), **row} for n, row in enumerate(unlike.values(), 2)]


def typed_rows(scene: Scene, sector: Sector) -> Iterator[Typed]:
    """Yield the rows of this year."""
    smelters = {one["key"]: one for one in sector.written["smelters"]}
    for supplier in filter(scene.has, scene.company.suppliers):
        for line in supplier.get("lines", ()):
            certainty = line["certainty"].get(str(scene.year))
            if certainty:
                yield from rows_of(supplier, line, str(certainty), smelters)


def rows_of(
    supplier: Written, line: Written, certainty: str, smelters: Mapping[str, Written]
) -> Iterator[Typed]:
    """Yield the rows that one line of a supplier makes: who sells it, who smelts it, its origin."""
    what = {"metal": line["metal"], "form": line["form"], "volume": line["volume"]}
    seller = {"supplier": supplier["name"], "supplier_country": supplier["country"]}
    tier = int(supplier["tier"])
    if line["form"] == "scrap":
        for country in countries_of(line, certainty):
            place = {"stage": COLLECTED, "country": country, "certainty": certainty}
            yield {**what, **seller, **place, "tier": str(tier)}
        return
    sold = {"stage": SELLS_AT[line["form"]], "country": supplier["country"]}
    yield {**what, **seller, **sold, "tier": str(tier), "certainty": "documented"}
    for key in line.get("smelters", ()):
        smelter = smelters[key]
        yield {
            **what,
            "stage": SMELTED,
            "country": smelter["country"],
            "supplier": smelter["name"],
            "supplier_country": smelter["country"],
            "smelter_id": smelter["cid"],
            "tier": str(min(tier + 1, FURTHEST)),
            "certainty": "told" if certainty == UNKNOWN else certainty,
        }
    for country in countries_of(line, certainty):
        yield {**what, "stage": MINED, "country": country, "certainty": certainty}


def countries_of(line: Written, certainty: str) -> list[str]:
    """Return the countries of origin; one empty one when the company does not know."""
    known = [code for code in line.get("origin", ()) if len(code) == 2]
    return known if known and certainty != UNKNOWN else [""]
