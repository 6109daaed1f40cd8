"""What is done, under way and not begun, as one bar for each row."""

from collections.abc import Sequence
from dataclasses import dataclass

from convenant.charts.chart import Chart, Frame, LegendItem, Names, table_of
from convenant.charts.marks import Mark, Rect, Text
from convenant.charts.measure import text_width, wrapped
from convenant.charts.palette import (
    BRAND,
    HALF,
    INK,
    MUTED,
    ON_BRAND,
    ON_HALF,
    ON_PALE,
    PALE,
)

_PAINTS = ((BRAND, ON_BRAND), (HALF, ON_HALF), (PALE, ON_PALE))
_GAP = 1.2
_MOST_FOR_LABELS = 0.42


@dataclass(frozen=True, slots=True)
class Segment:
    """One state and its word: "Klaar"."""

    label: str


@dataclass(frozen=True, slots=True)
class StackedRow:
    """One row: its name and a count for each segment, in their order."""

    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        return sum(self.counts)


def stacked_bars(
    id: str,
    *,
    title: str,
    desc: str,
    rows: Sequence[StackedRow],
    segments: Sequence[Segment],
    names: Names,
    frame: Frame,
) -> Chart:
    """Return bars whose length shows the total, cut into at most three states.

    `names.subject` heads the rows and `names.now` the total. Raises ValueError when a row does
    not have one count, 0 or more, for each segment.
    """
    for row in rows:
        if len(row.counts) != len(segments) or min(row.counts) < 0:
            raise ValueError(f"{row.label}: {row.counts} does not fit {len(segments)} states")
    text = frame.text
    longest = max((text_width(row.label, text) for row in rows), default=0)
    room = min(longest, frame.width * _MOST_FOR_LABELS)
    most = max((row.total for row in rows), default=0)
    left, right = room + text, frame.width - text_width(str(most), text) - text
    unit = (right - left) / most if most else 0
    marks: list[Mark] = []
    for index, row in enumerate(rows):
        middle = (index + 0.5) * text * 2.5
        marks += _label(row.label, room, middle, frame)
        marks += _bar(row, segments, (left, middle, unit), text)
        end = left + row.total * unit + text * 0.5
        marks.append(Text(end, middle + text * 0.35, str(row.total), text, MUTED))
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=round(len(rows) * text * 2.5, 1),
        marks=tuple(marks),
        table=table_of(
            (names.subject, *(segment.label for segment in segments), names.now),
            [(row.label, *map(str, row.counts), str(row.total)) for row in rows],
        ),
        legend=tuple(
            LegendItem(segment.label, fill)
            for segment, (fill, _) in zip(segments, _PAINTS, strict=False)
        ),
    )


def _label(label: str, room: float, middle: float, frame: Frame) -> list[Text]:
    lines = wrapped(label, frame.text, room + frame.text * 0.4, 2)
    size = frame.text if len(lines) == 1 else frame.small
    first = middle + size * 0.35 - (len(lines) - 1) * size * 0.5
    return [Text(0, first + place * size, line, size, INK) for place, line in enumerate(lines)]


def _bar(
    row: StackedRow,
    segments: Sequence[Segment],
    place: tuple[float, float, float],
    text: float,
) -> list[Mark]:
    x, middle, unit = place
    thick = text * 1.7
    marks: list[Mark] = []
    for count, segment, (fill, ink) in zip(row.counts, segments, _PAINTS, strict=False):
        width = count * unit
        if width <= 0:
            continue
        drawn = max(width - _GAP, 0.4)
        tip = f"{row.label}, {segment.label}: {count}"
        marks.append(Rect(x, middle - thick / 2, drawn, thick, fill, tip))
        size = text * 0.93
        if drawn > text_width(str(count), size) + text * 0.4:
            inside = x + drawn / 2
            y = middle + size * 0.35
            marks.append(Text(inside, y, str(count), size, ink, 600, "middle"))
        x += width
    return marks
