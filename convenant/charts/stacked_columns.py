"""Shares of a whole as one column for each year, with a mark where years can't be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from convenant.charts.chart import HIGHEST, Chart, Frame, LegendItem, Names, table_of
from convenant.charts.marks import Line, Mark, Polygon, Rect, Text
from convenant.charts.measure import text_width, wrapped
from convenant.charts.palette import COPPER, GRID, HALF, INK, MUTED, Paint

SHADES: tuple[tuple[Paint, Paint], ...] = (
    (Paint("#e4ebf2"), INK),
    (Paint("#bccbdd"), INK),
    (Paint("#7f9abb"), INK),
    (Paint("#3f659a"), Paint("#ffffff")),
    (Paint("#154273"), Paint("#ffffff")),
)
"""From the lowest part to the highest, with the colour of the figure on it."""
_GRID_AT = (0, 50, 100)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a column: how high it is (None when it is withheld), and its figure in words."""

    value: float | None
    words: str


@dataclass(frozen=True, slots=True)
class StackedYear:
    """One column: its name, a small line under it such as "n = 8", and its parts from below."""

    year: str
    remark: str
    parts: tuple[Part, ...]


def stacked_columns(
    id: str,
    *,
    title: str,
    desc: str,
    years: Sequence[StackedYear],
    parts: Sequence[str],
    names: Names,
    frame: Frame,
    hidden: str,
    break_before: int | None = None,
    break_words: tuple[str, str] = ("", ""),
) -> Chart:
    """Return the columns on a scale of 0 to 100 per cent; `parts` are the words of the legend.

    What is withheld of a column is an empty dashed piece with the word `hidden`. `break_before` is
    the place of the first year under another rule. Raises ValueError for too many parts, or when
    the break stands before the first or after the last year.
    """
    if len(parts) > len(SHADES) or any(len(year.parts) != len(parts) for year in years):
        raise ValueError("each column has the same parts, at most five")
    if break_before is not None and not 0 < break_before < len(years):
        raise ValueError("a break stands between two years")
    plot = _Plot(frame, len(years), break_before)
    marks = plot.grid()
    for place, year in enumerate(years):
        marks += plot.column(place, year, shades(len(parts)), hidden)
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
            (names.subject, *parts, names.now),
            [(year.year, *(one.words for one in year.parts), year.remark) for year in years],
        ),
        legend=tuple(
            LegendItem(words, shade)
            for words, (shade, _) in zip(parts, shades(len(parts)), strict=True)
        ),
    )


def shades(parts: int) -> tuple[tuple[Paint, Paint], ...]:
    """Return so many shades, as far apart as there are: two parts are pale and dark."""
    chosen = {1: (4,), 2: (1, 4), 3: (1, 2, 4), 4: (0, 1, 2, 4)}
    return tuple(SHADES[place] for place in chosen.get(parts, range(len(SHADES))))


class _Plot:
    """The axis left, a slot for each year, and half a slot more where the series is broken."""

    def __init__(self, frame: Frame, years: int, break_before: int | None) -> None:
        self.frame, self.years, self.break_before = frame, years, break_before
        text = frame.text
        self.left = text_width("100%", frame.small) + text
        self.top = text * (1.0 if break_before is None else 2.6)
        self.bottom = self.top + text * 15.5
        self.height = round(self.bottom + text * 3.4, 1)
        slots = years + (0.5 if break_before is not None else 0)
        self.slot = (frame.width - self.left) / max(slots, 1)
        self.wide = min(self.slot * 0.72, text * 9)

    def middle(self, place: int) -> float:
        shift = 0.5 if self.break_before is not None and place >= self.break_before else 0
        return self.left + (place + 0.5 + shift) * self.slot

    def y(self, share: float) -> float:
        return self.bottom - (self.bottom - self.top) * min(share, HIGHEST) / HIGHEST

    def grid(self) -> list[Mark]:
        marks: list[Mark] = []
        small = self.frame.small
        for share in _GRID_AT:
            y = self.y(share)
            marks.append(Line(self.left, y, self.frame.width, y, GRID, 0.4))
            x = self.left - self.frame.text * 0.6
            marks.append(Text(x, y + small * 0.35, f"{share}%", small, MUTED, anchor="end"))
        return marks

    def column(
        self, place: int, year: StackedYear, shades: Sequence[tuple[Paint, Paint]], hidden: str
    ) -> list[Mark]:
        text, x = self.frame.text, self.middle(place)
        marks, share = [], 0.0
        whole = sum(one.value or 0 for one in year.parts)
        scale = HIGHEST / whole if whole > HIGHEST else 1.0
        for one, (fill, ink) in zip(year.parts, shades, strict=True):
            if one.value:
                marks += self.part(x, share, share + one.value * scale, one.words, fill, ink)
                share += one.value * scale
        if any(one.value is None for one in year.parts) and share < HIGHEST:
            marks += self.hidden(x, share, hidden)
        marks.append(Text(x, self.bottom + text * 1.4, year.year, text, INK, 600, "middle"))
        y = self.bottom + text * 2.7
        marks.append(Text(x, y, year.remark, self.frame.small, MUTED, anchor="middle"))
        return marks

    def part(
        self, x: float, low: float, high: float, words: str, fill: Paint, ink: Paint
    ) -> list[Mark]:
        top, bottom = self.y(high), self.y(low)
        height = max(bottom - top - 1.2, 0.6)
        marks: list[Mark] = [Rect(x - self.wide / 2, top, self.wide, height, fill, words)]
        if height > self.frame.text * 1.1:
            y = top + height / 2 + self.frame.text * 0.35
            marks.append(Text(x, y, words, self.frame.text, ink, 600, "middle"))
        return marks

    def hidden(self, x: float, low: float, words: str) -> list[Mark]:
        half, top, bottom = self.wide / 2 - 0.4, self.y(HIGHEST) + 0.4, self.y(low) - 1.4
        corners = ((x - half, top), (x + half, top), (x + half, bottom), (x - half, bottom))
        marks: list[Mark] = [Polygon(corners, stroke=HALF, width=0.6, dash="2 1.6")]
        small = self.frame.small
        if bottom - top > small * 1.1:
            [line] = wrapped(words, small, self.wide - 2)
            marks.append(
                Text(x, (top + bottom) / 2 + small * 0.35, line, small, MUTED, 400, "middle")
            )
        return marks

    def broken(self, place: int, words: tuple[str, str]) -> list[Mark]:
        text, small = self.frame.text, self.frame.small
        x = (self.middle(place - 1) + self.middle(place)) / 2
        [before] = wrapped(words[0], small, x - text * 0.6)
        [after] = wrapped(words[1], small, self.frame.width - x - text * 0.6)
        return [
            Line(x, 0, x, self.bottom + text * 3, COPPER, 1.2, "3 2.4"),
            Text(x - text * 0.6, text, before, small, MUTED, anchor="end"),
            Text(x + text * 0.6, text, after, small, COPPER, 600),
        ]
