"""Lines that come in together: read into a preview, then taken over or dropped, and undone."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import Company, User
from diligence.chain.names import fold
from diligence.chain.reading import (
    MOST_ROWS,
    Problem,
    ReadRow,
    cells_of,
    read,
    typed_rows,
    without_amounts,
)
from diligence.models import Assessment, ImportBatch, SourcingLine, Supplier
from diligence.services.chain.import_suppliers import Decisions, Doubt, Placing, expected
from diligence.services.chain.lines import LineDetails, add_lines, problems_of
from diligence.services.chain.suppliers import Register
from diligence.services.chain.vocabulary import vocabulary
from diligence.services.evidence_files import Upload, on_disk
from diligence.services.review.opened import lock_if_asked
from diligence.uploads.apart import examine, kind_by_name
from diligence.uploads.names import tidy_name
from diligence.uploads.refusal import Refused

LARGEST_MB = 5
WIDEST = 60
"""Columns of a sheet that are looked at."""
State = ImportBatch.State


class NotThisState(Exception):
    """The import was already taken over, dropped or undone; `state` says which."""

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state


class StillUndecided(Exception):
    """About these names a person must still decide; `names` says which."""

    def __init__(self, names: Sequence[str]):
        super().__init__(names)
        self.names = names


@dataclass(slots=True)
class Preview:
    """What an import would do."""

    good: list[ReadRow] = field(default_factory=list)
    faulty: list[ReadRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    new_suppliers: list[str] = field(default_factory=list)
    known_already: int = 0
    """Good rows that say exactly what a line of this year says already."""


def take_text(assessment: Assessment, text: str, *, by: User) -> ImportBatch:
    """Keep pasted rows as a preview. Raises NothingToRead."""
    return keep(assessment, typed_rows(cells_of(text)), by=by)


def take_file(assessment: Assessment, upload: Upload, *, by: User) -> ImportBatch:
    """Keep the rows of a CSV or Excel file as a preview; the file itself is not kept.

    Raises Refused when it is not such a file or not safe, NothingToRead without rows.
    """
    name = tidy_name(upload.name)
    kind = kind_by_name(name)
    if kind.key not in ("xlsx", "csv", "txt"):
        raise Refused("no_sheet")
    if upload.size > LARGEST_MB * 1024 * 1024:
        raise Refused("too_large", most=LARGEST_MB)
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = on_disk(upload, Path(folder) / "in")
        found = examine(name, path, Path(folder) / "out")
        cells = sheet_cells(found.path) if kind.key == "xlsx" else cells_of(decoded(found.path))
        rows = typed_rows(cells)
    return keep(assessment, rows, by=by, file=name)


def decoded(path: Path) -> str:
    """Return the text of a CSV file, of today's Excel or of an old one."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def sheet_cells(path: Path) -> Iterable[list[object]]:
    """Return the rows of the first sheet that has any. Raises Refused when it can't be read."""
    from openpyxl import load_workbook

    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
            for sheet in book.worksheets:
                rows = sheet.iter_rows(max_row=MOST_ROWS + 50, max_col=WIDEST, values_only=True)
                cells = [list(row) for row in rows]
                if any(any(cell is not None for cell in row) for row in cells):
                    return cells
        except Exception:  # openpyxl raises whatever its parsers do
            raise Refused("damaged") from None
    return []


def keep(
    assessment: Assessment,
    rows: list[dict[str, str]],
    *,
    by: User,
    file: str = "",
    at: datetime | None = None,
) -> ImportBatch:
    """Store typed rows, their amounts as bands; `at` is when, now unless it is told afterwards.

    Raises AssessmentClosed.
    """
    lock_if_asked(assessment, supplier__isnull=False)
    words = vocabulary()
    batch = ImportBatch.objects.create(
        company_id=assessment.company_id,
        assessment=assessment,
        file=file[:150],
        rows=[without_amounts(row, words) for row in rows],
        created_by=by,
        created_at=at or timezone.now(),
    )
    tell("chain.import_read", batch, len(rows), by=by, at=at)
    return batch


def preview_of(batch: ImportBatch, company: Company) -> Preview:
    """Return what taking this import over would do. Three queries."""
    stands = fingerprints(SourcingLine.objects.of_file(batch.assessment))
    preview = Preview()
    for row in read_rows(batch):
        (preview.faulty if row.problems else preview.good).append(row)
    preview.known_already = sum(
        fingerprint(row.values, row.values["supplier"]) in stands for row in preview.good
    )
    found = expected(preview.good, Register.of(company), batch)
    preview.doubts = list(found.doubts.values())
    preview.new_suppliers = list(found.new.values())
    return preview


def read_rows(batch: ImportBatch) -> list[ReadRow]:
    """Return the rows of an import, each checked as a line would be."""
    words = vocabulary()
    return [checked(read(row, words)) for row in batch.rows]


