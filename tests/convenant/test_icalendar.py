"""A calendar holds to RFC 5545, whatever stands in it."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from convenant.icalendar import MOST_OCTETS, Day, calendar, escaped, folded

STAMP = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)


def made(name="Indienen", text="Tekst", on=date(2026, 12, 31)) -> str:
    """Return a calendar of one day."""
    day = Day("een@hier", on, name, text, "https://hier.example/x/", STAMP)
    return calendar([day], name="Dagen", product="Ketenkompas", language="nl")


def unfolded(text: str) -> list[str]:
    """Return the lines of a calendar as a program puts them together (3.1)."""
    return re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]


def as_meant(mark: re.Match) -> str:
    """Return what stands behind a backslash (3.3.11)."""
    return "\n" if mark[1] in "nN" else mark[1]


def read(text: str) -> dict[str, str]:
    """Return the properties of the one event, parameters left out and texts as they were."""
    lines = unfolded(text)
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    found = {}
    for line in inside:
        name, _, value = line.partition(":")
        found[name.partition(";")[0]] = re.sub(r"\\(.)", as_meant, value)
    return found


def test_the_frame_and_one_whole_day():
    text = made()
    lines = unfolded(text)

    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    assert any(line.startswith("PRODID:") for line in lines)
    event = read(text)
    assert (event["DTSTART"], event["DTEND"]) == ("20261231", "20270101")
    assert event["DTSTAMP"] == "20261130T090500Z"
    assert event["UID"] == "een@hier" and event["URL"] == "https://hier.example/x/"
    assert len(set(re.findall(r"^(?:UID|DTSTAMP|DTSTART|DTEND|SUMMARY)\b", text, re.M))) == 5


def test_nothing_changed_is_the_same_bytes():
    assert made() == made() != made(name="Anders")


def test_an_empty_calendar_is_one():
    text = calendar([], name="Dagen", product="Ketenkompas", language="nl")
    assert "VEVENT" not in text and text.endswith("END:VCALENDAR\r\n")


@given(st.text(), st.text(max_size=400))
def test_any_text_comes_back_and_breaks_no_line(name, text):
    made_of = made(name, text)
    seen = read(made_of)

    def kept(words: str) -> str:
        words = words.replace("\r\n", "\n")
        return "".join(one for one in words if one == "\n" or (one >= " " and one != "\x7f"))

    assert (seen["SUMMARY"], seen["DESCRIPTION"]) == (kept(name), kept(text))
    for line in made_of.encode().split(b"\r\n"):
        assert len(line) <= MOST_OCTETS
        line.decode()  # no letter is cut in two
        assert b"\r" not in line and b"\n" not in line
    assert made_of.count("BEGIN:VEVENT") == 1 or "BEGIN:VEVENT" in name + text
    assert unfolded(made_of).count("BEGIN:VEVENT") == 1


def test_escaping_by_the_letter():
    assert escaped("a;b,c\\d\r\ne\nf\x07") == "a\\;b\\,c\\\\d\\ne\\nf"


def test_folding_by_the_letter():
    line = "X:" + "é" * 60
    pieces = list(folded(line))
    assert [len(piece.encode()) for piece in pieces] == [74, 49]
    assert pieces[1][0] == " " and pieces[0] + pieces[1][1:] == line
