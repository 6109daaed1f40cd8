"""What a drawing consists of. Lengths are in units of the drawing, rounded to a tenth."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from convenant.charts.measure import text_width
from convenant.charts.palette import Paint

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


def tenth(value: float) -> float:
    """Return the length as it is written in the drawing."""
    return round(value, 1) + 0.0  # no "-0.0"


class _Rounded:
    """Rounds the lengths of a mark when it is made."""

    __slots__ = ()
    lengths: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        for name in self.lengths:
            object.__setattr__(self, name, tenth(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Rect(_Rounded):
    """A filled rectangle; `tip` is what a pointer or screen reader gets on it."""

    kind: ClassVar[str] = "rect"
    lengths: ClassVar[tuple[str, ...]] = ("x", "y", "width", "height")
    x: float
    y: float
    width: float
    height: float
    fill: Paint
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Text(_Rounded):
    """One line of text; (x, y) is its anchor on the base line."""

    kind: ClassVar[str] = "text"
    lengths: ClassVar[tuple[str, ...]] = ("x", "y", "size")
    x: float
    y: float
    text: str
    size: float
    fill: Paint
    weight: int = 400
    anchor: Anchor = "start"

    @property
    def left(self) -> float:
        """Return where the text begins, by the widths of the font at its boldest."""
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return self.x - share * text_width(self.text, self.size)

    @property
    def right(self) -> float:
        """Return where the text ends."""
        return self.left + text_width(self.text, self.size)


@dataclass(frozen=True, slots=True)
class Line(_Rounded):
    """A straight line; `dash` is a stroke-dasharray."""

    kind: ClassVar[str] = "line"
    lengths: ClassVar[tuple[str, ...]] = ("x1", "y1", "x2", "y2")
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Paint
    width: float = 1
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape, filled, drawn or both."""

    kind: ClassVar[str] = "polygon"
    corners: tuple[Point, ...]
    fill: Paint | None = None
    stroke: Paint | None = None
    width: float = 1
    dash: str = ""
    opacity: float = 1
    points: str = field(init=False)

    def __post_init__(self) -> None:
        written = " ".join(f"{tenth(x):g},{tenth(y):g}" for x, y in self.corners)
        object.__setattr__(self, "points", written)


@dataclass(frozen=True, slots=True)
class Circle(_Rounded):
    """A circle: a filled dot, or a ring of which `dash` draws a part, clockwise from the top."""

    kind: ClassVar[str] = "circle"
    lengths: ClassVar[tuple[str, ...]] = ("x", "y", "radius")
    x: float
    y: float
    radius: float
    fill: Paint | None = None
    stroke: Paint | None = None
    width: float = 1
    dash: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """An outline as SVG writes it, filled; `tip` is what a pointer or screen reader gets on it.

    `scale` enlarges it, for shapes that come ready-made.
    """

    kind: ClassVar[str] = "path"
    outline: str
    fill: Paint
    stroke: Paint | None = None
    width: float = 1
    dash: str = ""
    opacity: float = 1
    scale: float = 1
    tip: str = ""


Mark = Rect | Text | Line | Polygon | Circle | Path
