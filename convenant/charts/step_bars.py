"""The score on each step as a bar, with last year's tick and the expected score under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from convenant.charts.chart import (
    HIGHEST,
    Chart,
    Frame,
    LegendItem,
    Names,
    Table,
    checked,
    figure,
    table_of,
)
from convenant.charts.marks import Line, Mark, Polygon, Rect, Text
from convenant.charts.measure import text_width, wrapped
from convenant.charts.palette import BRAND, COPPER, GRID, INK, MUTED, PAPER_WHITE

_GRID_AT = (0, 20, 40, 60, 80, 100)
_MOST_FOR_LABELS = 0.42


@dataclass(frozen=True, slots=True)
class StepScore:
    """One step: its name, this year's score and, where they exist, last year's and the expected."""

    label: str
    value: float | None
    last: float | None = None
    expected: float | None = None


def step_bars(
    id: str,
    *,
    title: str,
    desc: str,
    rows: Sequence[StepScore],
    names: Names,
    frame: Frame,
) -> Chart:
    """Return one bar for each row on a scale of 0 to 100. Raises ValueError off that scale."""
    plot = _Plot(rows, frame)
    marks: list[Mark] = plot.grid()
    for index, row in enumerate(rows):
        marks += plot.row(index, row, names)
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=plot.height,
        marks=tuple(marks),
        table=_table(rows, names),
        legend=_legend(rows, names),
    )


class _Plot:
    """Where things stand: labels left, bars in the middle, figures right."""

    def __init__(self, rows: Sequence[StepScore], frame: Frame) -> None:
        self.frame = frame
        longest = max((text_width(row.label, frame.text) for row in rows), default=0)
        self.room = min(longest, frame.width * _MOST_FOR_LABELS)
        self.left = self.room + frame.text
        self.right = frame.width - text_width("100", frame.text) - frame.text
        self.step = frame.text * 2.4
        self.bottom = self.step * len(rows)
        self.height = round(self.bottom + frame.text * 1.6, 1)

    def x(self, score: float) -> float:
        return self.left + (self.right - self.left) * checked(score) / HIGHEST

    def grid(self) -> list[Mark]:
        marks: list[Mark] = []
        for score in _GRID_AT:
            x = self.x(score)
            marks.append(Line(x, 0, x, self.bottom, GRID, 0.6))
            y = self.bottom + self.frame.text * 1.25
            marks.append(Text(x, y, str(score), self.frame.small, MUTED, anchor="middle"))
        return marks

    def row(self, index: int, row: StepScore, names: Names) -> list[Mark]:
        text, middle = self.frame.text, (index + 0.5) * self.step
        thick = text * 1.2
        value = figure(row.value, names.none)
        marks: list[Mark] = [*self.label(row.label, middle)]
        if row.value is not None:
            width = self.x(row.value) - self.left
            tip = f"{row.label}: {value}"
            marks.append(Rect(self.left, middle - thick / 2, width, thick, BRAND, tip))
        if row.last is not None and names.last:
            marks += self.tick(self.x(row.last), middle, thick)
        if row.expected is not None and names.expected:
            marks.append(_triangle(self.x(row.expected), middle + thick / 2 + 0.6, text * 0.5))
        end = self.frame.width
        marks.append(Text(end, middle + text * 0.35, value, text, INK, 650, "end"))
        return marks

    def label(self, label: str, middle: float) -> list[Text]:
        lines = wrapped(label, self.frame.text, self.room + self.frame.text * 0.4, 2)
        size = self.frame.text if len(lines) == 1 else self.frame.small
        first = middle + size * 0.35 - (len(lines) - 1) * size * 0.5
        return [Text(0, first + place * size, line, size, INK) for place, line in enumerate(lines)]

    def tick(self, x: float, middle: float, thick: float) -> list[Mark]:
        """Last year's mark stands out of the bar and is set free from it by white edges."""
        wide = self.frame.text * 0.2
        high = thick * 1.4
        return [
            Rect(x - wide, middle - thick / 2, wide * 2, thick, PAPER_WHITE),
            Rect(x - wide / 2, middle - high / 2, wide, high, COPPER),
        ]


def _triangle(x: float, y: float, size: float) -> Polygon:
    """Return a small triangle that points up at (x, y)."""
    corners = ((x, y), (x + size * 0.65, y + size), (x - size * 0.65, y + size))
    return Polygon(corners, fill=PAPER_WHITE, stroke=INK, width=0.9)


def _legend(rows: Sequence[StepScore], names: Names) -> tuple[LegendItem, ...]:
    items = [LegendItem(names.now, BRAND)]
    if names.last and any(row.last is not None for row in rows):
        items.append(LegendItem(names.last, COPPER, "tick"))
    if names.expected and any(row.expected is not None for row in rows):
        items.append(LegendItem(names.expected, INK, "triangle"))
    return tuple(items)


def _table(rows: Sequence[StepScore], names: Names) -> Table:
    none = names.none
    return table_of(
        (names.subject, names.now, names.last, names.expected),
        [
            (
                row.label,
                figure(row.value, none),
                figure(row.last, none),
                figure(row.expected, none),
            )
            for row in rows
        ],
    )
