"""A finished chart, and the frame it is drawn in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from convenant.charts.marks import Mark
from convenant.charts.palette import Paint

HIGHEST = 100
"""Scores run from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a drawing is and how large its letters are; everything else follows.

    Without a unit the drawing fills the width it gets. On paper one unit is one point, so that
    letters have their true size.
    """

    width: float
    text: float
    unit: Literal["", "pt", "mm", "px"] = ""

    @property
    def small(self) -> float:
        """Return the letter size of marks along an axis."""
        return round(self.text * 0.9, 1)

    @property
    def is_narrow(self) -> bool:
        """Tell whether the drawing fits a phone as it is, without scrolling."""
        return not self.unit and self.width <= 400


SCREEN = Frame(640, 14)
SCREEN_NARROW = Frame(340, 12.5)
PAPER = Frame(354.3, 9, "pt")
PAPER_WIDE = Frame(481.9, 9, "pt")


@dataclass(frozen=True, slots=True)
class Names:
    """The words of a chart, in the reader's language; an empty word leaves its part out."""

    subject: str
    """What a row is: "Stap"."""
    now: str
    """This year's figure: "2026"."""
    last: str = ""
    """Last year's figure: "2025"."""
    expected: str = ""
    """What is expected: "Verwacht"."""
    none: str = "–"
    """What stands where there is no figure."""


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A colour and its meaning; `shape` is a box, a tick or a triangle."""

    text: str
    paint: Paint
    shape: Literal["box", "tick", "triangle"] = "box"


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a chart as a table; the first cell of a row is its head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Marks to draw, and the same in words: title, a sentence with the conclusion, a table."""

    id: str
    """Prefix of every id in the drawing; unique on the page."""
    title: str
    desc: str
    """The conclusion as a sentence, then the numbers."""
    frame: Frame
    height: float
    marks: tuple[Mark, ...]
    table: Table
    legend: tuple[LegendItem, ...] = ()

    @property
    def viewbox(self) -> str:
        """Return the viewBox of the drawing."""
        return f"0 0 {self.frame.width:g} {self.height:g}"

    @property
    def size(self) -> tuple[str, str] | None:
        """Return width and height with their unit, or None for a drawing that fills its place."""
        if not self.frame.unit:
            return None
        unit = "" if self.frame.unit == "px" else self.frame.unit
        return f"{self.frame.width:g}{unit}", f"{self.height:g}{unit}"


def figure(value: float | None, none: str = "–") -> str:
    """Return a score in whole points, cut off; raise ValueError outside 0 to 100.

    Never rounded up: 59.6 printed as 60 would stand in the band above its own.
    """
    return none if value is None else str(int(checked(value)))


def checked(value: float) -> float:
    """Return the score as a number; raise ValueError outside 0 to 100."""
    number = float(value)
    if not 0 <= number <= HIGHEST:
        raise ValueError(f"a score runs from 0 to {HIGHEST}, not {number:g}")
    return number


def table_of(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return a table without the columns that have no name."""
    kept = [index for index, name in enumerate(head) if name]
    return Table(
        head=tuple(head[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in rows),
    )
