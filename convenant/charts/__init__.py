"""Charts as plain geometry: numbers in, marks out; one drawing for the page and for paper.

A builder (`step_bars`, `band_scale`, ...) turns numbers and words into a `Chart`: marks with their
place and colour, a legend and the same figures as a table. The templates in `templates/charts`
draw it. Nothing here knows Django, except `words`, which writes the sentences.
"""

from convenant.charts.band_scale import Band, band_scale
from convenant.charts.band_years import BandsOfYear, band_years
from convenant.charts.bars import Bar, bars
from convenant.charts.chart import (
    PAPER,
    PAPER_WIDE,
    SCREEN,
    SCREEN_NARROW,
    Chart,
    Frame,
    Names,
)
from convenant.charts.columns import YearScore, columns
from convenant.charts.course import Level, Moment, course
from convenant.charts.flow import Flow, Passage, Station, flow
from convenant.charts.hexagon import COVER, hexagon
from convenant.charts.honeycomb import honeycomb
from convenant.charts.ring import RING, ring
from convenant.charts.stacked_bars import Segment, StackedRow, stacked_bars
from convenant.charts.stacked_columns import Part, StackedYear, stacked_columns
from convenant.charts.step_bars import StepScore, step_bars
from convenant.charts.world import Place, world_map

__all__ = [
    "COVER",
    "PAPER",
    "PAPER_WIDE",
    "RING",
    "SCREEN",
    "SCREEN_NARROW",
    "Band",
    "BandsOfYear",
    "Bar",
    "Chart",
    "Flow",
    "Frame",
    "Level",
    "Moment",
    "Names",
    "Part",
    "Passage",
    "Place",
    "Segment",
    "StackedRow",
    "StackedYear",
    "Station",
    "StepScore",
    "YearScore",
    "band_scale",
    "band_years",
    "bars",
    "columns",
    "course",
    "flow",
    "hexagon",
    "honeycomb",
    "ring",
    "stacked_bars",
    "stacked_columns",
    "step_bars",
    "world_map",
]
