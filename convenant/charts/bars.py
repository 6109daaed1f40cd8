"""One bar for each row, longest first or in a fixed order; a withheld figure stays words."""

from collections.abc import Sequence
from dataclasses import dataclass

from convenant.charts.chart import Chart, Frame, LegendItem, Names, table_of
from convenant.charts.marks import Mark, Rect, Text
from convenant.charts.measure import text_width, wrapped
from convenant.charts.palette import BRAND, COPPER, INK, MUTED, PALE, PAPER_WHITE

_STEP = 2.3
_MOST_FOR_LABELS = 0.46


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its figure in words, and how long it is; `value` is None when it is withheld.

    `most` is how long it can be at most, for a figure that is only known between two ends. `last`
    is last year's figure.
    """

    label: str
    words: str
    value: float | None = None
    most: float | None = None
    last: float | None = None
    last_words: str = ""


def bars(
    id: str,
    *,
    title: str,
    desc: str,
    rows: Sequence[Bar],
    names: Names,
    frame: Frame,
    highest: float | None = None,
) -> Chart:
    """Return the bars on a scale from 0 to `highest`, or to the longest of them.

    `names.subject` and `names.now` head the table; with `names.last` a mark stands at last year's
    figure. Raises ValueError for a figure below 0.
    """
    if any((row.value or 0) < 0 for row in rows):
        raise ValueError("a bar is 0 or longer")
    text = frame.text
    longest = max((text_width(row.label, text) for row in rows), default=0)
    room = min(longest, frame.width * _MOST_FOR_LABELS)
    left = room + text
    right = frame.width - max((text_width(row.words, text) for row in rows), default=0) - text
    ends = [row.most or row.value or 0 for row in rows] + [row.last or 0 for row in rows]
    unit = (right - left) / (highest or max(ends, default=0) or 1)
    marks: list[Mark] = []
    for index, row in enumerate(rows):
        middle = (index + 0.5) * text * _STEP
        marks += _label(row.label, room, middle, frame)
        marks += _bar(row, left, middle, unit, frame, has_last=bool(names.last))
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=round(max(len(rows), 1) * text * _STEP, 1),
        marks=tuple(marks),
        table=table_of(
            (names.subject, names.now, names.last),
            [(row.label, row.words, row.last_words or names.none) for row in rows],
        ),
        legend=_legend(rows, names),
    )


def _label(label: str, room: float, middle: float, frame: Frame) -> list[Text]:
    lines = wrapped(label, frame.text, room + frame.text * 0.4, 2)
    size = frame.text if len(lines) == 1 else frame.small
    first = middle + size * 0.35 - (len(lines) - 1) * size * 0.5
    return [Text(0, first + place * size, line, size, INK) for place, line in enumerate(lines)]


def _bar(
    row: Bar, left: float, middle: float, unit: float, frame: Frame, *, has_last: bool
) -> list[Mark]:
    text, thick = frame.text, frame.text * 1.25
    y = middle - thick / 2
    if row.value is None:
        return [Text(left, middle + text * 0.35, row.words, frame.small, MUTED)]
    end = left + max(row.value * unit, 0.8)
    tip = f"{row.label}: {row.words}"
    marks: list[Mark] = [Rect(left, y, end - left, thick, BRAND, tip)]
    if row.most is not None and row.most > row.value:
        far = left + row.most * unit
        marks.append(Rect(end, y, far - end, thick, PALE, tip))
        end = far
    if has_last and row.last is not None:
        x, wide, high = left + row.last * unit, text * 0.2, thick * 1.4
        marks.append(Rect(x - wide, y, wide * 2, thick, PAPER_WHITE))
        marks.append(Rect(x - wide / 2, middle - high / 2, wide, high, COPPER))
        end = max(end, x + wide)
    marks.append(Text(end + text * 0.5, middle + text * 0.35, row.words, text, INK, 600))
    return marks


def _legend(rows: Sequence[Bar], names: Names) -> tuple[LegendItem, ...]:
    items = []
    if names.last and any(row.last is not None for row in rows):
        items = [LegendItem(names.now, BRAND), LegendItem(names.last, COPPER, "tick")]
    return tuple(items)
