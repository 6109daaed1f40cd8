"""Figures in words: a share with its sign, and why another is not shown."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workgroups.annual.content import Annual
from workgroups.annual.figures import number_of
from workgroups.annual.shape import Cell, Row, TablePart
from workgroups.disclosure.published import Kind, PublishedCell, PublishedTable, Why
from workgroups.figures.names import head_of


def why_words(why: str) -> str:
    """Return the word in a cell that was withheld."""
    return {
        Why.TOO_FEW: _("te weinig leden"),
        Why.NO_MENU: _("niet geteld"),
    }.get(Why(why) if why else Why.NO_MENU, _("afgeschermd"))


def words_of(cell: PublishedCell, table: PublishedTable) -> str:
    """Return a figure as it stands in a table or at a bar."""
    if cell.value is None:
        return why_words(cell.why)
    return f"{cell.value}%" if table.kind == Kind.SHARE else cell.value


def counted_words(table: PublishedTable) -> str:
    """Return on how many members a table rests: "n = 8 van 12"."""
    if not table.counted:
        return ""
    if table.of and table.of != table.counted:
        return _("n = %(n)s van %(all)s") % {"n": table.counted, "all": table.of}
    return _("n = %(n)s") % {"n": table.counted}


def kind_words(table: PublishedTable) -> str:
    """Return what the figures of a table are."""
    return {
        Kind.COUNT: _("aantal deelnemers"),
        Kind.SHARE: _("deel van de deelnemers, in procenten"),
        Kind.SUM: _("aantal, van alle deelnemers samen"),
        Kind.MEAN: _("gemiddelde, in punten van 100"),
        Kind.MEDIAN: _("middelste waarde, in punten van 100"),
    }[Kind(table.kind)]


def small_words(table: PublishedTable) -> str:
    """Return the line under a caption: what is counted, and on how many members it rests."""
    parts = [kind_of(table), counted_words(table)]
    return "; ".join(part for part in parts if part) + "."


def kind_of(table: PublishedTable) -> str:
    """Return what the figures of this table are, with a capital."""
    words = kind_words(table)
    if table.name == "chain_known":
        words = _("deel van de regels in de ketens, in procenten")
    return words[0].upper() + words[1:]


def cell_of(cell: PublishedCell, table: PublishedTable) -> Cell:
    """Return one figure as a cell."""
    return Cell(words_of(cell, table), is_hidden=cell.is_withheld)


def table_of(
    annual: Annual, table: PublishedTable, title: str, *, level: int = 0, anchor: str = ""
) -> TablePart:
    """Return a published table as it is printed: one dimension as rows, two as rows and columns."""
    heads = [head_of(dim) for dim in table.dims]
    if len(table.dims) == 1:
        rows = [
            Row(annual.word(table.dims[0], cell.key[0]), (cell_of(cell, table),))
            for cell in table.cells
        ]
        heads.append(_("Cijfer"))
    else:
        second = table.keys(table.dims[1])
        rows = [
            Row(
                annual.word(table.dims[0], key),
                tuple(cell_of(table.cell(key, other), table) for other in second),
            )
            for key in table.keys(table.dims[0])
        ]
        heads = [heads[0], *(annual.word(table.dims[1], key) for key in second)]
    small = small_words(table)
    is_wide = len(heads) > 4
    return TablePart(title, small, tuple(heads), tuple(rows), is_wide, level, anchor)


def years_of(
    annual: Annual,
    name: str,
    title: str,
    *,
    level: int = 0,
    anchor: str = "",
    among: Sequence[PublishedTable] | None = None,
) -> Sequence[TablePart]:
    """Return the tables of this name, the newest first: years with the same rows beside each other.

    Tables with two dimensions stay apart, and so do years whose rows differ.
    """
    known = annual.tables if among is None else among
    tables = [table for table in reversed(known) if table.name == name and table.cells]
    tables.sort(key=lambda table: -table.year)
    if not tables:
        return []
    newest = tables[0]
    if newest.dims == ("year",):
        return [by_year(annual, tables, title, level, anchor)]
    alike = [table for table in tables if is_alike(table, newest)]
    if len(newest.dims) > 1 or len(alike) < 2:
        alike = [newest]
    parts = [beside(annual, alike, title, level, anchor)] if len(alike) > 1 else []
    for table in tables if len(alike) == 1 else [one for one in tables if one not in alike]:
        own = f"{title}, {table.year}"
        parts.append(
            table_of(annual, table, own, level=level, anchor=anchor and f"{anchor}-{table.year}")
        )
    return parts


def by_year(
    annual: Annual, tables: Sequence[PublishedTable], title: str, level: int, anchor: str
) -> TablePart:
    """Return tables whose only key is a year as one table, the newest year on top."""
    rows = tuple(
        Row(annual.word("year", cell.key[0]), (cell_of(cell, table),))
        for table in tables
        for cell in table.cells
    )
    heads = (head_of("year"), _("Aantal"))
    return TablePart(title, f"{kind_of(tables[0])}.", heads, rows, False, level, anchor)


def is_alike(table: PublishedTable, other: PublishedTable) -> bool:
    """Tell whether two tables have the same rows."""
    keys = [cell.key for cell in other.cells]
    return table.dims == other.dims and [cell.key for cell in table.cells] == keys


def beside(
    annual: Annual, tables: Sequence[PublishedTable], title: str, level: int, anchor: str
) -> TablePart:
    """Return tables of several years with the same rows as one table, a column for each year."""
    newest = tables[0]
    rows = tuple(
        Row(
            annual.word(newest.dims[0], cell.key[0]),
            tuple(cell_of(table.cell(*cell.key), table) for table in tables),
        )
        for cell in newest.cells
    )
    counted = "; ".join(
        f"{table.year}: {words}" for table in tables if (words := counted_words(table))
    )
    kind = kind_of(newest)
    small = f"{kind}; {counted}." if counted else f"{kind}."
    heads = (head_of(newest.dims[0]), *(str(table.year) for table in tables))
    return TablePart(title, small, heads, rows, False, level, anchor)


def long_tables(part: TablePart, most: int) -> Sequence[TablePart]:
    """Return a wide table in pieces of at most so many columns of figures."""
    if len(part.heads) - 1 <= most:
        return [part]
    pieces = []
    for start in range(0, len(part.heads) - 1, most):
        end = start + most
        rows = tuple(Row(row.head, row.cells[start:end], row.small) for row in part.rows)
        heads = (part.heads[0], *part.heads[1:][start:end])
        more = f" ({start // most + 1})"
        is_first = start == 0
        pieces.append(
            TablePart(
                part.caption + more,
                part.small,
                heads,
                rows,
                part.is_wide,
                part.level if is_first else 0,
                part.anchor if is_first else "",
            )
        )
    return pieces


def members(words: str) -> str:
    """Return the noun behind a number of members."""
    return ngettext("lid", "leden", 1 if words == "1" else 2)


def shown(table: PublishedTable | None) -> list[PublishedCell]:
    """Return the figures of a table that are shown, the highest first."""
    told = [cell for cell in (table.cells if table else ()) if not cell.is_withheld]
    return sorted(told, key=lambda cell: (-(number_of(cell) or 0), cell.key))
