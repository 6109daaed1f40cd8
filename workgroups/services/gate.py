"""The gate: the one way by which a figure across members leaves the secretariat.

It reads the facts of accepted files, makes the tables of the menu, and gives back what may be said
beside everything that was published before. What it gives goes into a release and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from diligence.framework.catalogues import catalogue
from diligence.models import Cycle
from diligence.plan.status import Status
from diligence.summary.measures import Counted, Effect, Link, Move
from diligence.summary.places import groups_of, regions
from workgroups.disclosure.assemble import Places
from workgroups.disclosure.menu import MENU, TableSpec
from workgroups.disclosure.protect import Outcome, protect
from workgroups.disclosure.raw import Fact, Lists, RawTable, Unit, merged, open_table, raw_table
from workgroups.models import Release
from workgroups.queries.disclosure import Membership, holdings, inscribe, ledger, membership
from workgroups.services.disclosure_rules import in_force
from workgroups.summary_queries import units

PARTS = {"band": "band", "step_band": "band", "expected": "expected", "policy": "policy"}
"""Measures of which a holding keeps the lowest, with the list that says which is lower."""
FIXED: Mapping[str, Sequence[str]] = {
    "expected": ("met", "below", "unknown"),
    "policy": ("published", "made", "none", "unknown"),
    "moved": tuple(Move),
    "link": tuple(Link),
    "status": tuple(Status),
    "effect": tuple(Effect),
    "counted": tuple(Counted),
}
LISTED = {"metal": "metals", "theme": "themes", "country": "countries", "stage": "stages"}


def protected(menu: Sequence[TableSpec], years: Iterable[int], audience: str) -> Outcome:
    """Return the tables of these years as this audience may see them.

    The audience changes nothing: what one may see can be passed on to the other. Raises NoRules
    while no version of the rules was signed.
    """
    rules = in_force()
    cycles = list(Cycle.objects.with_version().filter(year__in=list(years)).order_by("year"))
    wanted = sorted({year for cycle in cycles for year in (cycle.year, cycle.year - 1)})
    groups, found = holdings(), units(wanted)
    facts = {
        year: [(groups.get(one.company, str(one.company)), one.facts) for one in members]
        for year, members in found.items()
    }
    lists = lists_of(cycles, facts)
    merged_units = {year: merged(members, lists, PARTS) for year, members in facts.items()}
    tables: list[RawTable] = []
    for cycle in cycles:
        now, before = merged_units[cycle.year], merged_units.get(cycle.year - 1, [])
        tables += year_tables(menu, cycle.year, now, before, membership(cycle), lists)
    return protect(tables, rules, ledger(), places())


def year_tables(
    menu: Sequence[TableSpec],
    year: int,
    now: Sequence[Unit],
    before: Sequence[Unit],
    taking_part: Membership,
    lists: Lists,
) -> Iterable[RawTable]:
    """Yield the tables of one year, in the order of the menu."""
    both = {unit.id for unit in before}
    panel = [unit for unit in now if unit.id in both]
    public = {
        "coverage": {"members": taking_part.members, "accepted": len(now)},
        "joiners": {str(year): taking_part.joined},
        "leavers": {str(year): taking_part.left},
    }
    for spec in menu:
        if spec.is_open:
            yield open_table(spec, year, public[spec.name])
        else:
            yield raw_table(spec, year, panel if spec.panel else now, lists, taking_part.members)


def lists_of(
    cycles: Sequence[Cycle], facts: Mapping[int, Sequence[tuple[str, Mapping[Fact, object]]]]
) -> Lists:
    """Return every value of each dimension: all that the lists know, then all that was found."""
    known: dict[str, list[str]] = {dim: list(values) for dim, values in FIXED.items()}
    for dim, name in LISTED.items():
        known[dim] = [entry.key for entry in catalogue(name)]
    known["metal_group"] = list(dict.fromkeys(groups_of("metals").values()))
    known["theme_group"] = list(dict.fromkeys(groups_of("themes").values()))
    known["region"] = [entry.key for entry in catalogue("regions")]
    for cycle in cycles:
        edition = cycle.version.edition()
        known.setdefault("band", []).extend(band.key for band in edition.bands)
        scored = (step.key for step in edition.steps if step.sub_actions)
        known.setdefault("step", []).extend(scored)
    keys = sorted({key for members in facts.values() for _, each in members for key in each})
    for spec in MENU:
        for measure, *parts in keys:
            if measure == spec.measure:
                for dim, part in zip(spec.dims, parts, strict=False):
                    known.setdefault(dim, []).append(part)
    return {dim: tuple(dict.fromkeys(values)) for dim, values in known.items()}


def places() -> Places:
    """Return how small things roll up."""
    return Places(
        {"theme": groups_of("themes"), "metal": groups_of("metals"), "country": regions()}
    )


def keep(release: Release, outcome: Outcome, version: int) -> int:
    """Write into the ledger what a release says; return how many figures.

    In the transaction that fixes its tables: what waits to be published counts as published, so
    that two releases that are prepared beside each other are protected together.
    """
    return inscribe(release, outcome.sets, version)


def recognisable(outcome: Outcome, years: Iterable[int], fewest: int) -> frozenset[UUID]:
    """Return the companies in a small group of which a figure is shown."""
    small = {
        unit
        for each in outcome.sets
        if each.value and each.low and len(each.units) < 2 * fewest
        for unit in each.units
    }
    groups = holdings()
    return frozenset(
        one.company
        for members in units(list(years)).values()
        for one in members
        if groups.get(one.company, str(one.company)) in small
    )
