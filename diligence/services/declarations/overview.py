"""What a person sees of a declaration before deciding: what it says, and what it would change."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from diligence.models import Declaration, DeclaredSmelter, SourcingLine
from diligence.services.declarations.storing import composed, rows_of, stored
from diligence.smelters import shape
from diligence.smelters.difference import Difference, difference, standings
from diligence.smelters.reference import Reference, reference
from diligence.smelters.words import minerals

NEW, GONE, CHANGED, SAME = "new", "gone", "changed", "same"


@dataclass(frozen=True, slots=True)
class Overview:
    """A declaration, held against an earlier one, the list of smelters and this year's chain."""

    read: shape.Declaration
    earlier: Declaration | None
    difference: Difference
    reference: Reference
    standings: Mapping[str, Sequence[shape.Smelter]]
    in_chain: int
    """Smelters that this year's chain names already."""
    news: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By smelter: new or changed; without an earlier declaration nothing is told apart."""

    @property
    def earlier_day(self) -> datetime.date | None:
        """Return the day of the earlier one: the supplier's own, else when it was added."""
        if self.earlier is None:
            return None
        return self.earlier.day or self.earlier.added_at.date()

    def news_of(self, smelter: shape.Smelter) -> str:
        """Return whether a smelter is new or changed; empty when there is nothing to compare."""
        return self.news.get(smelter.key, "")

    def standing_of(self, smelter: shape.Smelter) -> str:
        """Return where a smelter stands in the list of smelters."""
        if not smelter.id:
            return "without"
        return self.reference.state_of(smelter.id, smelter.mineral)

    @property
    def takeable(self) -> list[tuple[str, int]]:
        """Return the minerals that can become lines, each with how many smelters."""
        counts: dict[str, int] = {}
        for one in self.read.smelters:
            known = minerals().get(one.mineral)
            if known is not None and known.metal and (one.name or one.kind == "not_identified"):
                counts[one.mineral] = counts.get(one.mineral, 0) + 1
        return list(counts.items())


def list_of_smelters() -> Reference:
    """Return the list of smelters in use."""
    return reference(settings.SMELTER_LIST)


def overview_of(declaration: Declaration) -> Overview:
    """Gather what there is to see. Three or four queries, however many smelters."""
    rows = rows_of(declaration)
    read = composed(declaration, rows)
    earlier = declaration.earlier
    found = difference(stored(earlier) if earlier is not None else None, read)
    news = {one.key: NEW for one in found.new} if earlier is not None else {}
    news |= {one.smelter.key: CHANGED for one in found.changed}
    known = list_of_smelters()
    return Overview(
        read=read,
        earlier=earlier,
        difference=found,
        reference=known,
        standings=standings(read, known),
        in_chain=in_chain(declaration, rows),
        news=news,
    )


def in_chain(declaration: Declaration, rows: Sequence[DeclaredSmelter]) -> int:
    """Count the smelters that this year's chain names already, by their identifier. One query."""
    lines = SourcingLine.objects.of_file(declaration.assessment).exclude(supplier=None)
    there = set(lines.values_list("supplier__smelter_id", flat=True)) - {""}
    return sum(1 for row in rows if row.identifier in there)
