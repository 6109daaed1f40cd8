"""Drawings of panels: rows of a table as bars, in one, two or three states."""

from collections.abc import Sequence

from convenant.charts import SCREEN, Chart, Segment, StackedRow, stacked_bars
from convenant.charts import Names as Words
from workgroups.services.insight.shape import Entry, Row

Counted = tuple[str, tuple[int, ...]]


def bars(id: str, title: str, rows: Sequence[Row], head: Sequence[str]) -> Chart | None:
    """Return the first column of these rows as bars; nothing without rows.

    `head` is that of the table: the rows, then the column.
    """
    counted = [(row.label, (whole(row.entries[0]),)) for row in rows]
    return stacked(id, title, counted, head[:2], subject=head[0]) if rows else None


def stacked(
    id: str, title: str, rows: Sequence[Counted], head: Sequence[str], *, subject: str, total=""
) -> Chart:
    """Return rows as bars cut into the states that `head` names after the rows."""
    drawn = [StackedRow(label, counts) for label, counts in rows]
    said = "; ".join(
        f"{label}: " + ", ".join(f"{n} {word}" for n, word in zip(counts, head[1:], strict=True))
        for label, counts in rows
    )
    return stacked_bars(
        f"{id}-chart",
        title=title,
        desc=said,
        rows=drawn,
        segments=[Segment(word) for word in head[1:]],
        names=Words(subject=subject, now=total or head[1]),
        frame=SCREEN,
    )


def whole(entry: Entry) -> int:
    """Return the number of a cell."""
    return int(str(entry.number or 0))
