"""One member in one monitoring year, as the secretariat's lists show it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from diligence.framework.schema import target_in

# Letters that are no base letter with a mark, so that taking marks off leaves them as they are.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


class Stage(StrEnum):
    """How far a member is with its file, in the order of the work."""

    NO_FILE = "no_file"
    NOT_STARTED = "not_started"
    DRAFT = "draft"
    QUESTIONS_OPEN = "questions_open"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    CLOSED = "closed"


TO_LOOK_AT = ("contradiction", "doubtful", "no_proof", "expired_proof")
"""The weights of findings that a reviewer looks at first. Those about proof are counted when a
file is handed in."""

ORDER = {stage: place for place, stage in enumerate(Stage)}


class Act(StrEnum):
    """What happened last in a file."""

    EDITED = "edited"
    SUBMITTED = "submitted"
    DECIDED = "decided"


class Member(NamedTuple):
    """A company and its file of the year; without a file everything after `city` is empty.

    A tuple, with moments in seconds since 1970, and with `chain`, `steps` and `checks` in JSON as
    the database keeps them: reading all of that for a thousand members costs more than the page.
    """

    slug: str
    name: str
    city: str
    status: str = ""
    submitted: int | None = None
    decided: int | None = None
    touched: int | None = None
    settled: int = 0
    filled: int = 0
    score: float | None = None
    """From 0 to 100."""
    expected: str | None = None
    """The score that is expected, in whole points as it was kept."""
    band: str | None = None
    size: str | None = None
    chain: str = "[]"
    steps: str = "{}"
    checks: str = "{}"
    """How many findings of each weight the check before submitting has."""
    extended: date | None = None
    """The last day the secretariat gave this member, when it gave it more time."""

    def beside(self, targets: Mapping[str, Sequence[int]] | None, membership_year: int) -> Member:
        """Return the member beside what its year expects now, where that is not what was kept."""
        if not targets or self.size is None:
            return self
        return self._replace(expected=str(target_in(targets, self.size, membership_year)))

    @property
    def has_file(self) -> bool:
        """Tell whether the company opened its file of this year."""
        return bool(self.status)

    @property
    def is_idle(self) -> bool:
        """Tell whether not one question was dealt with."""
        return not self.settled and self.status in ("", Stage.DRAFT)

    @property
    def is_handed_in(self) -> bool:
        """Tell whether the file was ever handed to the secretariat."""
        return self.submitted is not None

    @property
    def is_waiting(self) -> bool:
        """Tell whether the file waits for the secretariat's decision."""
        return self.status == Stage.SUBMITTED and self.submitted is not None

    @property
    def submitted_at(self) -> datetime | None:
        """Return when the file was last handed in."""
        return moment(self.submitted)

    @property
    def decided_at(self) -> datetime | None:
        """Return when the secretariat decided on the file."""
        return moment(self.decided)

    @property
    def points(self) -> int | None:
        """Return the score in whole points, rounded down so that it never leaves its band."""
        return None if self.score is None else int(self.score)

    @property
    def stage(self) -> Stage:
        """Return how far the company is."""
        if not self.status:
            return Stage.NO_FILE
        return Stage.NOT_STARTED if self.is_idle else Stage(self.status)

    @property
    def active(self) -> int | None:
        """Return when anything last happened in the file, in seconds since 1970."""
        return max(self.touched or 0, self.submitted or 0, self.decided or 0) or None

    @property
    def activity_at(self) -> datetime | None:
        """Return when anything last happened in the file."""
        return moment(self.active)

    @property
    def activity(self) -> Act | None:
        """Return what that was."""
        if self.active is None:
            return None
        if self.active == self.decided:
            return Act.DECIDED
        return Act.SUBMITTED if self.active == self.submitted else Act.EDITED

    @property
    def sorting_name(self) -> str:
        """Return the name as lists order it."""
        return sorting_name(self.name)

    def due(self, deadline: date) -> date:
        """Return the last day for this member: that of the year, unless it was given more time."""
        return self.extended or deadline

    def is_late(self, deadline: date, today: date) -> bool:
        """Tell whether the deadline has passed without submission."""
        return self.submitted is None and today > self.due(deadline)

    def is_in(self, position: str) -> bool:
        """Tell whether the company has this place in the chain."""
        return f'"{position}"' in self.chain

    def step_figures(self) -> dict[str, dict]:
        """Return what is known of each step, by its key: `settled`, `filled`, `score`."""
        return json.loads(self.steps)

    def findings(self) -> dict[str, int]:
        """Return how many findings of each weight the check before submitting has."""
        return json.loads(self.checks)

    @property
    def to_look_at(self) -> int:
        """Return how many findings ask for a look: what clashes, and proof that is not there."""
        found = self.findings()
        return sum(found.get(weight, 0) for weight in TO_LOOK_AT)


def moment(seconds: int | None) -> datetime | None:
    """Return a moment from the seconds since 1970."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def sorting_name(name: str) -> str:
    """Return a name as lists order it: capitals, accents and opening quotes don't count."""
    return fold(name).lstrip("'’‘\"“(- ")


def fold(text: str) -> str:
    """Return a text without capitals and accents, for finding and ordering: "Ëlan" is "elan"."""
    text = text.casefold()
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
