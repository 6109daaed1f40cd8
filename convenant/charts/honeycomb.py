"""One cell for each member: filled when it is counted, an outline when it is not."""

from math import ceil, sqrt

from convenant.charts.chart import Chart, Frame, table_of
from convenant.charts.marks import Mark, Point, Polygon
from convenant.charts.palette import BRAND, COPPER

_HIGH = sqrt(3) / 2
_GAP = 0.955
"""How much of its place a cell takes: the rest is the white between cells."""


def honeycomb(
    id: str,
    *,
    title: str,
    desc: str,
    counted: int,
    of: int,
    names: tuple[str, str, str, str],
    frame: Frame,
    height: float,
    most: float,
) -> Chart:
    """Return a comb of `of` cells, of which `counted` are filled, as large as the frame allows.

    `most` is how wide a cell may become; `names` are the words of the table: its head, its two
    rows, and the head of the numbers. Raises
    ValueError when more are counted than there are.
    """
    if not 0 <= counted <= of:
        raise ValueError(f"{counted} of {of} can't be counted")
    wide, columns = _size(max(of, 1), frame.width, height, most)
    marks: list[Mark] = []
    for place in range(of):
        row, column = divmod(place, columns)
        x = wide * (0.5 + column + 0.5 * (row % 2))
        y = wide / _HIGH * (0.5 + 0.75 * row)
        is_in = place < counted
        corners = _corners(x, y, wide * (_GAP if is_in else _GAP - 0.02))
        if is_in:
            marks.append(Polygon(corners, fill=BRAND))
        else:
            marks.append(Polygon(corners, stroke=COPPER, width=round(wide * 0.014 + 0.1, 2)))
    rows = ceil(of / columns)
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=round(wide / _HIGH * (0.25 + 0.75 * rows), 1),
        marks=tuple(marks),
        table=table_of(
            (names[0], names[3]), [(names[1], str(counted)), (names[2], str(of - counted))]
        ),
    )


def _size(cells: int, width: float, height: float, most: float) -> tuple[float, int]:
    """Return how wide a cell is and how many stand in a row: the largest that fits."""
    best = (0.0, 1)
    for columns in range(1, cells + 1):
        rows = ceil(cells / columns)
        across = width / (columns + (0.5 if rows > 1 else 0))
        down = height * _HIGH / (0.25 + 0.75 * rows)
        wide = min(across, down, most)
        if wide > best[0] + 0.01:
            best = (wide, columns)
    return best


def _corners(x: float, y: float, wide: float) -> tuple[Point, ...]:
    """Return a cell that stands on a corner, around (x, y)."""
    half, high = wide / 2, wide / _HIGH / 2
    return (
        (x, y - high),
        (x + half, y - high / 2),
        (x + half, y + high / 2),
        (x, y + high),
        (x - half, y + high / 2),
        (x - half, y - high / 2),
    )
