"""How much of a whole is done, as a ring."""

from math import pi

from convenant.charts.chart import Chart, Frame, table_of
from convenant.charts.marks import Circle, Mark, tenth
from convenant.charts.palette import DONE, GRID

RING = Frame(76, 15, "px")
_STROKE = 8


def ring(
    id: str,
    *,
    title: str,
    desc: str,
    done: int,
    total: int,
    names: tuple[str, str],
    frame: Frame = RING,
) -> Chart:
    """Return a ring of which the part `done` of `total` is filled.

    `names` are the words for what is done and for the whole. Raises ValueError when more is done
    than there is. An empty whole gives an empty ring.
    """
    if not 0 <= done <= total:
        raise ValueError(f"{done} of {total} can't be done")
    middle = frame.width / 2
    radius = middle - _STROKE
    marks: list[Mark] = [Circle(middle, middle, radius, stroke=GRID, width=_STROKE)]
    if done:
        marks.append(
            Circle(
                middle,
                middle,
                radius,
                stroke=DONE,
                width=_STROKE,
                dash=arc(radius, done / total),
            )
        )
    return Chart(
        id=id,
        title=title,
        desc=desc,
        frame=frame,
        height=frame.width,
        marks=tuple(marks),
        table=table_of(names, [(str(done), str(total))]),
    )


def arc(radius: float, share: float) -> str:
    """Return the dash that draws this share of a circle, and nothing of the rest."""
    around = 2 * pi * radius
    return f"{tenth(share * around):g} {tenth(around):g}"
