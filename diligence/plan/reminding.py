"""When somebody hears of a last day: before it, and once when it went by."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

CATCH_UP = 3
"""Days that a reminder may come later: a night without the timetable loses none."""


class Reminder(StrEnum):
    """What somebody is told."""

    EARLY = "early"
    FIRST = "first"
    LAST = "last"
    LATE = "late"


DAYS_BEFORE = {Reminder.FIRST: 14, Reminder.LAST: 3}
DAYS_BEFORE_FILE = {Reminder.EARLY: 30, **DAYS_BEFORE}
"""A file is more work than an action."""
MOST_DAYS = max(DAYS_BEFORE.values())


def reminder_on(
    today: date, due: date, days_before: Mapping[Reminder, int] = DAYS_BEFORE
) -> Reminder | None:
    """Return what to tell today about something with this last day; None on most days.

    What is planned for next week gets no belated first reminder.
    """
    left = (due - today).days
    if left < 0:
        return Reminder.LATE
    for reminder, days in days_before.items():
        if days - CATCH_UP <= left <= days:
            return reminder
    return None
