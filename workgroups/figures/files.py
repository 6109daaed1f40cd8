"""Released figures as files in open formats: CSV and JSON for programs, Excel for people.

CSV and JSON hold keys beside words, a point in decimals and nothing that depends on the reader's
computer; docs/api.md says what each column is. A figure that is withheld is `:` with its reason, so
that no program takes it for nought.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from convenant.sheets import Book, Column, Table, Value, as_csv
from workgroups.disclosure.published import PublishedCell, PublishedTable
from workgroups.figures.names import WHYS, Names, head_of, title_of, unit_of
from workgroups.figures.shown import WITHHELD, coverage_of, heads_of, in_words, shown

COLUMNS = (
    *("table", "title", "year", "kind", "unit", "dim_1", "key_1", "name_1"),
    *("dim_2", "key_2", "name_2", "value", "low", "high", "why", "counted", "of"),
)
FORMAT = "ketenkompas-figures/1"
NamesByYear = Mapping[int, Names]


@dataclass(frozen=True, slots=True)
class About:
    """What a release is: everything beside its tables that goes out."""

    number: str
    title: str
    audience: str
    years: tuple[int, ...]
    fixed_on: date
    published_on: date | None
    companies: int
    rules: str
    sha256: str
    sources_sha256: str
    code: str
    address: str
    """The page where it can be read."""
    check: str
    """The page where its code can be checked."""
    corrects: str = ""
    correction: str = ""

    def as_data(self) -> dict:
        """Return it for programs."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        } | {"years": list(self.years)}


def figures_csv(tables: Sequence[PublishedTable], names: NamesByYear) -> bytes:
    """Return every figure on a line of its own: UTF-8, commas, decimal points, in any language."""
    columns = [Column(name) for name in COLUMNS]
    rows = [row for table in tables for row in lines_of(table, names[table.year])]
    return as_csv(Table("figures", columns, rows), "en")


def lines_of(table: PublishedTable, names: Names) -> Iterator[list[Value]]:
    """Yield the figures of a table in the order of `COLUMNS`."""
    head: list[Value] = [
        *(table.name, title_of(table.name), table.year, str(table.kind)),
        unit_of(table.name, table.kind),
    ]
    for cell in table.cells:
        keys: list[Value] = []
        for dim, key in zip(table.dims, cell.key, strict=True):
            keys += [dim, key, names.of(dim, key)]
        keys += [None] * (6 - len(keys))
        yield [
            *head,
            *keys,
            WITHHELD if cell.is_withheld else cell.value,
            cell.low,
            cell.high,
            cell.why or None,
            table.counted,
            table.of,
        ]


def figures_data(
    about: About, tables: Sequence[PublishedTable], names: NamesByYear
) -> dict[str, object]:
    """Return a release for programs: what it is, its tables, and the words of their keys."""
    return {
        "format": FORMAT,
        "release": about.as_data(),
        "tables": [table_data(table, names[table.year]) for table in tables],
        "why": {str(why): str(words) for why, words in WHYS.items()},
    }


def table_data(table: PublishedTable, names: Names) -> dict[str, object]:
    """Return one table for programs: as it was released, and what its keys are called."""
    words = {dim: {key: names.of(dim, key) for key in table.keys(dim)} for dim in table.dims}
    return table.to_json() | {
        "title": title_of(table.name),
        "unit": unit_of(table.name, table.kind),
        "names": words,
    }


def figures_json(about: About, tables: Sequence[PublishedTable], names: NamesByYear) -> bytes:
    """Return the same as a file."""
    return json.dumps(figures_data(about, tables, names), ensure_ascii=False, indent=1).encode()


def figures_workbook(
    about: About, tables: Sequence[PublishedTable], names: NamesByYear, creator: str
) -> bytes:
    """Return a workbook: what it is, then a sheet for each table as the page has it."""
    book = Book(title=about.title, creator=creator)
    sheets = [sheet_of(table, names[table.year]) for table in tables]
    return book.as_bytes([about_sheet(about), *sheets])


def sheet_of(table: PublishedTable, names: Names) -> Table:
    """Return one table as a sheet; figures are real numbers, a band and `:` are words."""
    told = shown(table, names)
    if len(table.dims) == 1:
        rows = [
            [
                names.of(table.dims[0], cell.key[0]),
                value_of(cell, table.kind),
                str(WHYS.get(cell.why, "")),
            ]
            for cell in table.cells
        ]
        heads = (*heads_of(table, names), _("Waarom geen cijfer"))
    else:
        first, second = table.dims
        rows = [
            [
                names.of(first, row),
                *(value_of(table.cell(row, key), table.kind) for key in table.keys(second)),
            ]
            for row in table.keys(first)
        ]
        heads = (head_of(first), *(names.of(second, key) for key in table.keys(second)))
    columns = [Column(head, 34 if not place else 18) for place, head in enumerate(heads)]
    base = coverage_of(table)
    if base:
        rows.append([_("Wie: %(who)s") % {"who": base}])
    return Table(f"{told.title} {table.year}", columns, rows)


def value_of(cell: PublishedCell, kind: str) -> Value:
    """Return a figure for a sheet: a number where it is one, words where it is a band."""
    try:
        return Decimal(cell.value or "")
    except InvalidOperation:
        return in_words(cell, kind).text


def about_sheet(about: About) -> Table:
    """Return what the figures are and how to check them."""
    years = ", ".join(map(str, about.years))
    rows: list[tuple[str, Value]] = [
        (_("Cijfers"), about.title),
        (_("Nummer"), about.number),
        (_("Jaren"), years),
        (_("Stand van"), about.fixed_on),
        (_("Gepubliceerd op"), about.published_on),
        (_("Deelnemers in deze cijfers"), about.companies),
        (_("Controlenummer"), about.code),
        (_("Controleren op"), about.check),
        (_("Waar u ze leest"), about.address),
        (
            _("Een dubbele punt"),
            _("Geen cijfer: een bedrijf zou te herkennen zijn."),
        ),
    ]
    if about.corrects:
        rows.insert(2, (_("Verbetert"), f"{about.corrects}: {about.correction}"))
    return Table(_("Toelichting"), [Column(head_of("counted"), 28), Column(_("Waarde"), 70)], rows)
