"""The rules by which figures are protected. Their values stay with the secretariat."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of the parameters. Unit of every count: a holding."""

    version: int = 0
    """The version that was signed; 0 is none that may be published with."""
    minimum: int = 5
    """The least holdings behind a figure; a smaller count becomes a band."""
    category: int = 3
    """Shares: a category with fewer holdings is shown in a band that begins at nothing."""
    top: int = 2
    """A count that leaves out at most this many holdings is shown in a band up to everybody."""
    margin: int = 15
    """The p% rule, in per cent: how close nobody may come to the value of one holding."""
    largest: int = 50
    """Sums: the most, in per cent, that one holding may make up."""
    few: int = 4
    """A set that changed by this many holdings or fewer is not published beside the former one."""
    hidden: int = 3
    """At least so many counts must stay possible for a figure that is not shown exactly."""
    median: int = 10
    """The least holdings behind a median."""
    share_step: int = 5
    """Shares, means and medians are rounded to this many per cent."""

    @property
    def p(self) -> Decimal:
        """Return the margin as a fraction."""
        return Decimal(self.margin) / 100

    def to_json(self) -> dict[str, int]:
        """Return the parameters as they are kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Rules:
        """Read parameters back; what a former version did not have keeps its usual value."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: int(value) for key, value in data.items() if key in known})
