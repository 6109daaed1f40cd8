"""Five bands as one line: where you stand, where you stood, what is expected of you."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convenant.charts.chart import (
    HIGHEST,
    Chart,
    Frame,
    Names,
    checked,
    figure,
    table_of,
)
from convenant.charts.marks import Line, Mark, Polygon, Rect, Text
from convenant.charts.measure import text_width, wrapped
from convenant.charts.palette import (
    BRAND,
    COPPER,
    INK,
    MUTED,
    ON_BRAND,
    PALE,
    PAPER_WHITE,
    Paint,
)

_GAP = 1.4

Sign = Callable[[float, float, Frame], Mark]
"""Draws a sign on (x, foot)."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band and the lowest score in it."""

    label: str
    start: float


def band_of(score: float, bands: Sequence[Band]) -> Band:
    """Return the band that holds this score; bands are in rising order, the first starts at 0."""
    return [band for band in bands if band.start <= checked(score)][-1]


def band_scale(
    id: str,
    *,
    title: str,
    desc: str,
    bands: Sequence[Band],
    score: float,
    names: Names,
    frame: Frame,
    last: float | None = None,
    expected: float | None = None,
) -> Chart:
    """Return the line of bands, with this year's score above it and the others below it.

    The words of the others stand in a key of signs, so that equal scores never print over
    each other.
    Raises ValueError for a score outside 0 to 100.
    """
    top = frame.text * 2.1
    bottom = top + frame.text * 2
    here = band_of(score, bands)
    marks: list[Mark] = []
    for band, end in _spans(bands):
        marks += _band(band, end, frame, (top, bottom), is_here=band == here)
    marks += _score(checked(score), f"{names.now}: {figure(score)}", frame, top)
    signs: list[tuple[Sign, str]] = []
    if last is not None and names.last:
        marks.append(_triangle(_x(last, frame), bottom + frame.text * 0.8, frame))
        signs.append((_triangle, f"{names.last}: {figure(last)}"))
    if expected is not None and names.expected:
        x = _x(expected, frame)
        marks += [_post(x, top, frame), _post(x, bottom + frame.text * 0.8, frame)]
        signs.append((_post, f"{names.expected}: {figure(expected)}"))
    key, end = _key(signs, frame, bottom)
    words = (figure(score), figure(last, names.none), figure(expected, names.none))
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=round(end, 1),
        marks=(*marks, *key),
        table=table_of(
            (names.subject, names.now, names.last, names.expected), [(here.label, *words)]
        ),
    )


def _spans(bands: Sequence[Band]) -> list[tuple[Band, float]]:
    """Return each band with where it ends."""
    ends = [after.start for _, after in pairwise(bands)] + [float(HIGHEST)]
    return list(zip(bands, ends, strict=True))


def _x(score: float, frame: Frame) -> float:
    return frame.width * checked(score) / HIGHEST


def _band(
    band: Band, end: float, frame: Frame, place: tuple[float, float], *, is_here: bool
) -> list[Mark]:
    top, bottom = place
    thick = bottom - top
    left = _x(band.start, frame) + (_GAP / 2 if band.start else 0)
    right = _x(end, frame) - (_GAP / 2 if end < HIGHEST else 0)
    inset = frame.text * 0.4
    size = frame.small
    name = wrapped(band.label, size, right - left - inset)[0]
    fill, ink = (BRAND, ON_BRAND) if is_here else (PALE, MUTED)
    return [
        Rect(left, top, right - left, thick, fill),
        Text(
            left + inset,
            top + thick / 2 + size * 0.35,
            name,
            size,
            ink,
            650 if is_here else 400,
        ),
    ]


def _score(score: float, words: str, frame: Frame, top: float) -> list[Mark]:
    """This year: a filled triangle that points down at the line, its words beside it."""
    x, half = _x(score, frame), frame.text * 0.5
    tip = min(max(x, half), frame.width - half)
    corners = (
        (tip - half, top - half * 1.9),
        (tip + half, top - half * 1.9),
        (x, top - 1),
    )
    label = _label(x, top - frame.text * 1.15, words, frame, INK, 650)
    return [Polygon(corners, fill=COPPER), *label]


def _post(x: float, foot: float, frame: Frame) -> Line:
    """What is expected: a dashed line above and below the bands, never through their names."""
    return Line(x, foot - frame.text * 0.75, x, foot, INK, 1.4, "2.4 1.4")


def _triangle(x: float, foot: float, frame: Frame) -> Polygon:
    """Last year: a hollow triangle that points up."""
    half, top = frame.text * 0.4, foot - frame.text * 0.72
    tip = min(max(x, half + 1), frame.width - half - 1)
    corners = ((x, top), (tip + half, foot), (tip - half, foot))
    return Polygon(corners, fill=PAPER_WHITE, stroke=COPPER, width=1)


def _key(
    signs: Sequence[tuple[Sign, str]], frame: Frame, bottom: float
) -> tuple[list[Mark], float]:
    """Return the signs with their words, one after the other, and where the drawing ends."""
    text = frame.text
    if not signs:
        return [], bottom + 1
    marks: list[Mark] = []
    x, y = 0.0, bottom + text * 2.1
    for sign, words in signs:
        wide = text * 1.2 + text_width(words, text)
        if x and x + wide > frame.width:
            x, y = 0.0, y + text * 1.5
        marks += [sign(x + text * 0.5, y, frame), Text(x + text * 1.2, y, words, text, MUTED)]
        x += wide + text * 1.5
    return marks, y + text * 0.4


def _label(
    x: float, y: float, words: str, frame: Frame, fill: Paint = MUTED, weight: int = 400
) -> list[Text]:
    """Return words centred on x, moved inwards where they would leave the drawing."""
    half = text_width(words, frame.text) / 2
    inside = min(max(x, half), frame.width - half)
    return [Text(inside, y, words, frame.text, fill, weight, "middle")]
