"""Which cells of a workbook were changed, and what answers that makes. Nothing is stored here.

Each cell is held against what the workbook was given with: the answer as it stood in the version
that the fingerprint names. A cell that says the same still is no change, whatever happened since.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from diligence.framework import typed_lists
from diligence.framework.answers import Given, State
from diligence.framework.cell_words import CellWords, as_cell, canonical, is_formula
from diligence.framework.cleaning import Cleaner
from diligence.framework.schema import Column, Edition, Field, Kind, Question
from diligence.framework.value_problems import InvalidValue, ValueProblem
from diligence.models.answer import BLANK
from diligence.services.answer_sheets.mark import SheetMark
from diligence.services.answer_sheets.reading import ReadRow, ReadSheet, Workbook
from diligence.services.answer_sheets.words import (
    ANSWER,
    DOUBT,
    EXPLANATION,
    OPEN_COLUMNS,
    REASON,
    STATE,
    States,
    cells_of,
)
from diligence.services.entries import Entry, clean_entry


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell or row can't be taken over: where, and what to do, in the reader's language."""

    sheet: str
    row: int
    column: str
    """The letter Excel has for it; empty for the whole row."""
    text: str
    question: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return asdict(self)


@dataclass(slots=True)
class Proposal:
    """The answer that a workbook makes of a question, and which cells were changed."""

    question: str
    seen: int
    entry: dict[str, Any]
    cells: list[str] = field(default_factory=list)
    """As people find them: "Antwoorden F12"."""

    def as_data(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return asdict(self)


@dataclass
class Comparison:
    """Works through a workbook that is known to be of this file."""

    edition: Edition
    mark: SheetMark
    book: Workbook
    bases: Mapping[str, Given]
    """By question the answer of the version it was made from; without one there was none."""
    words: CellWords
    states: States
    today: date
    language: str
    """The reader's, for what is wrong."""
    proposals: list[Proposal] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def run(self, sheet: ReadSheet) -> None:
        """Find every change and everything that is wrong."""
        seen: set[str] = set()
        for row in sheet.rows:
            if row.key not in self.mark.versions:
                text = _("Deze rij is niet van een vraag. Typ alleen in de rijen die er stonden.")
                self.faults.append(Fault(sheet.title, row.number, "", text))
            elif row.key in seen:
                text = _("Deze vraag staat er twee keer. Haal de tweede rij weg.")
                self.faults.append(Fault(sheet.title, row.number, "", text, row.key))
            else:
                seen.add(row.key)
                self.one(self.edition.question(row.key), sheet, row)
        for key in self.mark.versions:
            if key not in seen:
                text = _("De rij van deze vraag ontbreekt. Dit antwoord blijft zoals het is.")
                self.faults.append(Fault(sheet.title, 0, "", text, key))

    def one(self, question: Question, sheet: ReadSheet, row: ReadRow) -> None:
        """Look at one question; what is wrong with it keeps all of it from being taken over."""
        base = self.bases.get(question.key)
        given = cells_of(question, base, self.words, self.states)
        edited = [
            code
            for code in OPEN_COLUMNS
            if canonical(row.cells.get(code)) != canonical(as_cell(given[code]))
            and not (code == ANSWER and question.kind == Kind.TABLE)
        ]
        work = Work(self, question, base, sheet, row, edited)
        proposal = work.proposal()
        if work.faults:
            self.faults += work.faults
        elif proposal is not None:
            self.proposals.append(proposal)


@dataclass
class Work:
    """One question being looked at."""

    whole: Comparison
    question: Question
    base: Given | None
    sheet: ReadSheet
    row: ReadRow
    edited: list[str]
    faults: list[Fault] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    whole_table_changed: bool = False

    @property
    def kept(self) -> Given:
        """Return the answer it was made from; a blank one when there was none."""
        return self.base or Given(BLANK)

    def proposal(self) -> Proposal | None:
        """Return what the cells make of the answer; None when nothing was changed."""
        self.cells += [f"{self.sheet.title} {self.place(code)}" for code in self.edited]
        value = self.value()
        if not self.cells and not self.faults:
            return None
        for code in self.edited:
            if is_formula(self.row.cells.get(code)) and code != ANSWER:
                self.fault(code, ValueProblem("formula").text(self.whole.language))
        state, doubt = self.state(value), self.doubt()
        if self.faults:
            return None
        said = {
            "state": state,
            "value": value,
            "explanation": self.text(EXPLANATION, self.kept.explanation),
            "reason": self.text(REASON, self.kept.reason),
            "unsure": doubt,
        }
        made = self.checked(Entry(**said, as_kept=True))
        if self.faults or (made or Given(BLANK)) == self.kept:
            return None
        seen = self.whole.mark.versions[self.question.key]
        return Proposal(self.question.key, seen, said, self.cells)

    def place(self, code: str) -> str:
        """Return where a cell of the row is: "F12"."""
        return f"{self.sheet.columns[code]}{self.row.number}"

    def fault(self, code: str, text: str) -> None:
        """Keep what is wrong with a cell of the row."""
        column = self.sheet.columns.get(code, "")
        self.faults.append(
            Fault(self.sheet.title, self.row.number, column, text, self.question.key)
        )

    def text(self, code: str, kept: str) -> str:
        """Return the text of a cell; what was not touched stays as it is kept."""
        return canonical(self.row.cells.get(code)) if code in self.edited else kept

    def state(self, value: Any) -> str:
        """Return how the question is dealt with: as chosen, or as follows from what was typed."""
        if STATE in self.edited:
            typed = canonical(self.row.cells.get(STATE)).casefold()
            by_word = {word.casefold(): str(state) for state, word in self.states.items()}
            if typed and typed not in by_word:
                words = ", ".join(self.states.values())
                self.fault(STATE, _("Kies uit de lijst: %(words)s.") % {"words": words})
            return by_word.get(typed, str(State.ANSWERED))
        touched = ANSWER in self.edited or self.whole_table_changed
        if touched and value is not None:
            return str(State.ANSWERED)
        return self.kept.state or str(State.ANSWERED)

    @property
    def states(self) -> Mapping[str, str]:
        return self.whole.states.words

    def doubt(self) -> bool:
        """Return whether the company doubts."""
        if DOUBT not in self.edited:
            return self.kept.unsure
        typed = canonical(self.row.cells.get(DOUBT)).casefold()
        if typed and typed != self.whole.states.yes.casefold():
            self.fault(
                DOUBT, _("Vul “%(yes)s” in of maak het vak leeg.") % {"yes": self.whole.states.yes}
            )
        return bool(typed)

    def value(self) -> Any:
        """Return the value to keep: of the cell, of the sheet with rows, or as it was."""
        if self.question.kind == Kind.TABLE:
            return self.rows()
        if ANSWER not in self.edited:
            return self.kept.value
        cell = self.row.cells.get(ANSWER)
        try:
            return self.whole.words.read(self.question, cell, self.cleaner(cell, self.question))
        except InvalidValue as wrong:
            for problem in wrong.problems:
                self.fault(ANSWER, problem.text(self.whole.language))
            return None

    def cleaner(self, cell: Any, asked: Field) -> Cleaner:
        """Return what checks a cell; a list that people type takes the names in it."""
        lists = None
        if typed_lists.is_typed(asked):
            names = [name.strip() for name in canonical(cell).splitlines() if name.strip()]
            lists = {asked.catalogue: tuple(map(typed_lists.option_of, names))}
        return Cleaner(self.whole.edition, self.whole.today, self.whole.mark.language, lists)

    def rows(self) -> Any:
        """Return the rows of a table as the sheet has them; untouched cells stay as kept."""
        kept = self.kept.value if isinstance(self.kept.value, list) else []
        sheet = self.whole.book.tables.get(self.question.key)
        missing = [c.key for c in self.question.columns if sheet and c.key not in sheet.columns]
        if sheet is None or missing:
            text = _("Het blad met de rijen van deze vraag ontbreekt of mist kolommen.")
            self.fault(ANSWER, text)
            return self.kept.value
        rows = list(self.read_rows(sheet, {row["id"]: row["cells"] for row in kept}))
        gone = {row["id"] for row in kept} - {row["id"] for row in rows}
        self.cells += [_("%(sheet)s (rij weg)") % {"sheet": sheet.title}] * len(gone)
        self.whole_table_changed = rows != kept
        return rows or None if self.whole_table_changed else self.kept.value

    def read_rows(self, sheet: ReadSheet, kept: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows of a sheet; a row that was copied along with its key is a new one."""
        taken: set[str] = set()
        for row in sheet.rows:
            if not row.columns_filled():
                continue
            if row.key and row.key not in kept:
                text = _("Deze rij hoort niet in deze tabel. Typ haar in een lege rij.")
                self.faults.append(Fault(sheet.title, row.number, "", text, self.question.key))
                continue
            row_id = row.key if row.key and row.key not in taken else str(uuid4())
            before = kept.get(row_id, {})
            taken.add(row_id)
            cells = {
                column.key: value
                for column in self.question.columns
                if (value := self.read_cell(sheet, row, column, before)) is not None
            }
            if cells:
                yield {"id": row_id, "cells": cells}

    def read_cell(
        self, sheet: ReadSheet, row: ReadRow, column: Column, before: Mapping[str, Any]
    ) -> Any:
        """Return the value of one cell of a table."""
        cell, words = row.cells.get(column.key), self.whole.words
        stood = before.get(column.key)
        if canonical(cell) == canonical(as_cell(words.cell(column, stood))):
            return stood
        place = sheet.columns[column.key]
        self.cells.append(f"{sheet.title} {place}{row.number}")
        try:
            return words.read(column, cell, self.cleaner(cell, column))
        except InvalidValue as wrong:
            for problem in wrong.problems:
                text = problem.text(self.whole.language)
                self.faults.append(Fault(sheet.title, row.number, place, text, self.question.key))
            return None

    def checked(self, entry: Entry) -> Given | None:
        """Return the answer as it would be kept; what is wrong with it becomes a fault."""
        try:
            made = clean_entry(self.whole.edition, self.question, entry, today=self.whole.today)
        except InvalidValue as wrong:
            for problem in wrong.problems:
                self.fault(column_of(problem, entry), problem.text(self.whole.language))
            return None
        self.check_kept(entry, made or Given(BLANK))
        if isinstance(entry.value, list) and made and self.question.kind == Kind.TABLE:
            self.check_cells_kept(entry.value, made.value or [])
        return made

    def check_kept(self, entry: Entry, made: Given) -> None:
        """Say so when what was typed does not go with how the question is dealt with."""
        table = [ANSWER] if self.whole_table_changed else []
        sent = {
            ANSWER: (entry.value, made.value),
            EXPLANATION: (entry.explanation, made.explanation),
            REASON: (entry.reason, made.reason),
            DOUBT: (entry.unsure, made.unsure),
        }
        word = self.states.get(entry.state, "")
        for code in [*self.edited, *table]:
            typed, stays = sent.get(code, (None, None))
            if typed and stays in (None, "", False):
                text = _(
                    "Dit past niet bij “%(state)s”. Kies een andere stand of maak dit vak leeg."
                )
                self.fault(code, text % {"state": word})

    def check_cells_kept(self, sent: Iterable[Any], kept: Iterable[Any]) -> None:
        """Say so when a cell was filled in that is not asked in its row."""
        stays = {row["id"]: row["cells"] for row in kept}
        for row in sent:
            fell = [key for key in row["cells"] if key not in stays.get(row["id"], {})]
            for key in fell:
                column = self.question.column(key)
                name = column.text.get(self.whole.language) if column else key
                text = _("“%(column)s” hoort niet bij deze rij. Maak het vak leeg.")
                self.fault(ANSWER, text % {"column": name})


def column_of(problem: ValueProblem, entry: Entry) -> str:
    """Return in which column of the row a problem stands."""
    if problem.code.startswith("reason"):
        return REASON
    if problem.code == "too_long":
        return max((EXPLANATION, REASON, ANSWER), key=lambda code: len(text_at(entry, code)))
    return ANSWER


def text_at(entry: Entry, code: str) -> str:
    """Return the text an entry has in a column."""
    texts = {EXPLANATION: entry.explanation, REASON: entry.reason}
    return texts.get(code, entry.value if isinstance(entry.value, str) else "")
