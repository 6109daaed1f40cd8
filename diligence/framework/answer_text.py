"""An answer as people read it: plain lines in one language, whatever kind of question it answers.

Used wherever answers are shown but not typed: checking, searching, history, the report. Numbers
and dates are written as that language writes them. Pure: the same words come back in a web page,
in a worker and in a test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from diligence.framework.answers import Given, State
from diligence.framework.catalogues import UnknownCatalogue
from diligence.framework.choices import Lists, options_of
from diligence.framework.schema import Edition, Field, Kind, Question, Size
from diligence.framework.texts import Text

NOT_PROVIDED = Text("Niet ingevuld", "Not filled in")
LEVEL = Text("Niveau {level}: {text}", "Level {level}: {text}")
EMPTY_CELL = "–"
STATE_WORDS = {
    State.DONT_KNOW: Text("Weet ik niet", "Don’t know"),
    State.NOT_APPLICABLE: Text("Niet van toepassing", "Not applicable"),
    State.LATER: Text("Later", "Later"),
}
MONTHS = Text(
    "januari februari maart april mei juni juli augustus september oktober november december",
    "January February March April May June July August September October November December",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerText:
    """One answer in words. Of `lines` and `rows` exactly one is filled."""

    lines: tuple[str, ...] = ()
    """The answer; an honest state ("Weet ik niet") or "Niet ingevuld" is a line too."""
    columns: tuple[str, ...] = ()
    """The heads of a table, of the columns that hold something."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The rows of a table, each as long as `columns`; an empty cell is a dash."""
    explanation: tuple[str, ...] = ()
    """The free words beside the answer, by paragraph."""
    reason: tuple[str, ...] = ()
    """Why the question does not apply, by paragraph."""
    unsure: bool = False
    not_provided: bool = False
    """Nothing was answered. An honest state is an answer."""

    def passages(self) -> Iterator[str]:
        """Everything the company wrote or chose, text by text; nothing when nothing was."""
        if self.not_provided:
            return
        yield from self.lines
        for row in self.rows:
            yield from (cell for cell in row if cell != EMPTY_CELL)
        yield from self.explanation
        yield from self.reason


def answer_text(
    question: Question,
    given: Given | None,
    edition: Edition,
    lang: str,
    *,
    size: Size | None = None,
    lists: Lists | None = None,
) -> AnswerText:
    """Return an answer in words; None or a blank one says that it was not filled in.

    `size` picks the wording of levels for the smallest companies. `lists` holds the lists that
    live outside the files; a key that no list knows is shown as it is, so nothing disappears.
    """
    if given is None or (given.value is None and not given.state and not given.explanation):
        return AnswerText(lines=(NOT_PROVIDED.get(lang),), not_provided=True)
    answer = AnswerText(
        explanation=paragraphs(given.explanation),
        reason=paragraphs(given.reason),
        unsure=given.unsure,
    )
    if given.state in STATE_WORDS:
        return replace(answer, lines=(STATE_WORDS[State(given.state)].get(lang),))
    if given.value is None:
        return replace(answer, lines=(NOT_PROVIDED.get(lang),))
    writer = Writer(edition, lang, size, lists or {})
    if question.kind == Kind.TABLE:
        columns, rows = writer.table(question, given.value)
        return replace(answer, columns=columns, rows=rows)
    return replace(answer, lines=writer.lines(question, given.value))


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the lines of a typed text that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def number_text(number: str | Decimal, lang: str) -> str:
    """Return a number as this language writes it: `1.250,5` or `1,250.5`."""
    grouped = f"{Decimal(str(number)):,f}"
    return grouped if lang.startswith("en") else grouped.translate(str.maketrans(",.", ".,"))


def date_text(day: str, lang: str, *, short: bool = False) -> str:
    """Return `YYYY-MM-DD` in words: `12 maart 2026`, or short for tables: `12-03-2026`.

    Short dates in English keep the month as a word, since 12-03 is read both ways.
    """
    parsed = date.fromisoformat(day)
    month = MONTHS.get(lang).split()[parsed.month - 1]
    if not short:
        return f"{parsed.day} {month} {parsed.year}"
    if lang.startswith("en"):
        return f"{parsed.day} {month[:3]} {parsed.year}"
    return f"{parsed.day:02}-{parsed.month:02}-{parsed.year}"


@dataclass(frozen=True, slots=True)
class Writer:
    """Puts kept values, already checked, into words of one language."""

    edition: Edition
    lang: str
    size: Size | None
    lists: Lists
    _names: dict[str, dict[str, str]] = field(default_factory=dict)

    def lines(self, question: Question, value: Any) -> tuple[str, ...]:
        match question.kind:
            case Kind.MATURITY:
                return (self.level(question, value),)
            case Kind.MULTIPLE:
                return tuple(self.option(question, key) for key in value)
            case Kind.LONG_TEXT:
                return paragraphs(value)
        return (self.cell(question, value),)

    def level(self, question: Question, value: int) -> str:
        described = next(level for level in question.levels if level.level == value)
        text = described.text_for(self.size).get(self.lang)
        return LEVEL.get(self.lang).format(level=value, text=text)

    def table(
        self, question: Question, rows: Any
    ) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The heads and rows of a table, without columns that are empty in every row."""
        used = [c for c in question.columns if any(c.key in row["cells"] for row in rows)]
        heads = tuple(column.text.get(self.lang) for column in used)
        return heads, tuple(
            tuple(self.cell(column, row["cells"].get(column.key), short=True) for column in used)
            for row in rows
        )

    def cell(self, asked: Field, value: Any, *, short: bool = False) -> str:
        """One value on one line."""
        if value in (None, "", []):
            return EMPTY_CELL
        match asked.kind:
            case Kind.CHOICE:
                return self.option(asked, value)
            case Kind.MULTIPLE:
                return ", ".join(self.option(asked, key) for key in value)
            case Kind.NUMBER:
                unit = f" {asked.unit.get(self.lang)}" if asked.unit else ""
                return number_text(value, self.lang) + unit
            case Kind.DATE:
                return date_text(value, self.lang, short=short)
        return str(value)

    def option(self, asked: Field, key: str) -> str:
        if asked.key not in self._names:
            self._names[asked.key] = self._options(asked)
        return self._names[asked.key].get(key, key)

    def _options(self, asked: Field) -> dict[str, str]:
        try:
            options = options_of(asked, self.edition, self.lists)
        except UnknownCatalogue:
            return {}
        return {option.key: option.text.get(self.lang) for option in options}
