"""The drawings of the report, from published tables alone; the same builders as on the pages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convenant.charts import (
    PAPER,
    PAPER_WIDE,
    Bar,
    Chart,
    Frame,
    Names,
    Part,
    StackedYear,
    StepScore,
    bars,
    hexagon,
    honeycomb,
    stacked_columns,
)
from convenant.charts.words import describe_steps
from workgroups.annual.cells import counted_words, words_of
from workgroups.annual.content import Annual
from workgroups.annual.figures import covered, number_of
from workgroups.disclosure.published import PublishedCell, PublishedTable
from workgroups.figures.names import head_of

COVER = Frame(170, 3.2, "mm")
COVER_HEIGHT, COVER_CELL = 118.0, 46.0
PROFILE = Frame(354.3, 9, "pt")
MOST_CELLS = 400
MOST_BARS = 10


def comb(annual: Annual, *, on_cover: bool) -> Chart | None:
    """Return a cell for each member; nothing when the release does not say how many there are."""
    counted, of = covered(annual)
    if not (counted and of and counted.isdigit() and of.isdigit()):
        return None
    if not int(counted) <= int(of) <= MOST_CELLS:
        return None
    words = {"n": counted, "all": of}
    return honeycomb(
        "omslag" if on_cover else "dekking",
        title=_("%(n)s van %(all)s deelnemers tellen mee") % words,
        desc=_("Een honingraat met een cel voor elke deelnemer: %(n)s van de %(all)s zijn gevuld.")
        % words,
        counted=int(counted),
        of=int(of),
        names=(_("Deelnemers"), _("tellen mee"), _("tellen niet mee"), _("Aantal")),
        frame=COVER if on_cover else PAPER,
        height=COVER_HEIGHT if on_cover else 60,
        most=COVER_CELL if on_cover else 28,
    )


def profile(annual: Annual) -> Chart | None:
    """Return the mean of each step as a shape; nothing unless all six are told."""
    rows = step_rows(annual)
    if len(rows) < 3 or any(row.value is None for row in rows):
        return None
    names = Names(_("Stap"), str(annual.year), last_year(annual, "step_mean"))
    return hexagon(
        "profiel",
        title=_("Gemiddelde score op de zes stappen"),
        desc=describe_steps(rows, names),
        rows=rows,
        names=names,
        points=_("punten"),
        frame=PROFILE,
        on_blue=False,
    )


def step_rows(annual: Annual) -> list[StepScore]:
    """Return each step with its mean, and last year's where it can be compared."""
    table = annual.table("step_mean")
    if table is None:
        return []
    has_last = bool(last_year(annual, "step_mean"))
    return [
        StepScore(
            label=annual.word("step", cell.key[0]),
            value=number_of(cell),
            last=number_of(annual.figure("step_mean", *cell.key, year=annual.year - 1))
            if has_last
            else None,
        )
        for cell in table.cells
    ]


def last_year(annual: Annual, name: str) -> str:
    """Return the year before when its table can be set beside this year's; else nothing."""
    if annual.table(name, annual.year - 1) is None or annual.breaks_before(annual.year):
        return ""
    return str(annual.year - 1)


def bars_of(
    id: str,
    annual: Annual,
    table: PublishedTable,
    cells: Sequence[PublishedCell],
    title: str,
    *,
    with_last: bool = False,
    highest: float | None = None,
) -> Chart:
    """Return these figures of a table as bars, in this order."""
    dim = table.dims[0]
    last = last_year(annual, table.name) if with_last else ""
    before = annual.table(table.name, annual.year - 1) if last else None
    rows = []
    for cell in cells:
        old = before.cell(*cell.key) if before else None
        rows.append(
            Bar(
                label=capital(annual.word(dim, cell.key[0])),
                words=words_of(cell, table),
                value=number_of(cell),
                most=float(cell.high) if cell.high is not None else None,
                last=number_of(old) if old else None,
                last_words=words_of(old, before) if old and before else "",
            )
        )
    names = Names(head_of(dim), str(annual.year), last)
    return bars(
        id,
        title=title,
        desc=describe(rows, counted_words(table)),
        rows=rows,
        names=names,
        frame=PAPER,
        highest=highest,
    )


def describe(rows: Sequence[Bar], base: str) -> str:
    """Return all figures of some bars in one sentence."""
    figures = "; ".join(f"{row.label} {row.words}" for row in rows)
    return _("Cijfers: %s.") % figures + (f" {base}." if base else "")


def band_years(annual: Annual) -> Chart | None:
    """Return the bands of each year as columns, with a mark before a year under another method."""
    tables = [table for year in annual.years if (table := annual.table("bands", year))]
    tables = [table for table in tables if not table.is_withheld]
    if not tables:
        return None
    dim = tables[-1].dims[0]
    keys = tables[-1].keys(dim)
    tables = [table for table in tables if table.keys(table.dims[0]) == keys]
    breaks = [place for place, one in enumerate(tables) if place and annual.breaks_before(one.year)]
    return columns_of("banden", annual, tables, _("Deelnemers per niveau en per jaar"), breaks[-1:])


def columns_of(
    id: str,
    annual: Annual,
    tables: Sequence[PublishedTable],
    title: str,
    breaks: Sequence[int] = (),
) -> Chart:
    """Return tables with the same keys as columns of a hundred per cent."""
    dim = tables[-1].dims[0]
    keys = tables[-1].keys(dim)
    years = [
        StackedYear(
            str(table.year),
            counted_words(table).split(" " + _("van") + " ")[0],
            tuple(Part(number_of(cell), words_of(cell, table)) for cell in in_order(table, keys)),
        )
        for table in tables
    ]
    parts = [annual.word(dim, key) for key in keys]
    figures = "; ".join(
        f"{year.year}: "
        + ", ".join(f"{part} {one.words}" for part, one in zip(parts, year.parts, strict=True))
        for year in years
    )
    return stacked_columns(
        id,
        title=title,
        desc=_("Cijfers: %s.") % figures,
        years=years,
        parts=parts,
        names=Names(head_of(dim), _("Deelnemers")),
        frame=PAPER_WIDE,
        hidden=_("afgeschermd"),
        break_before=breaks[0] if breaks else None,
        break_words=(_("andere rekenregel"), _("nieuwe rekenregel: niet te vergelijken"))
        if breaks
        else ("", ""),
    )


def in_order(table: PublishedTable, keys: Sequence[str]) -> list[PublishedCell]:
    """Return the figures of a table in the order of these keys."""
    return [table.cell(key) for key in keys]


def capital(words: str) -> str:
    """Return the words with a capital."""
    return words[:1].upper() + words[1:]
