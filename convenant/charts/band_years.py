"""How many files are in each band: a bar for each year, with a line where years can't compare."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from convenant.charts.chart import Chart, Frame, LegendItem, Names, table_of
from convenant.charts.marks import Line, Mark, Rect, Text
from convenant.charts.measure import text_width
from convenant.charts.palette import COPPER, GRID, INK, LEVELS, MUTED, Paint

_GAP = 1.2


@dataclass(frozen=True, slots=True)
class BandsOfYear:
    """A year, the number of files in each band from low to high, and how many have no score."""

    year: str
    counts: tuple[int, ...]
    without: int = 0

    @property
    def total(self) -> int:
        """Return how many files there are."""
        return sum(self.counts) + self.without


def band_years(
    id: str,
    *,
    title: str,
    desc: str,
    years: Sequence[BandsOfYear],
    bands: Sequence[str],
    names: Names,
    frame: Frame,
    breaks: Collection[str] = (),
) -> Chart:
    """Return a bar for each year, as wide as all others, cut by the share of each band.

    `names.subject` heads the years, `names.now` the total and `names.none` what has no score. A
    dashed line stands above each year of `breaks`. Raises ValueError when a year does not have one
    count, 0 or more, for each band, or when there are more bands than colours.
    """
    if len(bands) > len(LEVELS):
        raise ValueError(f"{len(bands)} bands and {len(LEVELS)} colours")
    for year in years:
        if len(year.counts) != len(bands) or min((*year.counts, year.without)) < 0:
            raise ValueError(f"{year.year}: {year.counts} does not fit {len(bands)} bands")
    text = frame.text
    left = max((text_width(year.year, text) for year in years), default=0) + text
    most = max((text_width(f"n = {year.total}", frame.small) for year in years), default=0)
    marks: list[Mark] = []
    for place, year in enumerate(years):
        top = place * text * 2.9 + text * 0.7
        if year.year in breaks and place:
            y = top - text * 0.7
            marks.append(Line(0, y, frame.width, y, COPPER, 1.1, "3 2.2"))
        marks += _bar(year, bands, names, (left, top, frame.width - left - most - text), frame)
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=round(len(years) * text * 2.9, 1),
        marks=tuple(marks),
        table=table_of(
            (names.subject, *bands, names.none, names.now),
            [(y.year, *map(str, y.counts), str(y.without), str(y.total)) for y in years],
        ),
        legend=(
            *(LegendItem(*one) for one in zip(bands, (p for p, _ in LEVELS), strict=False)),
            *([LegendItem(names.none, GRID)] if any(year.without for year in years) else []),
        ),
    )


def _bar(
    year: BandsOfYear,
    bands: Sequence[str],
    names: Names,
    place: tuple[float, float, float],
    frame: Frame,
) -> list[Mark]:
    x, top, width = place
    text, thick = frame.text, frame.text * 1.8
    middle = top + thick / 2 + text * 0.35
    marks: list[Mark] = [Text(0, middle, year.year, text, INK, 600)]
    pieces: list[tuple[str, int, tuple[Paint, Paint]]] = [
        (names.none, year.without, (GRID, INK)),
        *zip(bands, year.counts, LEVELS, strict=False),
    ]
    for band, count, (fill, ink) in pieces:
        wide = width * count / year.total if year.total else 0
        if wide <= 0:
            continue
        tip = f"{year.year}, {band}: {count}"
        marks.append(Rect(x, top, max(wide - _GAP, 0.4), thick, fill, tip))
        if wide > text_width(str(count), text) + text * 0.5:
            marks.append(Text(x + wide / 2, middle, str(count), text, ink, 600, "middle"))
        x += wide
    marks.append(Text(frame.width, middle, f"n = {year.total}", frame.small, MUTED, anchor="end"))
    return marks
