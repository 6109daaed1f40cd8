"""Acts in the chain: suppliers, lines, imports, and what suppliers declare."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from diligence.models import (
    Declaration,
    ImportBatch,
    SourcingLine,
    Supplier,
    SupplierMatch,
    SupplierMerge,
)
from diligence.services.chain import chains, imports, lines, merging, suppliers
from diligence.services.chain.lines import LineDetails
from diligence.services.chain.suppliers import SupplierDetails
from diligence.services.declarations import deciding, intake, reading
from diligence.smelters.reading import read
from diligence.uploads.refusal import Refused
from tests.isolation.acts import Act, Story
from tests.smelters.workbooks import make
from tests.uploads import good

COBALT = LineDetails(
    metal="ME-CO", form="primary", stage="ST02", country="CD", certainty="estimate"
)
TIN = "Metaal\tVorm\tFase\tLand\tLeverancier\nTin\tnieuw metaal\tsmelten\tMaleisië\tTin Straits\n"
MAAS, KEMPEN, STRAITS = "Handel De Maas", "Kempen Metaal", "Zinkerij Zuid"


def supplier(name: str) -> Supplier:
    return Supplier.objects.select_related("company").get(name=name)


def told(name: str, same_as: str | None = "") -> object:
    """Return an act that decides about a typed name, with De Maas as the one it may be."""

    def decide(story: Story) -> None:
        candidate = supplier(MAAS).pk
        chosen = candidate if same_as else None
        suppliers.decide(story.company, name, [candidate], same_as=chosen, by=story.editor)

    return decide


def line_of(story: Story) -> SourcingLine:
    mine = SourcingLine.objects.select_related("assessment__cycle", "assessment__company")
    return mine.get(assessment=story.last_year)


def change_line(story: Story) -> None:
    """Say of a line who sells it."""
    more = LineDetails(
        metal="ME-CO",
        form="primary",
        stage="ST02",
        country="CD",
        certainty="told",
        supplier=supplier(MAAS),
    )
    lines.change_line(line_of(story), more, seen=1, by=story.editor)


def pasted(story: Story) -> None:
    """Paste rows to look at."""
    story.kept["import"] = imports.take_text(story.file, TIN, by=story.editor).pk


def batch_of(story: Story) -> ImportBatch:
    mine = ImportBatch.objects.select_related("assessment__cycle", "assessment__company")
    return mine.get(pk=story.kept["import"])


def declared(company: str) -> object:
    """Return an act that adds the workbook of this supplier."""

    def take_in(story: Story) -> None:
        upload = good.sent("cmrt.xlsx", make(company=company))
        story.kept["declaration"] = intake.take_in(story.file, upload, by=story.editor).pk

    return take_in


def declaration_of(story: Story) -> Declaration:
    mine = Declaration.objects.select_related(
        "assessment__cycle", "assessment__company", "file", "supplier"
    )
    return mine.get(pk=story.kept["declaration"])


def read_again(story: Story) -> None:
    """Have it read once more after a fault of ours."""
    reading.fail(str(story.kept["declaration"]))
    intake.read_again(declaration_of(story), by=story.editor)


def was_read(story: Story) -> None:
    """Keep what the workbook says."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "in.xlsx"
        path.write_bytes(make(company=KEMPEN))
        data = json.loads(json.dumps(read(path, timezone.localdate()).as_data()))
    reading.finish(str(story.kept["declaration"]), data)


SUPPLIERS: list[Act] = [
    (
        "supplier.added",
        lambda s: suppliers.add_supplier(s.company, SupplierDetails(name=MAAS), by=s.editor),
    ),
    (
        "supplier.changed",
        lambda s: suppliers.change_supplier(
            supplier(MAAS), SupplierDetails(name=MAAS, country="NL"), by=s.editor
        ),
    ),
    ("supplier.matched", told("De Maas Trading", same_as=MAAS)),
    ("supplier.told_apart", told("De Maas Trading", same_as=None)),
    (
        "supplier.undecided",
        lambda s: suppliers.forget_decision(SupplierMatch.objects.get(), by=s.editor),
    ),
    ("supplier.removed", lambda s: suppliers.remove_supplier(supplier(MAAS), by=s.editor)),
    ("supplier.restored", lambda s: suppliers.restore_supplier(supplier(MAAS), by=s.editor)),
]
MERGING: list[Act] = [
    (
        "supplier.added",
        lambda s: suppliers.add_supplier(s.company, SupplierDetails(name=STRAITS), by=s.editor),
    ),
    (
        "supplier.merged",
        lambda s: merging.merge(supplier(STRAITS), supplier(MAAS), by=s.editor),
    ),
    ("supplier.parted", lambda s: merging.part(SupplierMerge.objects.get(), by=s.editor)),
]
LINES: list[Act] = [
    ("chain.line_added", lambda s: lines.add_line(s.last_year, COBALT, by=s.editor)),
    ("chain.line_changed", change_line),
    ("chain.line_removed", lambda s: lines.remove_line(line_of(s), by=s.editor)),
    ("chain.line_restored", lambda s: lines.restore_line(line_of(s), by=s.editor)),
    ("chain.carried_over", lambda s: chains.carry_over(s.file, by=s.editor)),
    ("chain.import_read", pasted),
    ("chain.import_dropped", lambda s: imports.drop(batch_of(s), by=s.editor)),
    ("chain.import_read", pasted),
    ("chain.imported", lambda s: imports.accept(batch_of(s), {}, by=s.editor)),
    ("chain.import_undone", lambda s: imports.undo(batch_of(s), by=s.editor)),
]
DECLARATIONS: list[Act] = [
    ("declaration.added", declared(MAAS)),
    (
        "declaration.refused",
        lambda s: reading.refuse(str(s.kept["declaration"]), Refused("damaged")),
    ),
    ("declaration.added", declared(KEMPEN)),
    ("declaration.read_again", read_again),
    ("declaration.read", was_read),
    ("declaration.dropped", lambda s: deciding.drop(declaration_of(s), by=s.editor)),
    ("declaration.added", declared(KEMPEN)),
    ("declaration.read", was_read),
    (
        "declaration.accepted",
        lambda s: deciding.accept(declaration_of(s), "new", ["tin"], by=s.editor),
    ),
    ("declaration.undone", lambda s: deciding.undo(declaration_of(s), by=s.editor)),
]
CHAIN = [*SUPPLIERS, *MERGING, *LINES, *DECLARATIONS]
