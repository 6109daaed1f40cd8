"""Figures per country on a map of the world.

The shapes are Natural Earth's (public domain), simplified, in the Equal Earth projection, which
keeps areas true: `world.json` names its source. A country is coloured by the surest thing known
of it; a disc shows how much is said, a dashed ring around it how much more is an estimate.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File
from typing import Any

from convenant.charts.chart import Chart, Frame, LegendItem, Names, table_of
from convenant.charts.marks import Circle, Mark, Path, Text
from convenant.charts.measure import text_width
from convenant.charts.palette import BRAND, COPPER, HALF, INK, PALE, PAPER_WHITE, Paint

FILE = File(__file__).parent / "world.json"
LARGEST = 0.019
"""Radius of the largest disc, of the width of the map."""
_LABELS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A country by its ISO 3166-1 alpha-2 code, or "" for what has no country.

    `parts` are known, probable and estimate, as numbers; `words` the same as they stand in a table.
    """

    code: str
    label: str
    parts: tuple[float, float, float]
    words: tuple[str, str, str, str]
    """Known, probable, estimate, and the total."""

    @property
    def said(self) -> float:
        """Return what is not an estimate."""
        return self.parts[0] + self.parts[1]

    @property
    def total(self) -> float:
        """Return all of it."""
        return sum(self.parts)

    @property
    def paint(self) -> Paint:
        """Return the colour of the surest thing known."""
        return (BRAND, HALF, COPPER)[next((n for n, part in enumerate(self.parts) if part), 2)]


@lru_cache(maxsize=1)
def _world() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def is_on_map(code: str) -> bool:
    """Tell whether a country has a place on the map."""
    return code in _world()["centres"]


def world_map(
    id: str,
    *,
    title: str,
    desc: str,
    places: Sequence[Place],
    legend: tuple[str, str, str],
    names: Names,
    total: tuple[str, str, str, str],
    frame: Frame,
) -> Chart:
    """Return the map; its table holds every place, on the map or not, and the total.

    `names` heads the table: `subject` the places, `now` the total.
    """
    world = _world()
    scale = round(frame.width / world["width"], 4)
    shown = [one for one in places if is_on_map(one.code)]
    most = max((one.total for one in shown), default=0)
    marks: list[Mark] = list(_land(world["shapes"], shown, scale))
    for one in sorted(shown, key=lambda one: -one.total):
        marks += _disc(one, world["centres"][one.code], most, scale, frame)
    marks += _labels(shown, world["centres"], most, scale, frame)
    rows = [(one.label, *one.words) for one in places]
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=round(world["height"] * scale, 1),
        marks=tuple(marks),
        table=table_of((names.subject, *legend, names.now), [*rows, (names.expected, *total)]),
        legend=tuple(
            LegendItem(words, paint)
            for words, paint in zip(legend, (BRAND, HALF, COPPER), strict=True)
            if words
        ),
    )


def _land(shapes: dict[str, str], shown: Sequence[Place], scale: float) -> list[Path]:
    """Return the countries: one outline for all that have nothing, one for each of the others."""
    by_code = {one.code: one for one in shown}
    rest = "".join(outline for code, outline in shapes.items() if code not in by_code)
    land = [Path(rest, PALE, PAPER_WHITE, 1.5, scale=scale)]
    for code, one in by_code.items():
        if code in shapes:
            opacity = 0.45 if one.said else 0.28
            tip = f"{one.label}: {one.words[3]}"
            land.append(Path(shapes[code], PALE, PAPER_WHITE, 1.5, scale=scale))
            land.append(Path(shapes[code], one.paint, PAPER_WHITE, 1.5, "", opacity, scale, tip))
    return land


def _radius(amount: float, most: float, frame: Frame) -> float:
    """Return the radius of a disc whose area is the amount."""
    if not amount or not most:
        return 0
    return max(frame.width * LARGEST * math.sqrt(amount / most), frame.width * 0.0036)


def _disc(
    one: Place, centre: Sequence[float], most: float, scale: float, frame: Frame
) -> list[Mark]:
    x, y = centre[0] * scale, centre[1] * scale
    tip = f"{one.label}: {one.words[3]}"
    marks: list[Mark] = []
    if one.parts[2]:
        radius = _radius(one.total, most, frame)
        is_large = radius > frame.text * 0.6
        dash = f"{frame.text * 0.24:.1f} {frame.text * 0.2:.1f}" if is_large else ""
        ring = Circle(
            x,
            y,
            radius,
            PAPER_WHITE if not one.said else None,
            COPPER,
            frame.text * 0.12,
            dash,
            tip,
        )
        marks.append(ring)
    if one.said:
        paint = BRAND if one.parts[0] else HALF
        marks.append(Circle(x, y, _radius(one.said, most, frame), paint, PAPER_WHITE, 0.8, "", tip))
    return marks


def _labels(
    shown: Sequence[Place],
    centres: dict[str, Sequence[float]],
    most: float,
    scale: float,
    frame: Frame,
) -> list[Mark]:
    """Return the names of the largest places, where no other name stands in the way."""
    taken = [_around(one, centres, most, scale, frame) for one in shown if one.said]
    marks: list[Mark] = []
    size = frame.small
    for one in sorted(shown, key=lambda one: (-one.total, one.code))[:_LABELS]:
        x, y = (centres[one.code][n] * scale for n in (0, 1))
        width = text_width(one.label, size)
        radius = _radius(one.total, most, frame)
        for left, base in (
            (x + radius + size * 0.3, y + size * 0.35),
            (x - radius - size * 0.3 - width, y + size * 0.35),
            (x - width / 2, y + radius + size * 1.05),
            (x - width / 2, y - radius - size * 0.35),
        ):
            box = (left, base - size, left + width, base + size * 0.3)
            inside = box[0] >= 0 and box[2] <= frame.width and box[1] >= 0
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                marks.append(Path(_outline(box), PAPER_WHITE, opacity=0.78))
                marks.append(Text(left, base, one.label, size, INK, 600))
                break
    return marks


def _around(
    one: Place,
    centres: dict[str, Sequence[float]],
    most: float,
    scale: float,
    frame: Frame,
) -> tuple[float, float, float, float]:
    """Return the heart of a disc, over which no name goes."""
    x, y = (centres[one.code][n] * scale for n in (0, 1))
    heart = _radius(one.total, most, frame) * 0.7
    return x - heart, y - heart, x + heart, y + heart


def _outline(box: tuple[float, float, float, float]) -> str:
    """Return a plate a little wider than its words."""
    left, top, right, bottom = box
    return f"M{left - 2:.1f},{top:.1f}H{right + 2:.1f}V{bottom:.1f}H{left - 2:.1f}z"


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
