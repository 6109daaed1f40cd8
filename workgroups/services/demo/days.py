"""Days in the demo: working days, and the windows in which the days of a text lie."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

MONTHS = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
HOLIDAYS = frozenset({(1, 1), (4, 27), (12, 25), (12, 26)})

_MONTH = "|".join([*MONTHS["nl"], *MONTHS["en"]])
_IN_WORDS = re.compile(rf"\b(?:([1-9]|[12]\d|3[01]) )?({_MONTH})\b(?: (\d{{4}}))?")
_ISO = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")


@dataclass(frozen=True, slots=True)
class Window:
    """From which day of a year to which; `years` counts from the monitoring year."""

    start: tuple[int, int]
    end: tuple[int, int]
    years: int = 0

    def day(self, year: int, last_day: date, chance: float) -> date:
        """Return a working day: in the past of who writes, or in their future."""
        start = date(year + self.years, *self.start)
        end = date(year + self.years, *self.end)
        if self.years > 0:
            start = min(max(start, last_day + timedelta(days=14)), end)
        else:
            end = max(min(end, last_day), start)
        day = start + timedelta(days=int(chance * ((end - start).days + 1)))
        return day - timedelta(days=2) if day.weekday() > 4 else day


ANY_DAY = {
    "datum": Window((2, 1), (5, 28)),
    "datum2": Window((6, 5), (9, 25)),
    "datum_vorig": Window((3, 1), (11, 25), -1),
    "datum_straks": Window((2, 1), (6, 25), 1),
}
ONE_DAY = {
    "beleid_datum": Window((1, 10), (3, 25)),
    "gesprek_datum": Window((3, 3), (6, 28)),
    "meting_datum": Window((7, 1), (9, 25)),
}
"""The same day in all answers of a company-year."""
MONTH_RANGES = {
    "maand": (0, 4, 6),
    "maand_laat": (0, 8, 10),
    "maand_vorig": (-1, 3, 11),
    "maand_straks": (1, 2, 5),
}
"""First and last month, after the years counted from the monitoring year."""


def month_range(name: str, year: int, last_day: date) -> tuple[int, int]:
    """Return from which to which month: in the past of who writes, or in their future."""
    years, first, last = MONTH_RANGES[name]
    reached = last_day.month + 12 * (last_day.year - year - years)
    if years > 0:
        return min(max(first, reached + 1), last), last
    return first, max(first, min(last, reached))


def in_words(day: date, language: str) -> str:
    """Return a day as people write it."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def newest_day(text: str, year: int) -> date | None:
    """Return the newest day up to the end of a year that a text speaks of, None without one.

    A month without a day stands for its 20th: by then something of it can be told.
    """
    days = [date.fromisoformat(found) for found in _ISO.findall(text)]
    for number, name, written_year in _IN_WORDS.findall(text):
        months = MONTHS["nl"] if name in MONTHS["nl"] else MONTHS["en"]
        days.append(date(int(written_year or year), months.index(name) + 1, int(number or 20)))
    return max((day for day in days if day.year <= year), default=None)


def is_working_day(day: date) -> bool:
    """Tell whether offices are open; holidays that move are not known here."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def working_days(first: date, last: date) -> list[date]:
    """Return the working days from the first to the last day, at least one day."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_working_day(day)] or [last]


def working_day_on(day: date, *, step: int = 1) -> date:
    """Return this day when it is a working day, else the next one (the one before: step -1)."""
    return next(each for each in _from(day, step) if is_working_day(each))


def _from(day: date, step: int) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=step)


def moment(day: date, minutes: int) -> datetime.datetime:
    """Return a time of a day, so many minutes after nine in the morning."""
    return timezone.make_aware(
        datetime.datetime.combine(day, datetime.time(9)) + timedelta(minutes=minutes)
    )
