"""What is counted of a file: the measures, and one counted fact.

A fact is a row `(measure, a, b, value)`; of one file no two have the same measure, a and b. So the
number of rows is a number of companies, and the sum of their values is what those have together.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NONE = "none"
UNKNOWN = "unknown"
"""Not answered, not known, or known to the company as not known."""
OWN = "own"
"""In the place of a metal and of a stage: a risk in the company's own work, not in its chain."""
HUNDREDTH = Decimal("0.01")


class Measure(StrEnum):
    """A measure with what `a`, `b` and the value are; where nothing is said of a value it is 1.

    `severity`: the highest of the risks meant, from 1 to 5, 0 while none of them was weighed.
    """

    FILE = "file"
    """The file itself: how many there are."""
    BAND = "band"
    """a: the band of the whole score, or `none`."""
    SCORE = "score"
    """Value: the score in per cent."""
    SCORE_POINT = "score_point"
    """a: the score in whole points, "0" to "100": what a median is taken of."""
    STEP_SCORE = "step_score"
    """a: the step. Value: its score in per cent."""
    STEP_BAND = "step_band"
    """a: the step, b: the band its score would be in."""
    SUB_ACTION = "sub_action"
    """a: the sub-action. Value: its score in per cent."""
    SIZE = "size"
    """a: the size class, or `unknown`."""
    POSITION = "position"
    """a: a position in the chain; a company can have several."""
    MEMBERSHIP = "membership"
    """a: the year of membership, "1" for the first."""
    JOINED = "joined"
    """a: the calendar year in which the company joined."""
    METAL = "metal"
    """a: a metal it works with. Value: lines of its chain about it."""
    METAL_GROUP = "metal_group"
    COUNTRY = "country"
    """a: a country of origin. Value: lines of its chain from there."""
    REGION = "region"
    THEME = "theme"
    """a: a theme of its risks. Value: severity."""
    THEME_GROUP = "theme_group"
    METAL_THEME = "metal_theme"
    """a: metal, or `own`; b: theme. Value: severity. So do all pairs that follow."""
    GROUP_THEME = "group_theme"
    """a: group of metals, or `own`."""
    COUNTRY_THEME = "country_theme"
    """a: country, or `unknown`."""
    REGION_THEME = "region_theme"
    STAGE_THEME = "stage_theme"
    """a: stage of the chain, `own`, or `unknown`."""
    ACTION_STATUS = "action_status"
    """a: where actions stand. Value: how many of them."""
    ACTION_EFFECT = "action_effect"
    """a: an Effect. Value: how many actions that run or are done."""
    CHAIN_LINES = "chain_lines"
    """a: a Link. Value: lines of the chain there, those among them that nobody filled in."""
    CHAIN_KNOWN = "chain_known"
    """a: a Link. Value: how many of those lines name who it is."""
    COMPLAINTS = "complaints"
    """a: a Counted. Value: how many."""
    COMPLAINT_STATUS = "complaint_status"
    COMPLAINT_THEME = "complaint_theme"
    COMPLAINT_SATISFIED = "complaint_satisfied"
    """a: whether who complained finds it solved, of complaints that were closed."""
    EXPECTED = "expected"
    """a: `met`, `below`, or `unknown`."""
    EXPECTED_GAP = "expected_gap"
    """Value: the score less what was expected, in points."""
    POLICY = "policy"
    """a: `published`, `made`, `none`, or `unknown`."""
    MOVED = "moved"
    """a: a Move, by band, against the year before."""
    CHANGE = "change"
    """Value: the score less that of the year before, where both were scored alike."""


class Effect(StrEnum):
    """Whether an action that runs or is done helps, by its own indicator."""

    REACHED = "reached"
    UNDER_WAY = "under_way"
    NONE = "no_effect"
    UNCLEAR = "unclear"
    """Measured, but no baseline and target say which way is up."""
    NOT_MEASURED = "not_measured"


class Link(StrEnum):
    """How far back in the chain a line lies."""

    TIER_1 = "tier1"
    SMELTER = "smelter"
    MINE = "mine"


class Counted(StrEnum):
    """What is counted of complaints, and of the places where people can complain."""

    TOTAL = "total"
    OPEN = "open"
    LATE = "late"
    CHANNELS = "channels"
    TESTED = "channels_tested"


class Move(StrEnum):
    """Where the band of a file went since the year before."""

    UP = "up"
    SAME = "same"
    DOWN = "down"
    NOT_COMPARABLE = "not_comparable"
    """Both years have a score, by another method or with other bands; or one has none."""
    FIRST = "first"
    """There is no year before."""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One row."""

    measure: Measure
    a: str
    b: str
    value: Decimal

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what no other fact of the same file has."""
        return (self.measure, self.a, self.b)


def fact(measure: Measure, a: str = "", b: str = "", value: Decimal | int = 1) -> Fact:
    """Return a fact with its value in hundredths, as it is kept."""
    return Fact(measure, a, b, Decimal(value).quantize(HUNDREDTH))
