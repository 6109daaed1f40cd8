"""Whether an action is more than a good intention."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

BLANK = re.compile(r"\[[^\[\]]+\]")
"""What a model text leaves to be filled in: "[who]", "[date]"."""
SHORTEST_GOAL = 20
"""Characters; a goal of a word or two says nothing that can be checked."""


class Lack(StrEnum):
    """What an action does not say yet."""

    GOAL = "goal"
    BLANKS = "blanks"
    OWNER = "owner"
    DUE = "due"
    INDICATOR = "indicator"
    TARGET = "target"
    LINK = "link"


NEEDED = (Lack.OWNER, Lack.DUE, Lack.INDICATOR)
"""Without these an action cannot be called planned (the covenant's action plan, SMART)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What the check looks at."""

    goal: str
    has_owner: bool
    due_on: date | None
    indicator: str
    target: Decimal | None
    has_link: bool
    """It names a question, a risk or a supplier."""


def lacks(sketch: Sketch) -> tuple[Lack, ...]:
    """Return what is missing, what is needed first, in the order of the form.

    Specific: a goal. Measurable: an indicator with a target. Accepted: an owner. Relevant: what it
    is for. Timed: a date.
    """
    found = {
        Lack.OWNER: not sketch.has_owner,
        Lack.DUE: sketch.due_on is None,
        Lack.INDICATOR: not sketch.indicator.strip(),
        Lack.GOAL: len(sketch.goal.strip()) < SHORTEST_GOAL,
        Lack.BLANKS: bool(BLANK.search(sketch.goal)),
        Lack.TARGET: bool(sketch.indicator.strip()) and sketch.target is None,
        Lack.LINK: not sketch.has_link,
    }
    return tuple(lack for lack, is_missing in found.items() if is_missing)


def stands_in_the_way(sketch: Sketch) -> tuple[Lack, ...]:
    """Return what must be filled in before the action may be called planned."""
    return tuple(lack for lack in lacks(sketch) if lack in NEEDED)
