"""The heat map: how severity and likelihood go together, as plain cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LEVELS = (1, 2, 3, 4, 5)
_HEAT = {
    5: (4, 5, 5, 5, 5),
    4: (3, 4, 4, 5, 5),
    3: (2, 2, 3, 4, 4),
    2: (2, 2, 2, 3, 3),
    1: (1, 1, 1, 2, 2),
}
"""By severity: the heat from 1 (very low) to 5 (very high) for each likelihood."""


@dataclass(slots=True)
class Cell:
    """One combination of severity and likelihood, with the places in the order that fall in it."""

    severity: int
    likelihood: int
    numbers: list[int] = field(default_factory=list)

    @property
    def heat(self) -> int:
        """Return how hot it is, from 1 to 5; severity weighs more than likelihood."""
        return _HEAT[self.severity][self.likelihood - 1]


def heat_map(weighed: Iterable[tuple[int, int, int]]) -> Sequence[tuple[int, Sequence[Cell]]]:
    """Return the rows of the map, the gravest on top, from (number, severity, likelihood)."""
    rows = {severity: [Cell(severity, one) for one in LEVELS] for severity in reversed(LEVELS)}
    for number, severity, likelihood in weighed:
        rows[severity][likelihood - 1].numbers.append(number)
    return list(rows.items())
