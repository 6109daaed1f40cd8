"""What differs between two states of one answer: two moments of a year, or two years.

`difference` gives data; the words around it and the look are those of the page
(`diligence/_difference.html`). Texts are compared word by word, choices and files as what came and
went, tables row by row, everything else as one value that took the place of another. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from diligence.framework.answer_text import STATE_WORDS, Writer
from diligence.framework.answers import Given, State
from diligence.framework.choices import Lists
from diligence.framework.row_difference import (
    WRITTEN,
    RowDifference,
    Table,
    rows_between,
    swap,
)
from diligence.framework.schema import Edition, Kind, Question, Size
from diligence.framework.word_difference import Mark, Piece, difference_of, is_same


class Aspect(StrEnum):
    """What of an answer a part is about."""

    ANSWER = "answer"
    EXPLANATION = "explanation"
    REASON = "reason"
    DOUBT = "doubt"
    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class File:
    """A document at an answer: what it is known by, its name, and which version of it."""

    key: str
    name: str
    number: int
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two states, with the questionnaire it was given in."""

    question: Question | None
    """None when that questionnaire did not ask it."""
    given: Given | None
    edition: Edition
    language: str = "nl"
    """The language its writer typed in."""
    size: Size | None = None
    lists: Lists | None = None
    files: tuple[File, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered or typed; an honest state is an answer."""
        given = self.given
        return given is None or not (given.state or given.value is not None or given.explanation)

    @property
    def has_value(self) -> bool:
        """Whether its value is what is said: beside an honest state it does not count."""
        given = self.given
        return given is not None and given.value is not None and given.state not in STATE_WORDS


@dataclass(frozen=True, slots=True)
class Item:
    """A choice or a file; `versions` are the numbers then and now of a file that changed."""

    mark: Mark
    text: str
    versions: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What differs in one aspect. At most one of `pieces`, `items` and `rows` is filled."""

    aspect: Aspect
    pieces: tuple[Piece, ...] = ()
    items: tuple[Item, ...] = ()
    rows: tuple[RowDifference, ...] = ()
    is_written: bool = False
    """Whether these are the company's own words, in the language of each side."""

    @property
    def is_same(self) -> bool:
        """Whether nothing differs, the order of rows included."""
        rows_stay = all(row.mark == Mark.SAME and not row.is_moved for row in self.rows)
        return is_same(self.pieces) and rows_stay and is_same_list(self.items)

    @property
    def told_rows(self) -> tuple[RowDifference, ...]:
        """The rows in which something differs."""
        return tuple(row for row in self.rows if row.mark != Mark.SAME or row.is_moved)

    @property
    def quiet_rows(self) -> int:
        """How many rows stayed as they were."""
        return len(self.rows) - len(self.told_rows)

    def counts(self) -> Counter[Mark]:
        """How many rows or items carry each mark."""
        return Counter([row.mark for row in self.rows] + [item.mark for item in self.items])


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between two states of an answer, aspect by aspect."""

    parts: tuple[Part, ...]
    mark: Mark
    """Whether the answer as a whole came, went, changed or stayed the same."""
    before_language: str
    after_language: str

    @property
    def is_same(self) -> bool:
        return self.mark == Mark.SAME

    @property
    def changed(self) -> tuple[Part, ...]:
        """The aspects in which something differs."""
        return tuple(part for part in self.parts if not part.is_same)

    def part(self, aspect: Aspect) -> Part | None:
        return next((part for part in self.parts if part.aspect == aspect), None)


def difference(before: Side, after: Side, lang: str) -> Difference:
    """Compare two states of an answer; `lang` is the reader's, for options, numbers and dates."""
    parts = [_answer(before, after, lang)]
    for aspect, name in ((Aspect.EXPLANATION, "explanation"), (Aspect.REASON, "reason")):
        then, now = (getattr(side.given, name, "") for side in (before, after))
        if then or now:
            pieces = difference_of(then, now)
            parts.append(Part(aspect=aspect, pieces=pieces, is_written=True))
    parts += [part for part in (_doubt(before, after), _proof(before, after)) if part]
    return Difference(
        parts=tuple(parts),
        mark=_mark(before, after, parts),
        before_language=before.language,
        after_language=after.language,
    )


def is_same_list(items: Sequence[Item]) -> bool:
    return all(item.mark == Mark.SAME for item in items)


def _mark(before: Side, after: Side, parts: list[Part]) -> Mark:
    if all(part.is_same for part in parts):
        return Mark.SAME
    if before.is_empty and not before.files:
        return Mark.ADDED
    return Mark.REMOVED if after.is_empty and not after.files else Mark.CHANGED


def _answer(before: Side, after: Side, lang: str) -> Part:
    """The answer itself, compared as its kind is when both sides hold a value of that kind."""
    kinds = {side.question.kind for side in (before, after) if side.question and side.has_value}
    kind = kinds.pop() if len(kinds) == 1 else None
    states = [side for side in (before, after) if side.given and side.given.state in STATE_WORDS]
    if kind == Kind.TABLE and not states:
        return Part(aspect=Aspect.ANSWER, rows=rows_between(*_tables(before, after, lang)))
    if kind == Kind.MULTIPLE and not states:
        return Part(aspect=Aspect.ANSWER, items=_choices(before, after, lang))
    then, now = _words(before, lang), _words(after, lang)
    if kind in WRITTEN and not states:
        return Part(aspect=Aspect.ANSWER, pieces=difference_of(then, now), is_written=True)
    return Part(aspect=Aspect.ANSWER, pieces=swap(then, now))


def _words(side: Side, lang: str) -> str:
    """The answer of one side as a text; nothing when there is none."""
    given = side.given
    if given is None:
        return ""
    if given.state in STATE_WORDS:
        return STATE_WORDS[State(given.state)].get(lang)
    if given.value is None or side.question is None:
        return ""
    writer = _writer(side, lang)
    if side.question.kind == Kind.TABLE:
        _, rows = writer.table(side.question, given.value)
        return "\n".join(" · ".join(row) for row in rows)
    if side.question.kind in WRITTEN:
        return str(given.value)
    return "\n".join(writer.lines(side.question, given.value))


def _writer(side: Side, lang: str) -> Writer:
    return Writer(side.edition, lang, side.size, side.lists or {})


def _tables(before: Side, after: Side, lang: str) -> tuple[Table, Table]:
    return _table(before, lang), _table(after, lang)


def _table(side: Side, lang: str) -> Table:
    writer = _writer(side, lang)

    def write(column, cell) -> str:
        return writer.cell(column, cell, short=True) if cell not in (None, "", []) else ""

    columns = side.question.columns if side.question else ()
    rows: Any = side.given.value if side.given and side.has_value else []
    return Table(columns, rows, write)


def _choices(before: Side, after: Side, lang: str) -> tuple[Item, ...]:
    """What is chosen now, in its order, and then what is chosen no more."""
    then, now = _chosen(before, lang), _chosen(after, lang)
    stands = [Item(Mark.SAME if key in then else Mark.ADDED, text) for key, text in now.items()]
    gone = [Item(Mark.REMOVED, text) for key, text in then.items() if key not in now]
    return (*stands, *gone)


def _chosen(side: Side, lang: str) -> dict[str, str]:
    if side.question is None or side.given is None or not side.has_value:
        return {}
    writer = _writer(side, lang)
    return {key: writer.option(side.question, key) for key in side.given.value}


def _doubt(before: Side, after: Side) -> Part | None:
    """Whether the company asked to look twice; told only when that changed."""
    then, now = (bool(side.given and side.given.unsure) for side in (before, after))
    if then == now:
        return None
    return Part(aspect=Aspect.DOUBT, items=(Item(Mark.ADDED if now else Mark.REMOVED, ""),))


def _proof(before: Side, after: Side) -> Part | None:
    """The documents: what came, what went, and of which another version stands there now."""
    then = {file.key: file for file in before.files}
    now = {file.key: file for file in after.files}
    items = [_file(then.get(key), file) for key, file in now.items()]
    items += [Item(Mark.REMOVED, file.name) for key, file in then.items() if key not in now]
    return Part(aspect=Aspect.PROOF, items=tuple(items)) if items else None


def _file(then: File | None, now: File) -> Item:
    if then is None:
        return Item(Mark.ADDED, now.name)
    if (then.number, then.sha256) == (now.number, now.sha256):
        return Item(Mark.SAME, now.name)
    return Item(Mark.CHANGED, now.name, (then.number, now.number))
