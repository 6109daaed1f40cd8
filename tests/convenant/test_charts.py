"""Charts: the numbers are drawn to scale, the words fit, and paper and page get clean SVG."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from convenant.charts import (
    PAPER,
    PAPER_WIDE,
    SCREEN,
    SCREEN_NARROW,
    Band,
    BandsOfYear,
    Chart,
    Frame,
    Names,
    Segment,
    StackedRow,
    StepScore,
    YearScore,
    band_scale,
    band_years,
    columns,
    hexagon,
    ring,
    stacked_bars,
    step_bars,
    words,
)
from convenant.charts.band_scale import band_of
from convenant.charts.chart import figure
from convenant.charts.marks import Circle, Line, Polygon, Rect, Text
from convenant.charts.measure import text_width, wrapped

FRAMES = (SCREEN, SCREEN_NARROW, PAPER, PAPER_WIDE)
NAMES = Names("Stap", "2026", "2025", "Verwacht")
BANDS = (
    Band("Basis", 0),
    Band("Groeiend", 20),
    Band("Op orde", 40),
    Band("Gevorderd", 60),
    Band("Volwassen", 80),
)
STEPS = (
    StepScore("1 Beleid", 78, 64, 50),
    StepScore("2 Risico’s bepalen", 65, 50, 50),
    StepScore("3 Aanpakken", 55, 45, 50),
    StepScore("4 Volgen of het helpt en bijsturen waar dat nodig blijkt te zijn", 45, 45, 50),
    StepScore("5 Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnung", 100, 0, 100),
    StepScore("6 <Herstel> & meer", None, None, 0),
)
STATES = (Segment("Klaar"), Segment("Bezig"), Segment("Nog niet begonnen"))
STACK = (
    StackedRow("1 Beleid", (41, 5, 2)),
    StackedRow("2 Risico’s bepalen", (0, 0, 0)),
    StackedRow("3 Een onderdeel met een naam die nergens op één regel past", (1, 300, 3)),
)
BAND_YEARS = (
    BandsOfYear("2026", (0, 1, 900, 3, 0), 2),
    BandsOfYear("2025", (0, 0, 0, 0, 0)),
    BandsOfYear("2024", (1, 2, 3, 4, 5)),
)
YEARS = (
    YearScore("2023", 31, "n = 7"),
    YearScore("2024", None),
    YearScore("2025", 100, "n = 9"),
    YearScore("2026", 0, "n = 1.000"),
)


def draw_steps(frame: Frame) -> Chart:
    return step_bars("s", title="T", desc="D", rows=STEPS, names=NAMES, frame=frame)


def draw_scale(frame: Frame) -> Chart:
    return band_scale(
        "b",
        title="T",
        desc="D",
        bands=BANDS,
        score=100,
        last=0,
        expected=99.6,
        names=NAMES,
        frame=frame,
    )


def draw_stack(frame: Frame) -> Chart:
    return stacked_bars(
        "st", title="T", desc="D", rows=STACK, segments=STATES, names=NAMES, frame=frame
    )


def draw_columns(frame: Frame) -> Chart:
    return columns(
        "c",
        title="T",
        desc="D",
        years=YEARS,
        names=NAMES,
        frame=frame,
        break_before=1,
        break_words=("de oude rekenregel die lang duurde", "de nieuwe rekenregel"),
    )


def draw_hexagon(frame: Frame) -> Chart:
    return hexagon("h", title="T", desc="D", rows=STEPS, names=NAMES, points="punten", frame=frame)


def draw_ring(frame: Frame) -> Chart:
    return ring("r", title="T", desc="D", done=38, total=61, names=("Klaar", "Vragen"))


def draw_bands(frame: Frame) -> Chart:
    return band_years(
        "by",
        title="T",
        desc="D",
        years=BAND_YEARS,
        bands=[band.label for band in BANDS],
        names=replace(NAMES, none="Zonder score"),
        frame=frame,
        breaks=["2024"],
    )


BUILDERS = (
    *(draw_steps, draw_scale, draw_stack, draw_columns, draw_hexagon, draw_ring),
    draw_bands,
)
Builder = Callable[[Frame], Chart]
every_chart = pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
every_frame = pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: f"{frame.width:g}")


def svg_of(chart: Chart, **context: object) -> str:
    return render_to_string("charts/svg.html", {"chart": chart, **context}).strip()


def marks_of(chart: Chart, kind: type) -> list:
    return [mark for mark in chart.marks if isinstance(mark, kind)]


# --- what is drawn stays inside, for every shape in every frame -----------------------------


@every_chart
@every_frame
def test_every_text_stays_within_the_drawing(build: Builder, frame: Frame):
    chart = build(frame)
    for text in marks_of(chart, Text):
        assert text.left >= -0.1, text
        assert text.right <= chart.frame.width + 0.1, text
        assert text.size * 0.7 <= text.y <= chart.height, text


@every_chart
@every_frame
def test_every_shape_stays_within_the_drawing(build: Builder, frame: Frame):
    chart = build(frame)
    edge = 0.2
    for rect in marks_of(chart, Rect):
        assert -edge <= rect.x
        assert rect.x + rect.width <= chart.frame.width + edge
        assert -edge <= rect.y
        assert rect.y + rect.height <= chart.height + edge
    for polygon in marks_of(chart, Polygon):
        for x, y in polygon.corners:
            assert -edge <= x <= chart.frame.width + edge
            assert -edge <= y <= chart.height + edge


@every_chart
def test_the_svg_is_clean_for_paper_and_for_a_strict_page(build: Builder):
    svg = svg_of(build(SCREEN))
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        assert "style" not in element.attrib
        assert element.tag != "style"
        for name in ("fill", "stroke"):
            assert "var(" not in element.get(name, "")
            assert element.get(name, "none") == "none" or element.get(name, "").startswith("#")


@every_chart
def test_numbers_are_written_with_a_point_in_dutch(build: Builder):
    with translation.override("nl"):
        svg = svg_of(build(PAPER))
    lengths = re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|font-size)="([^"]+)"', svg)
    assert lengths
    assert all(re.fullmatch(r"-?\d+(\.\d+)?(pt|mm)?", length) for length in lengths), lengths


@every_chart
def test_it_says_in_words_what_it_shows(build: Builder):
    svg = svg_of(build(SCREEN))
    root = ElementTree.fromstring(svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == ids
    assert len(ids) == 2


def test_a_drawing_beside_its_own_words_is_skipped_by_screen_readers():
    svg = svg_of(draw_ring(SCREEN), decorative=True)
    assert 'aria-hidden="true"' in svg
    assert "role=" not in svg
    assert "id=" not in svg


def test_ids_are_unique_when_all_charts_share_a_page():
    page = "".join(
        render_to_string("charts/figure.html", {"chart": build(SCREEN)}) for build in BUILDERS
    )
    counts = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert counts
    assert set(counts.values()) == {1}
    assert "style=" not in page


def test_names_from_people_are_escaped():
    svg = svg_of(draw_steps(SCREEN))
    assert "&lt;Herstel&gt; &amp; meer" in svg
    assert "<Herstel>" not in svg


def test_a_paper_drawing_has_its_true_size_and_a_screen_drawing_fills_its_place():
    assert 'width="354.3pt"' in svg_of(draw_steps(PAPER))
    assert " width=" not in svg_of(draw_steps(SCREEN)).split(">", 1)[0]


# --- drawn to scale --------------------------------------------------------------------------


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_bars_are_as_long_as_their_scores(scores: list[float]):
    rows = [StepScore(f"Stap {place}", score) for place, score in enumerate(scores)]
    chart = step_bars("s", title="T", desc="D", rows=rows, names=NAMES, frame=SCREEN)
    bars = [rect for rect in marks_of(chart, Rect) if rect.tip]
    grid = sorted({text.x for text in marks_of(chart, Text) if text.anchor == "middle"})
    whole = grid[-1] - grid[0]
    assert [bar.width for bar in bars] == pytest.approx(
        [whole * score / 100 for score in scores], abs=0.2
    )


def test_last_years_tick_stands_where_last_years_bar_would_end():
    rows = (StepScore("a", 80, last=40), StepScore("b", 40))
    chart = step_bars("s", title="T", desc="D", rows=rows, names=NAMES, frame=SCREEN)
    bars = [rect for rect in marks_of(chart, Rect) if rect.tip]
    tick = next(rect for rect in marks_of(chart, Rect) if rect.fill.name == "copper")
    assert tick.x + tick.width / 2 == pytest.approx(bars[1].x + bars[1].width, abs=0.2)


def test_without_last_year_there_is_no_tick_no_legend_and_no_column():
    names = Names("Stap", "2026")
    chart = step_bars("s", title="T", desc="D", rows=STEPS, names=names, frame=SCREEN)
    assert not [rect for rect in marks_of(chart, Rect) if rect.fill.name == "copper"]
    assert [item.text for item in chart.legend] == ["2026"]
    assert chart.table.head == ("Stap", "2026")


@given(st.lists(st.tuples(*[st.integers(0, 400)] * 3), min_size=1, max_size=6))
def test_the_parts_of_a_stacked_bar_add_up_to_its_total(counts: list[tuple[int, int, int]]):
    rows = [StackedRow(f"Rij {place}", three) for place, three in enumerate(counts)]
    chart = stacked_bars(
        "st", title="T", desc="D", rows=rows, segments=STATES, names=NAMES, frame=SCREEN
    )
    for row, cells in zip(rows, chart.table.rows, strict=True):
        assert sum(map(int, cells[1:-1])) == int(cells[-1]) == row.total
    longest = max(row.total for row in rows)
    for row in rows:
        ends = [
            rect.x + rect.width
            for rect in marks_of(chart, Rect)
            if rect.tip.startswith(f"{row.label},")
        ]
        starts = [rect.x for rect in marks_of(chart, Rect)]
        if row.total == longest and ends and row.counts[-1] > longest / 50:
            assert max(ends) - min(starts) == pytest.approx(_stack_width(chart), abs=2)


def _stack_width(chart: Chart) -> float:
    """Return the room for the longest bar, from where its total is printed."""
    total = max(text.x for text in marks_of(chart, Text) if text.fill.name == "muted")
    left = min(rect.x for rect in marks_of(chart, Rect))
    return total - left - chart.frame.text * 0.5


def test_the_bands_fill_the_line_and_the_score_stands_in_its_band():
    chart = draw_scale(SCREEN)
    bands = marks_of(chart, Rect)
    assert bands[0].x == 0
    assert bands[-1].x + bands[-1].width == pytest.approx(SCREEN.width, abs=0.1)
    assert sum(band.width for band in bands) == pytest.approx(SCREEN.width - 4 * 1.4, abs=0.5)
    assert [band.fill.name for band in bands] == ["pale"] * 4 + ["brand"]


@pytest.mark.parametrize(
    ("score", "band"),
    [(0, "Basis"), (19.9, "Basis"), (20, "Groeiend"), (59.99, "Op orde"), (100, "Volwassen")],
)
def test_a_band_begins_at_its_own_score(score: float, band: str):
    assert band_of(score, BANDS).label == band


def test_columns_grow_with_the_score_and_the_break_moves_the_later_years():
    chart = draw_columns(SCREEN)
    first, third, last = marks_of(chart, Rect)
    assert (first.height / third.height, last.height) == (pytest.approx(0.31, abs=0.01), 0)
    assert third.x - first.x > last.x - third.x
    whole = columns("c", title="T", desc="D", years=YEARS, names=NAMES, frame=SCREEN)
    first, third, last = marks_of(whole, Rect)
    assert third.x - first.x == pytest.approx(2 * (last.x - third.x), abs=0.2)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_ring_is_filled_as_far_as_the_work(done: int, more: int):
    total = done + more
    chart = ring("r", title="T", desc="D", done=done, total=total, names=("Klaar", "Alle"))
    circles = marks_of(chart, Circle)
    if not done:
        assert len(circles) == 1
        return
    drawn, around = map(float, circles[1].dash.split())
    assert drawn / around == pytest.approx(done / total, abs=0.001)


def test_a_profile_reaches_the_edge_at_100_and_the_middle_at_0():
    rows = [StepScore(f"Stap {place}", 100 if place == 0 else 0) for place in range(6)]
    chart = hexagon("h", title="T", desc="D", rows=rows, names=NAMES, points="punten")
    edge = next(p for p in marks_of(chart, Polygon) if p.stroke and p.stroke.colour == "#7f9abb")
    shape = next(p for p in marks_of(chart, Polygon) if p.fill)
    middle = (chart.frame.width / 2, sum(y for _, y in edge.corners) / 6)
    assert shape.corners[0] == pytest.approx(edge.corners[0])
    assert all(corner == pytest.approx(middle, abs=0.1) for corner in shape.corners[1:])


def test_a_profile_with_last_year_draws_its_line_and_says_which_is_which():
    rows = [StepScore(f"Stap {place}", 60, last=40) for place in range(6)]
    chart = hexagon("h", title="T", desc="D", rows=rows, names=NAMES, points="punten")
    assert len([p for p in marks_of(chart, Polygon) if p.dash]) == 1
    assert [text.text for text in marks_of(chart, Text)][:2] == ["2026", "2025"]
    assert all(text.left >= 0 and text.right <= 210 for text in marks_of(chart, Text))
    alone = hexagon("h", title="T", desc="D", rows=STEPS, names=NAMES, points="punten")
    assert not [p for p in marks_of(alone, Polygon) if p.dash]


# --- what can't be drawn is refused ----------------------------------------------------------


@pytest.mark.parametrize("score", [-0.1, 100.1, float("nan")])
def test_a_score_off_the_scale_is_refused(score: float):
    with pytest.raises(ValueError, match="0 to 100"):
        step_bars("s", title="T", desc="D", rows=[StepScore("a", score)], names=NAMES, frame=SCREEN)


def test_counts_that_do_not_fit_the_states_are_refused():
    for counts in ((1, 2), (1, 2, -1)):
        with pytest.raises(ValueError, match="does not fit"):
            stacked_bars(
                "s",
                title="T",
                desc="D",
                rows=[StackedRow("a", counts)],
                segments=STATES,
                names=NAMES,
                frame=SCREEN,
            )


def test_more_done_than_there_is_is_refused():
    with pytest.raises(ValueError, match="can't be done"):
        ring("r", title="T", desc="D", done=2, total=1, names=("Klaar", "Alle"))


@pytest.mark.parametrize("place", [0, 4])
def test_a_break_outside_the_years_is_refused(place: int):
    with pytest.raises(ValueError, match="between two years"):
        columns(
            "c", title="T", desc="D", years=YEARS, names=NAMES, frame=SCREEN, break_before=place
        )


def test_a_profile_of_two_steps_is_refused():
    with pytest.raises(ValueError, match="three steps"):
        hexagon("h", title="T", desc="D", rows=STEPS[:2], names=NAMES, points="punten")


# --- in words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (0.5, "0"), (59.9, "59"), (61.4, "61"), (None, "–")]
)
def test_a_score_in_whole_points_never_reaches_the_next_band(value: float | None, written: str):
    assert figure(value) == written


def test_the_steps_in_words_name_the_ends_the_rise_and_every_figure():
    said = words.describe_steps(STEPS, words.step_names(2026))
    assert "met 100" in said
    assert "het laagst 4 Volgen" in said
    assert "Hoger dan in 2025: 4 van 5." in said
    assert "1 Beleid 78, 2025: 64, verwacht: 50" in said
    assert "6 <Herstel> & meer –, verwacht: 0" in said
    assert words.describe_steps([], NAMES) == "Er is nog geen score."


def test_the_scale_in_words_names_the_bands():
    said = words.describe_scale(61, BANDS, NAMES, last=48, expected=50)
    assert said == (
        "De score is 61 van 100, in de band Gevorderd. In 2025 was de score 48, "
        "in de band Op orde. Verwacht wordt 50 of meer."
    )


def test_the_stack_in_words_names_who_is_furthest():
    said = words.describe_stack(STACK, STATES)
    assert said.startswith("1 Beleid is het verst: Klaar bij 41 van 48.")
    assert "3 Een onderdeel" in said
    assert "Nog niet begonnen 3" in said
    assert words.describe_stack([StackedRow("a", (0, 0, 0))], STATES) == (
        "Er zijn nog geen gegevens."
    )


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ((31, 63), "steeg van 31 in 2023 naar 63 in 2024"),
        ((63, 31), "daalde van 63 in 2023 naar 31 in 2024"),
        ((50, 50.2), "gelijk aan die in 2023: 50"),
        ((None, 63), "De score in 2024 is 63."),
        ((None, None), "Er is nog geen score."),
    ],
)
def test_the_years_in_words_say_which_way_it_went(scores: tuple, said: str):
    years = [YearScore(str(2023 + place), score) for place, score in enumerate(scores)]
    assert said in words.describe_years(years)


def test_years_before_a_break_are_not_compared():
    said = words.describe_years(YEARS, break_before=2)
    assert "daalde van 100 in 2025 naar 0 in 2026" in said
    assert "Vóór 2025 gold een andere rekenregel" in said
    assert "2023 31; 2024 –; 2025 100; 2026 0" in said


@pytest.mark.parametrize(("done", "said"), [(1, "1 van 3 is klaar."), (2, "2 van 3 zijn klaar.")])
def test_the_ring_in_words(done: int, said: str):
    assert words.describe_ring(done, 3) == said


@given(st.text(min_size=1, max_size=80), st.floats(20, 400), st.integers(1, 3))
def test_wrapped_text_always_fits(text: str, room: float, most: int):
    lines = wrapped(text, 14, room, most)
    assert 1 <= len(lines) <= most
    assert all(text_width(line, 14) <= room for line in lines)


def test_bands_of_years_are_shares_with_a_line_above_a_year_of_another_method():
    chart = draw_bands(SCREEN)
    widths = {mark.tip: mark.width for mark in marks_of(chart, Rect)}
    assert widths["2024, Volwassen: 5"] > widths["2024, Basis: 1"]
    assert not any("2025" in tip for tip in widths), "a year without files has no bar"
    assert len(marks_of(chart, Line)) == 1
    assert chart.table.rows[0] == ("2026", "0", "1", "900", "3", "0", "2", "906")
    assert chart.legend[-1].text == "Zonder score"


@pytest.mark.parametrize("counts", [(1, 2), (1, 2, 3, 4, -5)])
def test_bands_of_years_need_a_count_for_each_band(counts):
    with pytest.raises(ValueError, match="does not fit"):
        band_years(
            "x",
            title="",
            desc="",
            years=[BandsOfYear("2026", counts)],
            bands=["a", "b", "c", "d", "e"],
            names=NAMES,
            frame=SCREEN,
        )
