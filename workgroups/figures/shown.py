"""A released table on a page: rows and columns in words, the drawing, and why cells are empty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convenant.charts import SCREEN_NARROW, Bar, Chart, Frame, bars
from convenant.charts.chart import Names as ChartNames
from workgroups.disclosure.published import Kind, PublishedCell, PublishedTable
from workgroups.figures.names import (
    SENTENCES,
    WHYS,
    Names,
    head_of,
    title_of,
    unit_of,
)

WITHHELD = ":"
"""What stands where a figure is withheld, as statistical offices write it."""
MOST_BARS = 24
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One figure in words; without a figure `why` is the reason, short."""

    text: str
    why: str = ""
    share: int | None = None
    """How dark it is in a table with two sides: 0 to 4."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as the page has it."""

    table: PublishedTable
    id: str
    title: str
    unit: str
    coverage: str
    """Who stand behind it: "8 van 12 deelnemers"."""
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[ShownCell, ...]], ...]
    sentences: tuple[str, ...]
    """Why figures are missing, each reason once."""
    chart: Chart | None

    @property
    def is_empty(self) -> bool:
        """Tell whether no figure at all is shown."""
        return self.table.is_withheld or not self.rows


def shown(table: PublishedTable, names: Names, frame: Frame = SCREEN_NARROW) -> ShownTable:
    """Return a table in the language of the page."""
    two_sided = len(table.dims) > 1
    missing = {cell.why for cell in table.cells if cell.is_withheld and cell.why}
    rows = tuple(sided_rows(table, names) if two_sided else plain_rows(table, names))
    return ShownTable(
        table=table,
        id=f"{table.name.replace('_', '-')}-{table.year}",
        title=title_of(table.name),
        unit=unit_of(table.name, table.kind),
        coverage=coverage_of(table),
        heads=heads_of(table, names),
        rows=rows,
        sentences=tuple(str(SENTENCES[why]) for why in SENTENCES if why in missing),
        chart=None if two_sided or table.is_withheld else drawn(table, names, frame),
    )


def coverage_of(table: PublishedTable) -> str:
    """Return how many stand behind a table, of how many; empty where that can't be told."""
    if table.counted is None or table.of in (None, "0"):
        return ""
    return _("%(counted)s van %(of)s deelnemers") % {"counted": table.counted, "of": table.of}


def heads_of(table: PublishedTable, names: Names) -> tuple[str, ...]:
    """Return the heads of the columns."""
    if len(table.dims) == 1:
        return (head_of(table.dims[0]), unit_of(table.name, table.kind))
    first, second = table.dims
    columns = dict.fromkeys(cell.key[1] for cell in telling(table))
    return (head_of(first), *(names.of(second, key) for key in columns))


def plain_rows(table: PublishedTable, names: Names) -> Iterator[tuple[str, tuple[ShownCell, ...]]]:
    """Yield a row for each figure that tells something."""
    for cell in telling(table):
        yield names.of(table.dims[0], cell.key[0]), (in_words(cell, table.kind),)


def sided_rows(table: PublishedTable, names: Names) -> Iterator[tuple[str, tuple[ShownCell, ...]]]:
    """Yield a row for each value of the first dimension, a cell for each of the second."""
    first = table.dims[0]
    told = telling(table)
    columns = list(dict.fromkeys(cell.key[1] for cell in told))
    most = max((number_in(cell.value) or 0 for cell in table.cells), default=0)
    scale = HUNDRED if table.kind in (Kind.SHARE, Kind.MEAN, Kind.MEDIAN) else most
    for row in dict.fromkeys(cell.key[0] for cell in told):
        cells = (table.cell(row, column) for column in columns)
        yield names.of(first, row), tuple(in_words(cell, table.kind, scale) for cell in cells)


def telling(table: PublishedTable) -> list[PublishedCell]:
    """Return the figures that a page shows: all of a short table, of a long one those above nought.

    A menu counts all there could be, such as every country; files and the API hold all of it.
    """
    if len(table.cells) <= MOST_BARS:
        return list(table.cells)
    return [cell for cell in table.cells if (number_in(cell.low or cell.value) or 0) > 0]


def in_words(cell: PublishedCell, kind: str, scale: float = 0) -> ShownCell:
    """Return a figure as it is written, or the sign that it is withheld with the reason."""
    if cell.is_withheld:
        return ShownCell(WITHHELD, str(WHYS.get(cell.why, cell.why)))
    number = number_in(cell.value)
    dark = None
    if scale and number is not None:
        dark = min(4, int(4 * number / scale + 0.5)) if number else 0
    return ShownCell(written(cell, kind), share=dark)


def written(cell: PublishedCell, kind: str) -> str:
    """Return a figure with its sign: "35%", "<5%", "7"."""
    value = cell.value or ""
    if not (get_language() or "nl").startswith("en"):
        value = value.replace(".", ",")
    return f"{value}%" if kind == Kind.SHARE else value


def number_in(value: str | None) -> float | None:
    """Return the number in a figure; of a band its lower end; None without one."""
    digits = (value or "").lstrip("<>").split("–")[0]
    try:
        return float(digits)
    except ValueError:
        return None


def ends_of(cell: PublishedCell) -> tuple[float | None, float | None]:
    """Return where the bar of a figure ends, and the other end of a band."""
    if cell.is_band:
        return number_in(cell.low), number_in(cell.high)
    return number_in(cell.value), None


def drawn(table: PublishedTable, names: Names, frame: Frame) -> Chart | None:
    """Return the bars of a table with one side; what is withheld has no bar and says so."""
    rows = list(bar_rows(table, names))
    if not 1 < len(rows) <= MOST_BARS:
        return None
    in_parts = table.kind in (Kind.SHARE, Kind.MEAN, Kind.MEDIAN)
    return bars(
        f"{table.name.replace('_', '-')}-{table.year}-t",
        title=title_of(table.name),
        desc=described(rows),
        rows=rows,
        names=ChartNames(head_of(table.dims[0]), unit_of(table.name, table.kind)),
        frame=frame,
        highest=HUNDRED if in_parts else None,
    )


def bar_rows(table: PublishedTable, names: Names) -> Iterator[Bar]:
    """Yield a bar for each figure."""
    for cell in telling(table):
        low, high = (None, None) if cell.is_withheld else ends_of(cell)
        text = in_words(cell, table.kind).text
        yield Bar(names.of(table.dims[0], cell.key[0]), text, low, high)


def described(rows: Sequence[Bar]) -> str:
    """Return the drawing as a sentence."""
    told = "; ".join(f"{row.label}: {row.words}" for row in rows)
    return f"{told}."
