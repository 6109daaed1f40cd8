"""Words of a workbook, whatever its language: minerals, countries and answers."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from diligence.framework.catalogues import catalogue
from diligence.framework.source import read_file

DATA = Path(__file__).parent / "data"
STARS = re.compile(r"\(\s*[*0-9]+\s*\)|\*")
NAMED_MONTHS = (
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"),
)
MONTHS = {name: number for names in NAMED_MONTHS for number, name in enumerate(names, start=1)}


def data_of(name: str) -> Mapping[str, Any]:
    """Return one of the files of data beside this module."""
    return read_file(DATA / f"{name}.yaml").content


def plain(text: str) -> str:
    """Return a text to compare: no capitals, stars, wide signs or needless spaces."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    return " ".join(STARS.sub(" ", text).split()).strip(" :.")


@dataclass(frozen=True, slots=True)
class Mineral:
    """A mineral of the templates; `metal` is its code in the catalogue of metals, if any."""

    key: str
    metal: str
    nl: str
    en: str


@cache
def minerals() -> Mapping[str, Mineral]:
    """Return all minerals by key."""
    return {
        key: Mineral(key, one["metal"], one["nl"], one["en"])
        for key, one in data_of("minerals")["minerals"].items()
    }


@cache
def mineral_names() -> Mapping[str, str]:
    """Return the key of a mineral by each of its names."""
    found: dict[str, str] = {}
    for key, one in data_of("minerals")["minerals"].items():
        for name in (key.replace("_", " "), one["en"], one["nl"], *one["names"]):
            found[plain(name)] = key
    return found


def mineral_in(text: str) -> str:
    """Return the mineral that a text names; empty when it names none that we know.

    A label may carry a remark in brackets: "Tantalum (Ta)".
    """
    names = mineral_names()
    wanted = plain(text)
    return names.get(wanted) or names.get(re.sub(r"\s*\(.*\)$", "", wanted), "")


@cache
def country_names() -> Mapping[str, str]:
    """Return the code of a country by each of its names."""
    found: dict[str, str] = {}
    for entry in catalogue("countries"):
        for name in (entry.key, entry.text.nl, entry.text.en):
            found[plain(name)] = entry.key
    for code, names in data_of("countries").items():
        found |= {plain(name): code for name in names}
    return found


def country_in(text: str) -> str:
    """Return the code of the country that a text names; empty when we don't know it."""
    return country_names().get(plain(text), "")


def countries_in(text: str) -> list[str]:
    """Return the countries in a list as people type it: by comma, semicolon, slash or line."""
    if whole := country_in(text):
        return [whole]
    parts = re.split(r"[,;/\n]|\band\b|\ben\b", text)
    return sorted({code for part in parts if (code := country_in(part))})


@cache
def answer_words() -> Mapping[str, str]:
    """Return what yes, no and the like are, by each of their words."""
    groups = ("yes", "no", "unknown", "not_declaring", "drc_only", "india_madagascar")
    written = data_of("answers")
    return {plain(word): group for group in groups for word in written[group]}


@cache
def share_words() -> Mapping[str, str]:
    """Return the class of a share of suppliers, by each of its words."""
    written = data_of("answers")["share"]
    return {plain(word): key for key, words in written.items() for word in words}


def answer_in(text: str) -> str:
    """Return "yes", "no", "unknown" and the like; empty when it is none of them."""
    return answer_words().get(plain(text), "")


def share_in(text: str) -> str:
    """Return the class of a share of suppliers that answered; empty when it is none of them."""
    return share_words().get(plain(text), "")


def choice_in(group: str, text: str) -> str:
    """Return the choice of a longer list whose words the text begins with."""
    wanted = plain(text)
    for key, words in data_of("answers")[group].items():
        if any(wanted.startswith(plain(word)) for word in words):
            return key
    return answer_in(text)


def day_in(text: str) -> datetime.date | None:
    """Return the day that a text names; None for a text that could be two days.

    Read are 2026-03-12 (with / . or 年月日), 12-Mar-2026, March 12, 2026, and 13-3-2026 or
    3/13/2026 when only one of the two numbers can be a month.
    """
    text = plain(text)
    if found := re.match(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D*", text):
        return day_of(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})[-. /]*([^\W\d_]{3})[^\W\d_]*[-. /,]*(\d{4})", text):
        return day_of(int(found[3]), MONTHS.get(found[2], 0), int(found[1]))
    if found := re.fullmatch(r"([^\W\d_]{3})[^\W\d_]*[-. /]*(\d{1,2})[-. /,]*(\d{4})", text):
        return day_of(int(found[3]), MONTHS.get(found[1], 0), int(found[2]))
    if found := re.fullmatch(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})", text):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        if one == two or one > 12:
            return day_of(year, two, one)
        if two > 12:
            return day_of(year, one, two)
    return None


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    """Return this day; None when the calendar has none."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
