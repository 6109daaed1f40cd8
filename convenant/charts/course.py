"""One figure over time: dots joined by a line, with where it began and where it should end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from convenant.charts.chart import Chart, Frame, Names, table_of
from convenant.charts.marks import Circle, Line, Mark, Text
from convenant.charts.measure import text_width, wrapped
from convenant.charts.palette import BRAND, COPPER, INK, MUTED, PAPER_WHITE

ROOM = 0.08
"""Share of the height that stays free above and below the lines."""


@dataclass(frozen=True, slots=True)
class Level:
    """A value that stays: where it began or should end; `words` say it, such as "doel: 5"."""

    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Moment:
    """The figure on a day, and both in words."""

    day: date
    value: float
    day_words: str
    words: str


def course(
    id: str,
    *,
    title: str,
    desc: str,
    moments: Sequence[Moment],
    names: Names,
    frame: Frame,
    start: Level | None = None,
    goal: Level | None = None,
) -> Chart:
    """Return the moments in order of their days. Raises ValueError without any moment."""
    if not moments:
        raise ValueError("a course needs at least one moment")
    ordered = sorted(moments, key=lambda moment: moment.day)
    plot = _Plot(frame, ordered, [level for level in (start, goal) if level])
    marks: list[Mark] = []
    if start:
        marks += plot.level(start, is_goal=False)
    if goal:
        marks += plot.level(goal, is_goal=True)
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=plot.height,
        marks=tuple(marks + plot.path() + plot.ends()),
        table=table_of((names.subject, names.now), [(m.day_words, m.words) for m in ordered]),
    )


class _Plot:
    """From days and values to places in the drawing."""

    def __init__(self, frame: Frame, moments: Sequence[Moment], levels: Sequence[Level]) -> None:
        self.frame, self.moments = frame, moments
        text = frame.text
        self.left, self.right = text, frame.width - text
        self.top, self.bottom = text * 2, text * 11
        self.height = round(self.bottom + text * 2.2, 1)
        values = [m.value for m in moments] + [level.value for level in levels]
        spread = max(values) - min(values) or abs(max(values)) or 1.0
        self.low, self.high = min(values) - spread * ROOM, max(values) + spread * ROOM

    def x(self, moment: Moment) -> float:
        first, last = self.moments[0].day, self.moments[-1].day
        days = (last - first).days
        share = (moment.day - first).days / days if days else 0.5
        inset = self.frame.text * 2
        return self.left + inset + share * (self.right - self.left - 2 * inset)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)

    def level(self, level: Level, *, is_goal: bool) -> list[Mark]:
        y, small = self.y(level.value), self.frame.small
        paint = COPPER if is_goal else MUTED
        words = wrapped(level.words, small, self.right - self.left)[0]
        return [
            Line(self.left, y, self.right, y, paint, 1.1, "4 3"),
            Text(self.right, y - small * 0.4, words, small, paint, 650, "end"),
        ]

    def path(self) -> list[Mark]:
        marks: list[Mark] = []
        for one, next_one in zip(self.moments, self.moments[1:], strict=False):
            ends = (self.x(one), self.y(one.value), self.x(next_one), self.y(next_one.value))
            marks.append(Line(*ends, BRAND, 2))
        for moment in self.moments:
            place = (self.x(moment), self.y(moment.value))
            marks.append(Circle(*place, self.frame.text * 0.32, PAPER_WHITE, BRAND, 2))
        return marks

    def ends(self) -> list[Mark]:
        """Return the days of the first and last moment, and the last value at its dot."""
        first, last = self.moments[0], self.moments[-1]
        text, small = self.frame.text, self.frame.small
        under = self.bottom + text * 1.4
        x = max(self.x(last), self.left + text_width(last.words, text) / 2)
        marks: list[Mark] = [
            Text(x, self.y(last.value) + text * 1.4, last.words, text, INK, 650, "middle")
        ]
        if len(self.moments) == 1:
            marks.append(Text(self.x(last), under, last.day_words, small, MUTED, anchor="middle"))
        else:
            marks.append(Text(self.left, under, first.day_words, small, MUTED))
            marks.append(Text(self.right, under, last.day_words, small, MUTED, anchor="end"))
        return marks
