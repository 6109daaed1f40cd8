"""What was read of a declaration, stored and taken out again."""

from collections.abc import Mapping
from typing import Any

from diligence.models import Declaration, DeclaredSmelter
from diligence.smelters import shape

RENAMED = {"id": "identifier"}
FIELDS = tuple(shape.Smelter.__dataclass_fields__)


def store(declaration: Declaration, data: Mapping[str, Any]) -> shape.Declaration:
    """Put what was read in the row, and each smelter in a row of its own; return it.

    The row itself is saved by the caller.
    """
    read = shape.Declaration.of(data)
    declaration.content = {name: value for name, value in data.items() if name != "smelters"}
    declaration.template, declaration.release = read.template, read.version
    declaration.declarer = read.company.name
    declaration.day = read.company.day or None
    declaration.smelter_count = len(read.smelters)
    declaration.warning_count = len(read.findings)
    mine = DeclaredSmelter.objects.for_company(declaration.company_id)
    mine.filter(declaration=declaration).delete()
    DeclaredSmelter.objects.bulk_create(
        (row_of(declaration, number, one) for number, one in enumerate(read.smelters, 1)),
        batch_size=500,
    )
    return read


def row_of(declaration: Declaration, number: int, smelter: shape.Smelter) -> DeclaredSmelter:
    """Return a smelter as it is stored."""
    values = {RENAMED.get(name, name): getattr(smelter, name) for name in FIELDS}
    values |= {name: list(values[name]) for name in ("rows", "mine_countries")}
    return DeclaredSmelter(
        company_id=declaration.company_id, declaration=declaration, number=number, **values
    )


def smelter_in(row: DeclaredSmelter) -> shape.Smelter:
    """Return a stored smelter."""
    return shape.smelter_of({name: getattr(row, RENAMED.get(name, name)) for name in FIELDS})


def stored(declaration: Declaration) -> shape.Declaration:
    """Return what was read of a declaration. One query."""
    return composed(declaration, rows_of(declaration))


def rows_of(declaration: Declaration) -> list[DeclaredSmelter]:
    """Return the rows of its smelters, as the workbook has them. One query."""
    mine = DeclaredSmelter.objects.for_company(declaration.company_id)
    return list(mine.filter(declaration=declaration).order_by("number"))


def composed(declaration: Declaration, rows: list[DeclaredSmelter]) -> shape.Declaration:
    """Return what was read, from the row and the rows of its smelters."""
    smelters = [shape_data(row) for row in rows]
    return shape.Declaration.of({**(declaration.content or {}), "smelters": smelters})


def shape_data(row: DeclaredSmelter) -> dict[str, Any]:
    """Return a row as the shape has it."""
    return {name: getattr(row, RENAMED.get(name, name)) for name in FIELDS}
