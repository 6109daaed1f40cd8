"""Calendars as calendar programs read them (RFC 5545): days with a name, and nothing more.

The few lines that are needed, written by the letter: text escaped (3.3.11), lines of at most 75
octets folded without cutting a letter (3.1), CRLF, whole days as dates with an exclusive end
(3.6.1), and the same stamp as long as nothing changed, so that the same calendar is the same bytes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOST_OCTETS = 75
REFRESH = "PT6H"
"""How often a program is asked to look again."""


@dataclass(frozen=True, slots=True)
class Day:
    """One event that takes a whole day; `uid` stays the same when its day or name changes."""

    uid: str
    on: date
    name: str
    text: str
    url: str
    changed_at: datetime


def calendar(days: Iterable[Day], *, name: str, product: str, language: str) -> str:
    """Return a calendar of these days."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(product)}//{escaped(product)}//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"NAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    for day in days:
        lines += event(day, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in folded(line))


def event(day: Day, language: str) -> list[str]:
    """Return the lines of one event. It leaves people free: it is a last day, not a meeting."""
    stamp = day.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(day.uid)}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY;LANGUAGE={language}:{escaped(day.name)}",
        f"DESCRIPTION;LANGUAGE={language}:{escaped(day.text)}",
        f"URL:{day.url}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Return a text as it may stand after a colon; what is no text at all is left out."""
    for plain, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\n", "\\n")):
        text = text.replace(plain, safe)
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def folded(line: str) -> Iterator[str]:
    """Return a line in pieces of at most 75 octets, each but the first after a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > MOST_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
