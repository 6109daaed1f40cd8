"""Putting an action off: once is planning, twice needs a reason."""

from datetime import date

FREE = 1
"""How often an action may be put off without saying why."""


class ReasonNeeded(Exception):
    """This delay must be explained."""


def is_delay(before: date | None, after: date | None) -> bool:
    """Tell whether the day moved away: later, or to no day at all."""
    return before is not None and (after is None or after > before)


def check_delay(before: date | None, after: date | None, *, delays: int, reason: str) -> bool:
    """Return whether this is a delay. `delays` counts the earlier ones. Raises ReasonNeeded."""
    if not is_delay(before, after):
        return False
    if delays >= FREE and not reason.strip():
        raise ReasonNeeded
    return True
