"""The score of each year as a column, with a mark where the years can't be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from convenant.charts.chart import (
    HIGHEST,
    Chart,
    Frame,
    Names,
    checked,
    figure,
    table_of,
)
from convenant.charts.marks import Line, Mark, Rect, Text
from convenant.charts.measure import text_width, wrapped
from convenant.charts.palette import BRAND, COPPER, GRID, HALF, INK, MUTED

_GRID_AT = (0, 50, 100)
TALL = 9.0


@dataclass(frozen=True, slots=True)
class YearScore:
    """One column: its year and score, and a small line under the year such as "n = 8"."""

    year: str
    value: float | None
    remark: str = ""


def columns(
    id: str,
    *,
    title: str,
    desc: str,
    years: Sequence[YearScore],
    names: Names,
    frame: Frame,
    break_before: int | None = None,
    break_words: tuple[str, str] = ("", ""),
    tall: float = TALL,
) -> Chart:
    """Return one column for each year on a scale of 0 to 100; the last one is this year's.

    `break_before` is the place of the first year under a new rule: a dashed line stands before
    it, with `break_words` for the years left and right. `tall` is how high the scale is, in
    letters. Raises ValueError off the scale, or when the break stands before the first or after
    the last year.
    """
    if break_before is not None and not 0 < break_before < len(years):
        raise ValueError("a break stands between two years")
    plot = _Plot(frame, len(years), break_before, tall)
    marks = plot.grid()
    for place, year in enumerate(years):
        marks += plot.column(place, year, names)
    if break_before is not None:
        marks += plot.broken(break_before, break_words)
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=plot.height,
        marks=tuple(marks),
        table=table_of(
            (names.subject, names.now),
            [(year.year, figure(year.value, names.none)) for year in years],
        ),
    )


class _Plot:
    """The axis left, a slot for each year, and one slot more where the series is broken."""

    def __init__(self, frame: Frame, years: int, break_before: int | None, tall: float) -> None:
        self.frame, self.years, self.break_before = frame, years, break_before
        text = frame.text
        self.left = text_width("100", frame.small) + text * 0.8
        self.top = text * (2.2 if break_before is None else 3.6)
        self.bottom = self.top + text * tall
        self.height = round(self.bottom + text * 3.2, 1)
        slots = years + (0.5 if break_before is not None else 0)
        self.slot = (frame.width - self.left) / max(slots, 1)
        self.wide = min(self.slot * 0.62, text * 4.5)

    def middle(self, place: int) -> float:
        shift = 0.5 if self.break_before is not None and place >= self.break_before else 0
        return self.left + (place + 0.5 + shift) * self.slot

    def y(self, score: float) -> float:
        return self.bottom - (self.bottom - self.top) * checked(score) / HIGHEST

    def grid(self) -> list[Mark]:
        marks: list[Mark] = []
        for score in _GRID_AT:
            y = self.y(score)
            marks.append(Line(self.left, y, self.frame.width, y, GRID, 0.6))
            x = self.left - self.frame.text * 0.5
            small = self.frame.small
            marks.append(Text(x, y + small * 0.35, str(score), small, MUTED, anchor="end"))
        return marks

    def column(self, place: int, year: YearScore, names: Names) -> list[Mark]:
        text, x = self.frame.text, self.middle(place)
        value = figure(year.value, names.none)
        y = self.y(year.value or 0)
        is_now = place == self.years - 1
        marks: list[Mark] = []
        if year.value is not None:
            fill = BRAND if is_now else HALF
            tip = f"{year.year}: {value}"
            marks.append(Rect(x - self.wide / 2, y, self.wide, self.bottom - y, fill, tip))
        weight = 650 if is_now else 400
        under = self.bottom + text * 1.3
        marks.append(Text(x, y - text * 0.4, value, text, INK, 650, "middle"))
        marks.append(Text(x, under, year.year, text, INK, weight, "middle"))
        if year.remark:
            y = under + text * 1.25
            marks.append(Text(x, y, year.remark, self.frame.small, MUTED, anchor="middle"))
        return marks

    def broken(self, place: int, words: tuple[str, str]) -> list[Mark]:
        text = self.frame.text
        x = (self.middle(place - 1) + self.middle(place)) / 2
        y, small = text * 1.1, self.frame.small
        before = wrapped(words[0], small, x - text * 0.6)[0]
        after = wrapped(words[1], small, self.frame.width - x - text * 0.6)[0]
        return [
            Line(x, 0, x, self.bottom + text * 1.6, COPPER, 1.1, "3 2.2"),
            Text(x - text * 0.6, y, before, small, MUTED, anchor="end"),
            Text(x + text * 0.6, y, after, small, COPPER, 650),
        ]