def checked(row: ReadRow) -> ReadRow:
    """Return the row with what its cells contradict added to its problems."""
    if row.problems:
        return row
    faults = problems_of(line_details(row.values, None))
    if not row.values["supplier"]:
        numbers = ("lei", "kvk", "smelter_id", "supplier_country")
        faults |= {name: "no_supplier" for name in numbers if row.values[name]}
    found = tuple(Problem(name, code) for name, code in faults.items())
    return ReadRow(row.number, row.values, found)


def line_details(values: Mapping[str, str], supplier: Supplier | None) -> LineDetails:
    """Return what a row says of a line."""
    return LineDetails(
        metal=values["metal"],
        form=values["form"],
        stage=values["stage"],
        country=values["country"],
        region=values["region"],
        supplier=supplier,
        tier=int(values["tier"]) if values["tier"] else None,
        certainty=values["certainty"],
        volume=values["volume"],
    )


def fingerprints(lines: Iterable[SourcingLine]) -> set[tuple]:
    """Return what these lines say, to find rows that say the same."""
    return {
        fingerprint(
            {"metal": one.metal, "form": one.form, "stage": one.stage, "country": one.country},
            one.supplier.name if one.supplier else "",
        )
        for one in lines
    }


def fingerprint(values: Mapping[str, str], supplier: str) -> tuple:
    """Return what makes a line the same line for a person."""
    names = ("metal", "form", "stage", "country")
    return (*(values[name] for name in names), fold(supplier) if supplier else "")


@transaction.atomic
def accept(
    batch: ImportBatch, decisions: Decisions, *, by: User, at: datetime | None = None
) -> int:
    """Take over the good rows as lines; return how many. The faulty ones stay with the import.

    `decisions` says by folded name which supplier it is, None for none of those proposed. Must
    run in the company's scope. Raises AssessmentClosed, NotThisState, StillUndecided or
    TooManyLines, and then nothing has changed.
    """
    locked = lock_if_asked(batch.assessment, supplier__isnull=False)
    batch = locked_batch(batch, State.PREVIEW)
    company = batch.assessment.company
    preview = preview_of(batch, company)
    open_ones = [doubt.name for doubt in preview.doubts if doubt.key not in decisions]
    if open_ones:
        raise StillUndecided(open_ones)
    placing = Placing(Register.of(company), batch, decisions, by, at)
    details = [line_details(row.values, placing.supplier_of(row)) for row in preview.good]
    placing.store()
    count = add_lines(locked, details, by=by, batch=batch, at=at)
    conclude(batch, State.ACCEPTED, at)
    tell("chain.imported", batch, count, by=by, at=at, suppliers=placing.added)
    return count


@transaction.atomic
def drop(batch: ImportBatch, *, by: User) -> None:
    """Throw a preview away; of its rows nothing stays. Raises NotThisState."""
    batch = locked_batch(batch, State.PREVIEW)
    batch.rows = []
    conclude(batch, State.DROPPED)
    tell("chain.import_dropped", batch, 0, by=by)


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> int:
    """Take all lines of an import out again, with the suppliers that only it brought.

    Lines somebody changed since go too: they came with it. Return how many. Raises
    AssessmentClosed or NotThisState.
    """
    lock_if_asked(batch.assessment, supplier__isnull=False)
    batch = locked_batch(batch, State.ACCEPTED)
    now = timezone.now()
    mine = SourcingLine.objects.for_company(batch.company_id).kept()
    count = mine.filter(batch=batch).update(removed_at=now, removed_by=by)
    own = Supplier.objects.for_company(batch.company_id).kept().filter(batch=batch)
    in_use = mine.exclude(supplier=None).values("supplier_id")
    own = own.filter(merged_from=None)  # one that others are part of is no longer only its own
    own.exclude(pk__in=in_use).update(removed_at=now)
    conclude(batch, State.UNDONE)
    tell("chain.import_undone", batch, count, by=by)
    return count


def locked_batch(batch: ImportBatch, state: str) -> ImportBatch:
    """Return the import, locked until the transaction ends. Raises NotThisState."""
    mine = ImportBatch.objects.for_company(batch.company_id).select_for_update()
    locked = mine.get(pk=batch.pk)
    if locked.state != state:
        raise NotThisState(locked.state)
    locked.assessment = batch.assessment
    return locked


def conclude(batch: ImportBatch, state: str, at: datetime | None = None) -> None:
    """Store what became of an import."""
    batch.state, batch.decided_at = state, at or timezone.now()
    batch.save(update_fields=["state", "decided_at", "rows"])


def tell(
    verb: str,
    batch: ImportBatch,
    count: int,
    *,
    by: User,
    at: datetime | None = None,
    suppliers: int = 0,
) -> None:
    """Write down in the log what happened to an import."""
    year = batch.assessment.cycle.year
    company = batch.assessment.company
    record(company, verb, by=by, at=at, year=year, lines=count, suppliers=suppliers)
