"""The smelters of a declaration become suppliers and lines of the chain."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from companies.models import User
from diligence.chain.identifiers import InvalidIdentifier, smelter_id
from diligence.chain.names import fold
from diligence.models import (
    Assessment,
    Certainty,
    Declaration,
    DeclaredSmelter,
    Form,
    ImportBatch,
    SourcingLine,
    Supplier,
)
from diligence.services.chain.lines import LineDetails, add_lines
from diligence.services.chain.suppliers import survivors
from diligence.services.declarations.storing import rows_of
from diligence.smelters.words import minerals

SMELTING, MELTING_SCRAP = "ST05", "ST14"
"""Stages of the chain, in the catalogue."""
LONGEST_NAME = 150


@dataclass(slots=True)
class Taking:
    """What is taken over, and what came of it."""

    declaration: Declaration
    year: Assessment
    batch: ImportBatch
    minerals: frozenset[str]
    by: User
    lines: int = 0
    known: int = 0
    left_out: int = 0


def is_to_take(row: DeclaredSmelter, chosen: Iterable[str]) -> bool:
    """Tell whether an entry becomes a line: a metal that we know and that was chosen.

    An entry of which nothing but an identifier is known names nobody, so it waits.
    """
    mineral = minerals().get(row.mineral)
    is_metal = mineral is not None and bool(mineral.metal)
    return is_metal and row.mineral in chosen and (is_named(row) or is_open_end(row))


def is_named(row: DeclaredSmelter) -> bool:
    """Tell whether the entry names a smelter."""
    return bool(row.name) and row.kind != "not_identified" and bool(fold(row.name))


def is_open_end(row: DeclaredSmelter) -> bool:
    """Tell whether the entry says that the smelter is not known yet: a line that ends there."""
    return row.kind == "not_identified"


def take_over(taking: Taking) -> Taking:
    """Add the lines, each once, and note which entry became which. Some ten statements."""
    rows = rows_of(taking.declaration)
    wanted = [row for row in rows if is_to_take(row, taking.minerals)]
    taking.left_out = len(rows) - len(wanted)
    place_suppliers(taking, [row for row in wanted if is_named(row)])
    stands = {said(line): line for line in SourcingLine.objects.of_file(taking.year)}
    new: dict[tuple, LineDetails] = {}
    for row in wanted:
        details = details_of(row)
        if (key := said(details)) not in stands:
            new.setdefault(key, details)
        elif key not in new:
            taking.known += 1
    taking.lines = add_lines(taking.year, list(new.values()), by=taking.by, batch=taking.batch)
    added = SourcingLine.objects.of_file(taking.year).filter(batch=taking.batch)
    stands |= {said(line): line for line in added}
    for row in wanted:
        row.line = stands[said(details_of(row))]
    mine = DeclaredSmelter.objects.for_company(taking.declaration.company_id)
    mine.bulk_update(wanted, ["supplier", "line"], batch_size=500)
    return taking


def said(line: SourcingLine | LineDetails) -> tuple:
    """Return what makes a line of a smelter the same line: metal, stage and supplier.

    One without supplier is an open end, of which a metal has one per year.
    """
    supplier = line.supplier.pk if line.supplier else None
    return line.metal, line.stage, supplier, "" if supplier else line.country


def details_of(row: DeclaredSmelter) -> LineDetails:
    """Return the line that an entry becomes. A supplier says so, no more than that."""
    is_scrap = row.recycled == "yes"
    country = row.country if row.supplier else ""
    return LineDetails(
        metal=minerals()[row.mineral].metal,
        form=Form.SCRAP if is_scrap else Form.PRIMARY,
        stage=MELTING_SCRAP if is_scrap else SMELTING,
        country=country,
        supplier=row.supplier,
        certainty=Certainty.TOLD if country else Certainty.UNKNOWN,
    )


def place_suppliers(taking: Taking, rows: list[DeclaredSmelter]) -> None:
    """Find or make the supplier of each entry: by its identifier, else by its very name.

    A smelter with another identifier is another smelter, however alike the names are; a name
    without identifier that is not on file letter by letter is a new one, for a person to fold
    together later.
    """
    by_id, by_name = on_file(taking.declaration.company_id)
    new: list[Supplier] = []
    for row in rows:
        identifier = checked_id(row.identifier)
        place = (fold(row.name), row.country)
        found = by_id.get(identifier) if identifier else by_name.get(place)
        if found is None and identifier:
            found = numbered(by_name.get(place), identifier)
        if found is None:
            found = new_supplier(taking, row, identifier)
            new.append(found)
            by_name.setdefault(place, found)
        if identifier:
            by_id[identifier] = found
        row.supplier = found
    Supplier.objects.bulk_create(new, batch_size=500)


def on_file(company_id: UUID) -> tuple[dict[str, Supplier], dict[tuple[str, str], Supplier]]:
    """Return the suppliers by smelter id, and by name and country; the oldest of two alike.

    What a merged supplier was called leads to the one it is part of now, unless another has it.
    """
    known = list(Supplier.objects.for_company(company_id).kept_or_merged())
    ends, by_pk = survivors(known), {one.pk: one for one in known}
    by_id: dict[str, Supplier] = {}
    by_name: dict[tuple[str, str], Supplier] = {}
    for one in sorted(known, key=lambda supplier: supplier.merged_into_id is not None):
        end = by_pk.get(ends[one.pk])
        if end is None:  # off the list since
            continue
        if one.smelter_id:
            by_id.setdefault(one.smelter_id, end)
        by_name.setdefault((one.folded, one.country), end)
    return by_id, by_name


def numbered(supplier: Supplier | None, identifier: str) -> Supplier | None:
    """Give a supplier of the same name and country its identifier, when it has none yet."""
    if supplier is None or supplier.smelter_id:
        return None
    supplier.smelter_id = identifier
    if not supplier._state.adding:
        supplier.save(update_fields=["smelter_id"])
    return supplier


def new_supplier(taking: Taking, row: DeclaredSmelter, identifier: str) -> Supplier:
    """Return a supplier for this smelter, not stored yet."""
    name = " ".join(row.name.split())[:LONGEST_NAME]
    return Supplier(
        company_id=taking.declaration.company_id,
        name=name,
        folded=fold(name),
        country=row.country,
        smelter_id=identifier,
        batch=taking.batch,
        created_by=taking.by,
    )


def checked_id(typed: str) -> str:
    """Return an identifier that passes its check, else nothing: it stays with the declaration."""
    try:
        return smelter_id(typed)
    except InvalidIdentifier:
        return ""
