"""The victim's chain: a supplier with a line, a name that was matched, and an import."""

from django.utils import timezone

from diligence.models import ImportBatch, SourcingLine, Supplier, SupplierMatch, SupplierMerge
from tests.isolation.world.words import CANARY


def chain_objects(file, owner) -> dict[str, object]:
    """Make one of each, with a canary in every text, and name their pages."""
    supplier = supplier_with_canary(file, "Leverancier", owner)
    line = line_of(file, supplier, owner)
    match = SupplierMatch.objects.create(
        company=file.company,
        typed=f"lieferant {CANARY}",
        supplier=supplier,
        is_same=True,
        decided_by=owner,
    )
    gone = supplier_with_canary(
        file, "Dubbel", owner, removed_at=timezone.now(), merged_into=supplier
    )
    merged = SupplierMerge.objects.create(
        company=file.company, gone=gone, kept=supplier, filled={"lei": CANARY}, merged_by=owner
    )
    batch = import_of(file, owner)
    lines = ("chain-line", "chain-line-remove", "chain-line-restore")
    suppliers = ("supplier", "supplier-remove", "supplier-restore", "apart", "merge")
    imports = ("chain-preview", "chain-drop", "chain-undo")
    return {
        **{f"diligence:{name} pk": line.pk for name in lines},
        **{f"diligence:chain-{name} pk": supplier.pk for name in suppliers},
        **{f"diligence:{name} pk": batch.pk for name in imports},
        "diligence:chain-match-forget pk": match.pk,
        "diligence:chain-part pk": merged.pk,
    }


def supplier_with_canary(file, word: str, owner, **more) -> Supplier:
    """Put a supplier on file whose name nobody else may see."""
    name = f"{word} {CANARY}"
    return Supplier.objects.create(
        company=file.company, name=name, folded=name.lower(), created_by=owner, **more
    )


def line_of(file, supplier: Supplier, owner) -> SourcingLine:
    """Buy something of it, from a region nobody else may see."""
    return SourcingLine.objects.create(
        company=file.company,
        assessment=file,
        metal="ME-SN",
        form="primary",
        stage="ST05",
        country="ID",
        region=f"{CANARY.title()}eiland",
        supplier=supplier,
        tier=1,
        certainty="told",
        volume="up_to_10",
        created_by=owner,
    )


def import_of(file, owner) -> ImportBatch:
    """Read a workbook with a good row and one with a fault."""
    return ImportBatch.objects.create(
        company=file.company,
        assessment=file,
        file=f"{CANARY}.xlsx",
        rows=[
            {"number": "2", "metal": "Tin", "form": "ore", "supplier": f"Nieuw {CANARY}"},
            {"number": "3", "metal": f"Fout {CANARY}"},
        ],
        created_by=owner,
    )
