"""The profile on the six steps: this year as a copper shape over last year's dashed line."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from convenant.charts.chart import (
    HIGHEST,
    Chart,
    Frame,
    Names,
    checked,
    figure,
    table_of,
)
from convenant.charts.marks import Anchor, Circle, Line, Mark, Point, Polygon, Text
from convenant.charts.measure import wrapped
from convenant.charts.palette import (
    COPPER,
    GRID,
    HALF,
    INK,
    MUTED,
    STAGE_AREA,
    STAGE_COPPER,
    STAGE_EDGE,
    STAGE_GRID,
    STAGE_INK,
    STAGE_MUTED,
    Paint,
)
from convenant.charts.step_bars import StepScore

COVER = Frame(210, 3.6, "mm")
"""The width of a page, in millimetres; on a deep blue ground."""
_RINGS = (20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class _Stage:
    """The colours on one ground."""

    grid: Paint
    edge: Paint
    ink: Paint
    muted: Paint
    area: Paint
    line: Paint


_ON_BLUE = _Stage(STAGE_GRID, STAGE_EDGE, STAGE_INK, STAGE_MUTED, STAGE_AREA, STAGE_COPPER)
_ON_WHITE = _Stage(GRID, HALF, INK, MUTED, COPPER, COPPER)


def hexagon(
    id: str,
    *,
    title: str,
    desc: str,
    rows: Sequence[StepScore],
    names: Names,
    points: str,
    frame: Frame = COVER,
    on_blue: bool = True,
) -> Chart:
    """Return the profile; a step without a score counts as 0 in the shape and says so in words.

    `points` is the word behind a figure, as in "78 punten". Raises ValueError with fewer than
    three rows or a score outside 0 to 100.
    """
    if len(rows) < 3:
        raise ValueError("a profile needs at least three steps")
    plot = _Plot(frame, len(rows), _ON_BLUE if on_blue else _ON_WHITE)
    marks = plot.web()
    if names.last and all(row.last is not None for row in rows):
        marks.append(plot.outline([row.last or 0 for row in rows]))
        marks += plot.key(names)
    marks += plot.shape([row.value or 0 for row in rows])
    for place, row in enumerate(rows):
        value = names.none if row.value is None else f"{figure(row.value)} {points}"
        marks += plot.label(place, row.label, value)
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=plot.height,
        marks=tuple(marks),
        table=table_of(
            (names.subject, names.now, names.last),
            [
                (row.label, figure(row.value, names.none), figure(row.last, names.none))
                for row in rows
            ],
        ),
    )


class _Plot:
    """A regular shape around the middle, its first corner on top."""

    def __init__(self, frame: Frame, corners: int, stage: _Stage) -> None:
        self.frame, self.corners, self.stage = frame, corners, stage
        self.radius = frame.width * 0.295
        self.x = frame.width / 2
        self.y = self.radius + frame.text * 4.6
        self.height = round(self.y + self.radius + frame.text * 4.6, 1)
        self.thin = frame.text / 20
        self.dash = f"{frame.text * 0.4:.1f} {frame.text * 0.33:.1f}"

    def at(self, place: int, score: float) -> Point:
        angle = 2 * pi * place / self.corners
        far = self.radius * checked(score) / HIGHEST
        return self.x + far * sin(angle), self.y - far * cos(angle)

    def ring(self, scores: Sequence[float]) -> tuple[Point, ...]:
        return tuple(self.at(place, score) for place, score in enumerate(scores))

    def web(self) -> list[Mark]:
        marks: list[Mark] = []
        for score in _RINGS:
            is_edge = score == HIGHEST
            stroke = self.stage.edge if is_edge else self.stage.grid
            width = self.thin * (1.7 if is_edge else 1)
            marks.append(Polygon(self.ring([score] * self.corners), stroke=stroke, width=width))
        for place in range(self.corners):
            x, y = self.at(place, HIGHEST)
            marks.append(Line(self.x, self.y, x, y, self.stage.grid, self.thin))
        return marks

    def outline(self, scores: Sequence[float]) -> Polygon:
        return Polygon(
            self.ring(scores), stroke=self.stage.muted, width=self.thin * 2.8, dash=self.dash
        )

    def shape(self, scores: Sequence[float]) -> list[Mark]:
        corners = self.ring(scores)
        dots = [Circle(x, y, self.frame.text * 0.42, fill=self.stage.line) for x, y in corners]
        return [
            Polygon(corners, fill=self.stage.area, opacity=0.22),
            Polygon(corners, stroke=self.stage.line, width=self.thin * 5.5),
            *dots,
        ]

    def key(self, names: Names) -> list[Mark]:
        """Return what the two lines mean, in the corner below left."""
        text, stage = self.frame.text, self.stage
        left, now, last = text, self.height - text * 2.2, self.height - text * 0.7
        start, end, up = left + text * 2.3, left + text * 1.9, text * 0.3
        thick, fine = self.thin * 5.5, self.thin * 2.8
        return [
            Line(left, now - up, end, now - up, stage.line, thick),
            Text(start, now, names.now, self.frame.small, stage.ink, 650),
            Line(left, last - up, end, last - up, stage.muted, fine, self.dash),
            Text(start, last, names.last, self.frame.small, stage.muted),
        ]

    def label(self, place: int, name: str, value: str) -> list[Text]:
        """Return the name and the figure outside a corner, away from the middle."""
        x, y = self.at(place, HIGHEST)
        text = self.frame.text
        gap = text * 1.1
        anchor: Anchor = "middle"
        room = self.frame.width * 0.5
        if abs(x - self.x) > 1:
            anchor = "start" if x > self.x else "end"
            x += gap if x > self.x else -gap
            room = (self.frame.width - x) if anchor == "start" else x
        lines = wrapped(name, text, room, 3 if anchor != "middle" else 1)
        first = self._first_line(y, len(lines) + 1, is_side=anchor != "middle")
        marks = [
            Text(x, first + row * text * 1.28, line, text, self.stage.ink, 650, anchor)
            for row, line in enumerate(lines)
        ]
        below = first + len(lines) * text * 1.28
        return [
            *marks,
            Text(x, below, value, self.frame.small, self.stage.muted, 400, anchor),
        ]

    def _first_line(self, y: float, lines: int, *, is_side: bool) -> float:
        text = self.frame.text
        if is_side:
            return y + text * 0.35 - (lines - 1) * text * 0.64
        if y < self.y:
            return y - text * 0.9 - (lines - 1) * text * 1.28
        return y + text * 1.6
