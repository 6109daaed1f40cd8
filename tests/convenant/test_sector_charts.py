"""Drawings of the sector: what is drawn is what was said, and what was withheld stays words."""

import pytest

from convenant.charts import (
    PAPER,
    Bar,
    Frame,
    Names,
    Part,
    StackedYear,
    bars,
    honeycomb,
    stacked_columns,
)
from convenant.charts.marks import Polygon, Rect, Text

NAMES = Names("Risico", "2026", "2025")


def of_kind(chart, kind) -> list:
    """Return the marks of one kind."""
    return [mark for mark in chart.marks if isinstance(mark, kind)]


def draw_bars(*rows: Bar, **more):
    """Draw some bars."""
    return bars("b", title="T", desc="D", rows=rows, names=NAMES, frame=PAPER, **more)


def test_a_bar_is_as_long_as_its_figure_and_a_range_is_pale_beyond_its_least():
    chart = draw_bars(Bar("a", "10", 10), Bar("b", "5–9", 5, most=9), Bar("c", "20", 20))
    first, least, rest, longest = of_kind(chart, Rect)
    assert first.width * 2 == pytest.approx(longest.width, abs=0.3)
    assert least.width * 4 == pytest.approx(longest.width, abs=0.3)
    assert rest.width / least.width == pytest.approx(0.8, abs=0.02)
    assert rest.fill != least.fill


def test_what_was_withheld_has_words_and_no_bar():
    chart = draw_bars(Bar("a", "te weinig leden"), Bar("b", "3", 3))
    assert len(of_kind(chart, Rect)) == 1
    assert "te weinig leden" in [mark.text for mark in of_kind(chart, Text)]
    assert chart.table.rows[0][:2] == ("a", "te weinig leden")


def test_last_year_is_a_mark_and_a_column_of_the_table():
    chart = draw_bars(Bar("a", "3", 3, last=6, last_words="6"), highest=10)
    assert [item.text for item in chart.legend] == ["2026", "2025"]
    assert chart.table.rows == (("a", "3", "6"),)
    assert len(of_kind(chart, Rect)) == 3


def test_every_bar_stays_in_its_drawing():
    chart = draw_bars(Bar("Een heel lange naam van een risico" * 2, "12.345", 12345, last=12400))
    assert all(mark.x + mark.width <= PAPER.width + 0.2 for mark in of_kind(chart, Rect))
    assert all(mark.right <= PAPER.width + 1 for mark in of_kind(chart, Text))


def test_a_figure_below_nothing_is_refused():
    with pytest.raises(ValueError, match="0 or longer"):
        draw_bars(Bar("a", "-1", -1))


@pytest.mark.parametrize(("counted", "of"), [(8, 12), (0, 3), (1, 1), (380, 400)])
def test_the_comb_has_a_cell_for_each_member_and_fits(counted, of):
    frame, height = Frame(170, 3.2, "mm"), 118.0
    chart = honeycomb(
        "h",
        title="T",
        desc="D",
        counted=counted,
        of=of,
        names=("Deelnemers", "wel", "niet", "Aantal"),
        frame=frame,
        height=height,
        most=46,
    )
    cells = of_kind(chart, Polygon)
    assert len(cells) == of
    assert sum(cell.fill is not None for cell in cells) == counted
    points = [point for cell in cells for point in cell.corners]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    assert min(xs) >= 0 and max(xs) <= frame.width
    assert min(ys) >= 0 and max(ys) <= chart.height
    assert chart.height <= height + 0.1
    assert chart.table.rows == (("wel", str(counted)), ("niet", str(of - counted)))


def test_more_counted_than_there_are_is_refused():
    with pytest.raises(ValueError, match="can't be counted"):
        honeycomb(
            "h",
            title="T",
            desc="D",
            counted=2,
            of=1,
            names=("a", "b", "c", "d"),
            frame=PAPER,
            height=10,
            most=5,
        )


def columns(*years: StackedYear, **more):
    """Draw columns of two parts."""
    return stacked_columns(
        "c",
        title="T",
        desc="D",
        years=years,
        parts=("laag", "hoog"),
        names=Names("Jaar", "n"),
        frame=PAPER,
        hidden="afgeschermd",
        **more,
    )


def test_columns_are_as_high_as_their_shares_and_a_break_stands_between():
    chart = columns(
        StackedYear("2025", "n = 8", (Part(25, "25%"), Part(75, "75%"))),
        StackedYear("2026", "n = 8", (Part(50, "50%"), Part(None, "afgeschermd"))),
        break_before=1,
        break_words=("oud", "nieuw"),
    )
    low, high, half = of_kind(chart, Rect)
    assert (high.height + 1.2) / (low.height + 1.2) == pytest.approx(3, abs=0.05)
    assert half.height + 1.2 == pytest.approx(2 * (low.height + 1.2), abs=0.3)
    assert len(of_kind(chart, Polygon)) == 1
    assert {"afgeschermd", "oud", "nieuw"} <= {mark.text for mark in of_kind(chart, Text)}
    assert chart.table.rows[1] == ("2026", "50%", "afgeschermd", "n = 8")


def test_shares_that_were_rounded_up_together_stay_in_their_column():
    year = StackedYear("2026", "", (Part(55, "55%"), Part(55, "55%")))
    first, second = of_kind(columns(year), Rect)
    assert second.y >= 0
    assert first.height == pytest.approx(second.height, abs=0.2)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_break_before_the_first_or_after_the_last_year_is_refused(at):
    with pytest.raises(ValueError, match="between two years"):
        columns(StackedYear("2026", "", (Part(1, "1%"), Part(2, "2%"))), break_before=at)
