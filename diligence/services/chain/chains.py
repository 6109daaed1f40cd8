"""A company's whole chain of a year as plain lines, the estimates included."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from companies.events import record
from companies.models import User
from diligence.chain.line import KNOWN, PROBABLE, PROXY, ChainLine
from diligence.chain.proxies import Metal, gaps, spread
from diligence.framework.catalogues import catalogue
from diligence.models import Assessment, Certainty, SourcingLine
from diligence.services.chain.lines import FIELDS, room_for
from diligence.services.chain.suppliers import merged_suppliers
from diligence.services.review.opened import lock_if_asked
from diligence.services.years_before import chain_before

COPIED = tuple(name for name in FIELDS if name not in ("supplier", "certainty"))
SURE = {
    Certainty.DOCUMENTED: KNOWN,
    Certainty.TOLD: PROBABLE,
    Certainty.ESTIMATE: PROBABLE,
    Certainty.UNKNOWN: PROXY,
}


class NothingToCarryOver(Exception):
    """There is no earlier year with lines, or this year has lines already."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A year's chain: what people filled in, and what stands in for what they do not know."""

    rows: Sequence[SourcingLine]
    gaps: Sequence[ChainLine]
    """A line of unknown country for each metal and stage that nobody filled in."""
    lines: Sequence[ChainLine]
    """Rows and gaps as plain lines; of unknown country one for each country of the estimate."""

    @property
    def count(self) -> int:
        """Return how many lines there are, filled in or estimated whole: what all totals equal."""
        return len(self.rows) + len(self.gaps)


def chain_of(assessment: Assessment) -> Chain:
    """Return the chain of a year. One query."""
    return chain_from(SourcingLine.objects.of_file(assessment).in_order())


def chain_lines(assessment: Assessment) -> list[ChainLine]:
    """Return the lines of a year's chain, estimates included, for sums and risk proposals."""
    return list(chain_of(assessment).lines)


def chain_from(rows: Iterable[SourcingLine]) -> Chain:
    """Return the chain that these rows make. No query."""
    rows, known = list(rows), metals()
    own = [plain_line(row) for row in rows]
    added = gaps(own, known)
    parts = [part for line in (*own, *added) for part in spread(line, known[line.metal])]
    return Chain(rows, added, parts)


def plain_line(row: SourcingLine) -> ChainLine:
    """Return a row as a plain line."""
    return ChainLine(
        key=str(row.pk),
        metal=row.metal,
        form=row.form,
        stage=row.stage,
        country=row.country or None,
        region=row.region or None,
        supplier=str(row.supplier_id) if row.supplier_id else None,
        tier=row.tier,
        certainty=SURE[Certainty(row.certainty)] if row.country else PROXY,
        weight=Decimal(1),
    )


def metals() -> dict[str, Metal]:
    """Return what the catalogue says of each metal."""
    return {entry.key: entry.fields for entry in catalogue("metals")}


@transaction.atomic
def carry_over(assessment: Assessment, *, by: User) -> int:
    """Copy the lines of an earlier year into an empty year; return how many.

    Which year is the rule of `years_before`.

    What a document said last year is, until somebody looks, what the supplier said. A supplier that
    was merged since is the one it is part of now. Raises NothingToCarryOver, AssessmentClosed or
    TooManyLines.
    """
    locked = lock_if_asked(assessment, supplier__isnull=False)
    source = chain_before(assessment)
    if source is None or SourcingLine.objects.of_file(locked).exists():
        raise NothingToCarryOver
    rows = list(SourcingLine.objects.of_file(source).in_order())
    room_for(locked, len(rows))
    merged = merged_suppliers(locked.company_id)
    SourcingLine.objects.bulk_create(
        [
            SourcingLine(
                company_id=locked.company_id,
                assessment=locked,
                created_by=by,
                **{name: getattr(row, name) for name in COPIED},
                supplier_id=merged.get(row.supplier_id, row.supplier_id),
                certainty=as_of_last_year(row.certainty),
            )
            for row in rows
        ],
        batch_size=500,
    )
    record(
        assessment.company,
        "chain.carried_over",
        by=by,
        year=assessment.cycle.year,
        from_year=source.cycle.year,
        lines=len(rows),
    )
    return len(rows)


def as_of_last_year(certainty: str) -> str:
    """Return how sure a year-old line is: a document has to be asked for again."""
    return Certainty.TOLD if certainty == Certainty.DOCUMENTED else certainty
