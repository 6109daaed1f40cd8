"""What the gate reads: who takes part, and every figure that was ever published.

As in all of `workgroups.queries`: everything is fetched before the scope closes. The ledger is
shown and added to in the sector scope alone; nothing of it is ever changed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from companies.models import Company
from convenant.tenancy.sector import sector_scope
from diligence.models import Cycle
from diligence.services.cycles import took_part
from workgroups.disclosure.ledger import PublishedSet
from workgroups.models import Release, ReleasedBase, ReleasedSet


@dataclass(frozen=True, slots=True)
class Membership:
    """Who takes part in a year, as anybody may know."""

    members: int
    joined: int
    left: int


def membership(cycle: Cycle) -> Membership:
    """Return how many take part in a year, joined in it and left in it. Three statements."""
    with sector_scope():
        companies = Company.objects.exclude(status=Company.Status.PROSPECT)
        return Membership(
            Company.objects.filter(took_part(cycle)).count(),
            companies.filter(joined_on__year=cycle.year).count(),
            companies.filter(left_on__year=cycle.year).count(),
        )


def holdings() -> dict[UUID, str]:
    """Return the holding of each company that is part of one. One statement."""
    with sector_scope():
        rows = Company.objects.exclude(holding="").values_list("pk", "holding")
        return {pk: base_key([holding.casefold()])[:32] for pk, holding in rows}


def ledger() -> list[PublishedSet]:
    """Return every figure that was ever published, oldest release first. Two statements.

    And those that are to be: what was dropped before a member saw it is not among them.
    """
    with sector_scope():
        bases = {row.sha256: frozenset(row.units) for row in ReleasedBase.objects.all()}
        unseen = {"release__state": Release.State.DROPPED, "release__comment_until": None}
        rows = ReleasedSet.objects.exclude(**unseen).order_by(
            "release__prepared_at", "release", "pk"
        )
        numbers: dict[str, int] = {}
        return [
            PublishedSet(
                row.table,
                row.year,
                tuple(row.key),
                row.variable,
                bases[row.base_id],
                row.value,
                row.low,
                row.high,
                {unit: Decimal(value) for unit, value in row.values.items()},
                numbers.setdefault(str(row.release_id), len(numbers) + 1),
            )
            for row in rows
        ]


def inscribe(release: Release, sets: Iterable[PublishedSet], version: int) -> int:
    """Add the figures of a release to the ledger; return how many."""
    sets = list(sets)
    bases = {base_key(each.units): sorted(each.units) for each in sets}
    rows = [
        ReleasedSet(
            release=release,
            rules_version=version,
            table=each.table,
            year=each.year,
            key=list(each.key),
            variable=each.variable,
            base_id=base_key(each.units),
            value=each.value,
            low=each.low,
            high=each.high,
            values={unit: str(value) for unit, value in sorted(each.values.items())},
        )
        for each in sets
    ]
    with sector_scope():
        ReleasedBase.objects.bulk_create(
            (ReleasedBase(sha256=key, units=units) for key, units in sorted(bases.items())),
            ignore_conflicts=True,
        )
        ReleasedSet.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def base_key(units: Sequence[str] | frozenset[str]) -> str:
    """Return the hash by which a set of holdings is kept."""
    return hashlib.sha256("\n".join(sorted(units)).encode()).hexdigest()
