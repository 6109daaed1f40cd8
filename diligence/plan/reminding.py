"""When the owner of an action hears of its last day: before it twice, and once when it is late."""

from datetime import date
from enum import StrEnum

CATCH_UP = 3
"""Days that a reminder may come later: a night without the timetable loses none."""


class Reminder(StrEnum):
    """What the owner is told."""

    FIRST = "first"
    LAST = "last"
    LATE = "late"


DAYS_BEFORE = {Reminder.FIRST: 14, Reminder.LAST: 3}
MOST_DAYS = max(DAYS_BEFORE.values())


def reminder_on(today: date, due: date) -> Reminder | None:
    """Return what to tell today about an action with this last day; None on most days.

    An action planned for next week gets no belated first reminder.
    """
    left = (due - today).days
    if left < 0:
        return Reminder.LATE
    for reminder, days in DAYS_BEFORE.items():
        if days - CATCH_UP <= left <= days:
            return reminder
    return None
