"""What passes through a few columns of stations, as bands whose thickness is how much it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from convenant.charts.chart import Chart, Frame, LegendItem, Names, table_of
from convenant.charts.marks import Mark, Path, Rect, Text
from convenant.charts.measure import text_width, wrapped
from convenant.charts.palette import BRAND, COPPER, HALF, INK, MUTED, PALE, Paint

SURE: tuple[Paint, ...] = (BRAND, HALF, COPPER)
"""How a band is coloured by how sure it is: known, probable, estimate."""
OPACITY = (0.5, 0.5, 0.34)
_BAR = 10
_LEAST = 1.5
"""So thick is the thinnest band, so that it can be seen."""


@dataclass(frozen=True, slots=True)
class Station:
    """A box in a column: its name, and how much passes, in words and as a number."""

    key: str
    label: str
    amount: float
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What goes from a station to one in the next column; `sure` is the place in the legend."""

    source: str
    target: str
    sure: int
    amount: float
    tip: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Columns from left to right, each with its head and its stations, and what passes between."""

    heads: tuple[str, ...]
    columns: tuple[tuple[Station, ...], ...]
    passages: tuple[tuple[Passage, ...], ...]
    """Between a column and the next one: one tuple less than there are columns."""


@dataclass(slots=True)
class _Box:
    """Where a station stands, and how far its bands have come on both sides."""

    x: float
    y: float
    height: float
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.right = self.y


def flow(
    id: str,
    *,
    title: str,
    desc: str,
    shown: Flow,
    legend: tuple[str, str, str],
    names: Names,
    frame: Frame,
) -> Chart:
    """Return the drawing. `names.subject` and `names.now` head the table of all stations."""
    text = frame.text
    most = max((len(column) for column in shown.columns), default=0)
    total = max((sum(one.amount for one in column) for column in shown.columns), default=0)
    gap, top = text * 1.35, text * 2.2
    room = max(most * text * 1.9, text * 16)
    unit = (room / total) if total else 0
    boxes = [
        _stack(column, x, top, unit, gap)
        for column, x in zip(shown.columns, _places(shown, frame), strict=True)
    ]
    marks: list[Mark] = []
    for between, (here, there) in zip(shown.passages, pairwise(boxes), strict=True):
        marks += [_band(one, here, there, unit) for one in between]
    for place, (head, column, stack) in enumerate(
        zip(shown.heads, shown.columns, boxes, strict=True)
    ):
        is_last = place == len(boxes) - 1
        marks += _column(head, column, stack, is_last, _room(shown, frame), frame)
    height = max((box.y + box.height for stack in boxes for box in stack.values()), default=top)
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=round(height + text, 1),
        marks=tuple(marks),
        table=table_of(
            (names.subject, names.now),
            [
                (f"{head}: {one.label}", one.words)
                for head, column in zip(shown.heads, shown.columns, strict=True)
                for one in column
            ],
        ),
        legend=tuple(LegendItem(words, paint) for words, paint in zip(legend, SURE, strict=True)),
    )


def _room(shown: Flow, frame: Frame) -> float:
    """Return how wide the words of a column may be."""
    return frame.width / len(shown.columns) - _BAR * 2.2


def _places(shown: Flow, frame: Frame) -> list[float]:
    """Return where the bar of each column stands; the words of the last one fit beside it."""
    step = frame.width / len(shown.columns)
    return [place * step for place in range(len(shown.columns))]


def _stack(
    column: Sequence[Station], x: float, top: float, unit: float, gap: float
) -> dict[str, _Box]:
    boxes: dict[str, _Box] = {}
    y = top
    for one in column:
        height = max(one.amount * unit, _LEAST)
        boxes[one.key] = _Box(x, y, height)
        y += max(height, gap) + gap * 0.45
    return boxes


def _band(one: Passage, here: dict[str, _Box], there: dict[str, _Box], unit: float) -> Path:
    source, target = here[one.source], there[one.target]
    thick = max(one.amount * unit, 0.5)
    x1, x2 = source.x + _BAR, target.x
    y1, y2 = source.right, target.left
    source.right, target.left = y1 + one.amount * unit, y2 + one.amount * unit
    bend = (x1 + x2) / 2
    outline = (
        f"M{x1:.1f},{y1:.1f}C{bend:.1f},{y1:.1f} {bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
        f"V{y2 + thick:.1f}C{bend:.1f},{y2 + thick:.1f} {bend:.1f},{y1 + thick:.1f} "
        f"{x1:.1f},{y1 + thick:.1f}z"
    )
    return Path(outline, SURE[one.sure], opacity=OPACITY[one.sure], tip=one.tip)


def _column(
    head: str,
    column: Sequence[Station],
    stack: dict[str, _Box],
    is_last: bool,
    room: float,
    frame: Frame,
) -> list[Mark]:
    text, small = frame.text, frame.small
    x = next(iter(stack.values())).x if stack else 0
    marks: list[Mark] = [Text(x, text, head, text, MUTED, 600)]
    for one in column:
        box = stack[one.key]
        marks.append(Rect(x, box.y, _BAR, box.height, INK, f"{one.label}: {one.words}"))
        beside = x + _BAR * 1.6
        figure = text_width(f" {one.words}", small)
        [label] = wrapped(one.label, small, room - figure)
        y = box.y + min(box.height / 2, text * 2) + small * 0.35
        y = max(y, box.y + small * 0.8)
        width = text_width(label, small) + figure
        marks.append(Path(_plate(beside, y, width, small), PALE, opacity=0.0 if is_last else 0.82))
        marks.append(Text(beside, y, label, small, INK, 600))
        marks.append(Text(beside + text_width(f"{label} ", small), y, one.words, small, MUTED))
    return marks


def _plate(x: float, y: float, width: float, size: float) -> str:
    """Return a plate under a label, so that a band behind it does not run through its letters."""
    return f"M{x - 3:.1f},{y - size:.1f}h{width + 6:.1f}v{size * 1.35:.1f}h{-width - 6:.1f}z"
