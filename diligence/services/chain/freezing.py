"""The chain as a snapshot keeps it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from diligence.models import Assessment, SourcingLine, Supplier
from diligence.services.chain.chains import chain_of

SAME = ("metal", "form", "stage", "country", "region", "tier", "certainty", "volume")
OF_SUPPLIER = ("name", "country", "lei", "kvk", "smelter_id")


def frozen_chain(assessment: Assessment) -> Mapping[str, Any]:
    """Return suppliers, lines and gaps as JSON-ready data; empty without any. Two queries.

    Every supplier on file is there, one without a line in this year too: its name can stand in
    typed words. A line names its supplier by its place in that list. A gap is a stage that nobody
    filled in; world shares are not kept, for they say nothing about this company.
    """
    chain = chain_of(assessment)
    suppliers = suppliers_of(assessment, chain.rows)
    if not suppliers and not chain.rows:
        return {}
    places: dict[UUID | None, int] = {one.pk: place for place, one in enumerate(suppliers)}
    return {
        "suppliers": [
            {name: getattr(supplier, name) for name in OF_SUPPLIER} for supplier in suppliers
        ],
        "lines": [
            {name: getattr(row, name) for name in SAME} | {"supplier": places.get(row.supplier_id)}
            for row in chain.rows
        ],
        "gaps": [{"metal": gap.metal, "form": gap.form, "stage": gap.stage} for gap in chain.gaps],
    }


def suppliers_of(assessment: Assessment, rows: Sequence[SourcingLine]) -> list[Supplier]:
    """Return the suppliers that stand on file or at a line, by name. One query."""
    kept = Supplier.objects.for_company(assessment.company_id).kept()
    found = {supplier.pk: supplier for supplier in kept}
    found |= {row.supplier_id: row.supplier for row in rows if row.supplier}
    return sorted(found.values(), key=lambda one: (one.folded, one.name, str(one.pk)))
