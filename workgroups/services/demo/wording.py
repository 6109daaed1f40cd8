"""The texts' own small language: choose among parts, then fill in what is between braces."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

from workgroups.services.demo.days import ANY_DAY, MONTH_RANGES, MONTHS, ONE_DAY, month_range
from workgroups.services.demo.days import in_words as day_in_words
from workgroups.services.demo.draws import between, one_of
from workgroups.services.demo.scene import Scene

CHOICE = re.compile(r"<([^<>]*)>")
PLACE = re.compile(r"\{([^{}]+)\}")
RANGE = re.compile(r"(\d+)\.\.(\d+)([wW]?)")
WORDS = {
    "nl": (
        "nul",
        "één",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "elf",
        "twaalf",
    ),
    "en": (
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
}
YEARS = {"vorig_jaar": -1, "jaar": 0, "volgend_jaar": 1}


class Form(StrEnum):
    """What a text becomes: words for people, or what a number or date column keeps."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass
class Wording:
    """Fills in one text. `seed` names the text, so that each has its own chances."""

    scene: Scene
    seed: tuple[object, ...]
    language: str = "nl"
    form: Form = Form.TEXT
    first_name: str = ""
    """A colleague's, for notes."""
    spins: Iterator[int] = field(default_factory=count)
    ranges: Iterator[int] = field(default_factory=count)

    def fill_in(self, text: str) -> str:
        """Return the finished text. Raises KeyError for a placeholder that has no value."""
        chosen = CHOICE.sub(self._choose, text)
        filled = PLACE.sub(self._place, chosen)
        if self.form == Form.NUMBER and "," in filled:
            filled = filled.replace(".", "").replace(",", ".")
        return re.sub(" +", " ", filled).strip()

    def _choose(self, found: re.Match) -> str:
        return one_of(found[1].split("|"), self._draw("spin", next(self.spins)))

    def _place(self, found: re.Match) -> str:
        name = found[1]
        if a_range := RANGE.fullmatch(name):
            return self._number_from(a_range)
        value = self._value(name[0].lower() + name[1:])
        return value[:1].upper() + value[1:] if name[0].isupper() else value

    def _number_from(self, found: re.Match) -> str:
        number = between(int(found[1]), int(found[2]), self._draw("n", next(self.ranges)))
        if not found[3]:
            return str(number)
        word = self._word(number)
        return word.capitalize() if found[3] == "W" else word

    def _value(self, name: str) -> str:
        scene = self.scene
        if name in YEARS:
            return str(scene.year + YEARS[name])
        if name in ANY_DAY or name in ONE_DAY:
            return self._day(name)
        if name in MONTH_RANGES:
            months = range_of_months(name, scene, self.language)
            return one_of(months, self._draw(name))
        if name in OWN_VALUES:
            return OWN_VALUES[name](self)
        return scene.facts(self.language)[name]

    def _day(self, name: str) -> str:
        scene = self.scene
        if name in ONE_DAY:
            window, chance = ONE_DAY[name], scene.draw(name, scene.year)
        else:
            window, chance = ANY_DAY[name], self._draw(name)
        day = window.day(scene.year, scene.last_day, chance)
        return day.isoformat() if self.form == Form.DATE else day_in_words(day, self.language)

    def _word(self, number: int) -> str:
        words = WORDS[self.language]
        return str(number) if self.form == Form.NUMBER or number >= len(words) else words[number]

    def _draw(self, *words: object) -> float:
        return self.scene.draw(*self.seed, self.scene.year, *words)


OWN_VALUES: dict[str, Callable[[Wording], str]] = {
    "mensen": lambda w: str(round(float(w.scene.company.fte[w.scene.year]))),
    "leveranciers": lambda w: w._word(w.scene.direct_suppliers),
    "deel": lambda w: w._word(max(2, round(0.6 * w.scene.direct_suppliers))),
    "slug": lambda w: w.scene.company.slug,
    "naam": lambda w: w.first_name,
}
"""The placeholders that follow from the company itself."""


def range_of_months(name: str, scene: Scene, language: str) -> Sequence[str]:
    """Return the names of the months that a placeholder may become."""
    first, last = month_range(name, scene.year, scene.last_day)
    return MONTHS[language][first - 1 : last]


def fill_in(scene: Scene, text: str, *seed: object, language: str = "nl") -> str:
    """Return a text for people, finished."""
    return Wording(scene, seed, language).fill_in(text)
