"""The map and the flow: everything has its place, and nothing runs out of the drawing."""

import json
import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from convenant.charts import Flow, Frame, Names, Passage, Place, Station, flow, world_map
from convenant.charts.marks import Circle, Path, Rect, Text
from convenant.charts.world import FILE, is_on_map
from diligence.framework.catalogues import catalogue

FRAME = Frame(1080, 15)
NAMES = Names(subject="Land", now="Totaal", expected="Totaal")
LEGEND = ("Met document", "Gezegd", "Schatting")
COUNTRIES = [entry.key for entry in catalogue("countries")]
PRODUCERS = sorted(
    {
        share["country"]
        for metal in catalogue("metals")
        for share in (*(metal.get("producers") or ()), *(metal.get("refiners") or ()))
    }
)
PARTS = st.tuples(*[st.sampled_from([0, 0.01, 0.74, 3, 250])] * 3)


def place(code: str, parts=(1, 0, 0.5)) -> Place:
    return Place(code, f"Land {code}", parts, ("1", "0", "0,5", "1,5"))


def drawn(places) -> object:
    return world_map(
        "w",
        title="Waar",
        desc="Uitleg",
        places=places,
        legend=LEGEND,
        names=NAMES,
        total=("1", "0", "0,5", "1,5"),
        frame=FRAME,
    )


def numbers_in(outline: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+\.?\d*", outline)]


class TestWorld:
    def test_the_file_names_its_source_and_licence(self):
        world = json.loads(FILE.read_text(encoding="utf-8"))
        assert "Natural Earth" in world["source"] and "public domain" in world["licence"]
        assert FILE.stat().st_size < 40_000

    @pytest.mark.parametrize("code", PRODUCERS)
    def test_every_country_that_mines_or_smelts_is_on_the_map(self, code):
        assert is_on_map(code)

    def test_codes_are_those_of_the_catalogue(self):
        world = json.loads(FILE.read_text(encoding="utf-8"))
        assert set(world["shapes"]) | set(world["centres"]) <= {*COUNTRIES, "XK"}

    @given(st.dictionaries(st.sampled_from([*COUNTRIES, ""]), PARTS, max_size=30))
    def test_discs_and_names_stay_inside(self, parts):
        chart = drawn([place(code, part) for code, part in parts.items()])
        for mark in chart.marks:
            if isinstance(mark, Circle):
                assert 0 <= mark.x <= FRAME.width and 0 <= mark.y <= chart.height
            if isinstance(mark, Text):
                assert mark.left >= 0 and mark.right <= FRAME.width
        assert len(chart.table.rows) == len(parts) + 1, "also what is not on the map"

    def test_a_place_off_the_map_stands_in_the_table(self):
        assert not is_on_map("WS")
        assert [row[0] for row in drawn([place("WS"), place("")]).table.rows] == [
            *("Land WS", "Land ", "Totaal"),
        ]

    def test_markup_is_clean_and_every_country_has_its_tip(self):
        svg = render_to_string("charts/svg.html", {"chart": drawn([place("CD"), place("SG")])})
        assert svg.count("<title>Land CD: 1,5</title>") == 3, "shape, ring and disc"
        assert svg.count("<title>Land SG: 1,5</title>") == 2, "too small for a shape"
        assert "style=" not in svg and "None" not in svg


class TestFlow:
    def chart(self, amounts, label="Naam") -> object:
        total = sum(amounts)
        left = tuple(Station(f"l{n}", label, one, "1") for n, one in enumerate(amounts))
        right = (Station("r", label, total, "1"),)
        between = tuple(Passage(f"l{n}", "r", n % 3, one, "tip") for n, one in enumerate(amounts))
        return flow(
            "f",
            title="Stroom",
            desc="Uitleg",
            shown=Flow(("Van", "Naar"), (left, right), (between,)),
            legend=LEGEND,
            names=NAMES,
            frame=FRAME,
        )

    @given(st.lists(st.sampled_from([0.01, 0.3, 1, 40, 900]), min_size=1, max_size=13))
    def test_nothing_runs_out_of_the_drawing(self, amounts):
        chart = self.chart(amounts, "Een leverancier met een heel erg lange naam in Gorinchem")
        for mark in chart.marks:
            if isinstance(mark, Text):
                assert mark.left >= 0 and mark.right <= FRAME.width + 1
            if isinstance(mark, Rect):
                assert mark.y >= 0 and mark.y + mark.height <= chart.height
            if isinstance(mark, Path):
                assert max(numbers_in(mark.outline)) <= max(FRAME.width, chart.height) + 1

    def test_bars_are_as_high_as_their_amount(self):
        bars = [mark for mark in self.chart([1, 3]).marks if isinstance(mark, Rect)]
        assert bars[1].height == pytest.approx(3 * bars[0].height, abs=0.2)
        assert bars[2].height == pytest.approx(4 * bars[0].height, abs=0.3)
