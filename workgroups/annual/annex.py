"""The annexes: every table as a sheet of a workbook, and as data files with their description."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from convenant.sheets import Book, Column, Table, Value, safe_text
from workgroups.annual.cells import counted_words, kind_of, why_words
from workgroups.annual.content import FORMAT, VERSION, Annual
from workgroups.annual.names import table_titles
from workgroups.disclosure.published import PublishedCell, PublishedTable
from workgroups.figures.names import head_of

DATA_FORMAT, DATA_VERSION = "ketenkompas.annual-data", 1
FIELDS = ("value", "low", "high", "why")


def workbook_of(annual: Annual) -> bytes:
    """Return a workbook: what it is, then a sheet for each table, in the report's language."""
    with translation.override(annual.language):
        title = _("Jaarrapport %(year)s") % {"year": annual.year}
        book = Book(title=title, creator=settings.PRODUCT_NAME)
        return book.as_bytes(sheets_of(annual))


def sheets_of(annual: Annual) -> Iterator[Table]:
    """Yield the sheets in their order."""
    yield about(annual)
    titles = table_titles()
    for table in annual.tables:
        title = titles.get(table.name, table.name)
        columns = [Column(head_of(dim), 34) for dim in table.dims]
        columns += [Column(_("Cijfer"), 14), Column(_("Minstens"), 11), Column(_("Hoogstens"), 11)]
        columns += [Column(_("Waarom geen cijfer"), 30)]
        rows = [row_of(annual, table, cell) for cell in table.cells]
        base = counted_words(table) or "–"
        rows.append([])
        rows.append([_("Rust op"), base])
        rows.append([_("Wat het is"), kind_of(table)])
        yield Table(f"{title} {table.year}", columns, rows)


def row_of(annual: Annual, table: PublishedTable, cell: PublishedCell) -> list[Value]:
    """Return one figure as a row; a number is a real one."""
    names: list[Value] = [
        annual.word(dim, key) for dim, key in zip(table.dims, cell.key, strict=True)
    ]
    why = "" if not cell.is_withheld else why_words(cell.why)
    return [*names, number(cell.value), number(cell.low), number(cell.high), why]


def number(written: str | None) -> Value:
    """Return a figure as a number where it is one; a range stays words."""
    if written is None:
        return None
    try:
        return Decimal(written)
    except InvalidOperation:
        return written


def about(annual: Annual) -> Table:
    """Return what the workbook is."""
    release = annual.release
    rows: list[list[Value]] = [
        [_("Jaar"), annual.year],
        [_("Vrijgave"), release.number],
        [_("Stand van"), release.fixed_on],
        [_("Regels"), release.rules],
        [_("Controlenummer"), annual.code],
        [_("Controleren op"), annual.check_url],
        [_("Vingerafdruk van de inhoud (SHA-256)"), annual.sha256],
        [
            _("Een leeg cijfer"),
            _("Het is niet nul: het blijft weg om bedrijven te beschermen. De reden staat erbij."),
        ],
    ]
    return Table(_("Over deze cijfers"), [Column(_("Wat"), 36), Column(_("Waarde"), 70)], rows)


def data_of(nl: Annual, en: Annual) -> bytes:
    """Return every table as CSV with its description as JSON, in one ZIP; the same bytes always."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for table in nl.tables:
            archive.writestr(entry(name_of(table), nl.made_at), csv_of(nl, en, table))
        described = json.dumps(metadata(nl, en), ensure_ascii=False, indent=1, sort_keys=True)
        archive.writestr(entry("metadata.json", nl.made_at), described)
    return packed.getvalue()


def name_of(table: PublishedTable) -> str:
    """Return the name of a table's file."""
    return f"{table.name}-{table.year}.csv"


def csv_of(nl: Annual, en: Annual, table: PublishedTable) -> str:
    """Return a table for programs: commas, decimal points, keys with their words."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = [f"{dim}{end}" for dim in table.dims for end in ("", "_nl", "_en")]
    writer.writerow([*heads, *FIELDS])
    for cell in table.cells:
        names = [
            safe_text(words)
            for dim, key in zip(table.dims, cell.key, strict=True)
            for words in (key, nl.word(dim, key), en.word(dim, key))
        ]
        writer.writerow([*names, cell.value or "", cell.low or "", cell.high or "", cell.why])
    return text.getvalue()


def metadata(nl: Annual, en: Annual) -> dict:
    """Return what the files hold: of each table its base, its kind and its columns."""
    tables = []
    titles = {}
    for annual in (nl, en):
        with translation.override(annual.language):
            titles[annual.language] = table_titles()
    for table in nl.tables:
        tables.append(
            {
                "file": name_of(table),
                "name": table.name,
                "year": table.year,
                "dimensions": list(table.dims),
                "kind": str(table.kind),
                "counted": table.counted,
                "of": table.of,
                "title": {
                    lang: words.get(table.name, table.name) for lang, words in titles.items()
                },
            }
        )
    return {
        "format": DATA_FORMAT,
        "version": DATA_VERSION,
        "content": {"format": FORMAT, "version": VERSION, "sha256": nl.sha256},
        "year": nl.year,
        "code": nl.code,
        "check": nl.check_url,
        "release": nl.data["release"],
        "methods": nl.data["methods"],
        "tables": tables,
    }


def entry(name: str, at: datetime) -> ZipInfo:
    """Return a place in the ZIP, dated when the content was stored."""
    info = ZipInfo(name, date_time=at.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
