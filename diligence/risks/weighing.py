"""How grave a risk is, and in which order risks come (OECD-DDG 2.4, UN Guiding Principle 24).

Only harm to people and nature counts. Four parts from 1 to 5 stay visible wherever a risk is
shown: scale, scope, irremediable character, and likelihood, which never outweighs severity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST, MOST = 1, 5
WIDE = 4
"""From this scope on (thousands of people, a region) severity is one higher."""
LIKELY = 4
CAUSE, CONTRIBUTE, LINKED = "cause", "contribute", "linked"
INVOLVEMENTS = (CAUSE, CONTRIBUTE, LINKED)
REQUIRES: Mapping[str, tuple[str, ...]] = {
    CAUSE: ("stop", "prevent", "remedy"),
    CONTRIBUTE: ("stop_own_part", "leverage", "remedy_own_part"),
    LINKED: ("leverage",),
}
"""What involvement asks of the company (OECD-DDG 2.3; UN Guiding Principles 13, 19 and 22)."""
FIRST, SECOND, THIRD = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Weight:
    """The four parts of a weighed risk, each from 1 to 5, with the floor of its theme."""

    scale: int
    scope: int
    irremediable: int
    likelihood: int
    floor: int = LEAST

    def __post_init__(self) -> None:
        """Refuse a part outside 1 to 5. Raises ValueError."""
        for part in (self.scale, self.scope, self.irremediable, self.likelihood, self.floor):
            if not LEAST <= part <= MOST:
                raise ValueError(f"{part} is no level from {LEAST} to {MOST}")

    @property
    def bare_severity(self) -> int:
        """The severity that the parts give, without the floor."""
        gravest = max(self.scale, self.irremediable)
        return min(MOST, gravest + (self.scope >= WIDE))

    @property
    def severity(self) -> int:
        """The graver of scale and irremediable, one up for a wide scope, never under the floor."""
        return max(self.floor, self.bare_severity)

    @property
    def is_lifted(self) -> bool:
        """Tell whether the floor of the theme made it graver than its parts."""
        return self.bare_severity < self.floor

    def priority(self, involvement: str = "") -> int:
        """Return 1, 2 or 3; causing or contributing to the harm moves it one class up."""
        found = self._class()
        return max(FIRST, found - 1) if involvement in (CAUSE, CONTRIBUTE) else found

    def _class(self) -> int:
        if self.severity == MOST and self.likelihood >= 2:
            return FIRST
        if self.severity >= WIDE:
            return FIRST if self.likelihood >= LIKELY else SECOND
        return SECOND if self.severity == 3 and self.likelihood >= LIKELY else THIRD

    @property
    def order(self) -> tuple[int, ...]:
        """What risks are sorted by: severity, then its parts, then likelihood, the worst first."""
        parts = (self.severity, self.scale, self.scope, self.irremediable, self.likelihood)
        return tuple(-part for part in parts)
