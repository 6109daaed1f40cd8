"""Make the workbook: the answers of a year in open cells, everything else locked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.events import record
from companies.models import User
from convenant.sheets import FormBook, FormCell, FormColumn, FormSheet
from diligence.framework.cell_words import CellWords
from diligence.framework.schema import Kind, Question
from diligence.models import Answer, Assessment
from diligence.reports.words import number_of
from diligence.services.answer_sheets.mark import SheetMark, signed
from diligence.services.answer_sheets.words import (
    ANSWER,
    CODES,
    DOUBT,
    KEY,
    OPEN_COLUMNS,
    STATE,
    TABLE,
    States,
    cells_of,
    column_heads,
)
from diligence.services.figures import standing_of

SPARE_ROWS = 40
"""Empty rows under a table, for what is added."""
WIDTHS = {KEY: 24, "number": 9, "question": 44, "how": 34, STATE: 16, ANSWER: 48, DOUBT: 9}


@dataclass
class Maker:
    """Makes the sheets of one file in one language."""

    file: Assessment
    language: str
    answers: Mapping[str, Answer]
    words: CellWords
    states: States
    lists: dict[str, Sequence[str]] = field(default_factory=dict)

    def sheet(self, questions: Sequence[Question]) -> FormSheet:
        """Return the sheet with a row for each question."""
        heads = column_heads(self.language)
        columns = [
            FormColumn(CODES.get(code, code), head, WIDTHS.get(code, 36), code == KEY)
            for code, head in heads.items()
        ]
        rows = [self.row(question) for question in questions]
        return FormSheet(_("Antwoorden"), columns, rows, several())

    def row(self, question: Question) -> list[FormCell]:
        """Return the row of a question."""
        answer = self.answers.get(question.key)
        cells = cells_of(question, answer.given() if answer else None, self.words, self.states)
        number = number_of(question, self.file.edition)
        locked = [
            FormCell(question.key),
            FormCell(number),
            FormCell(question.text.get(self.language)),
            FormCell(how_to(question, number)),
        ]
        return [*locked, *(self.open_cell(question, code, cells[code]) for code in OPEN_COLUMNS)]

    def open_cell(self, question: Question, code: str, value) -> FormCell:
        """Return one open cell, with the list to choose from where there is one."""
        if code == ANSWER:
            if question.kind == Kind.TABLE:
                number = number_of(question, self.file.edition)
                return FormCell(_("Zie blad %(sheet)s") % {"sheet": number})
            return self.choosing(question, value)
        options = ""
        if code == STATE:
            options = self.listed("state", tuple(self.states.words.values()))
        elif code == DOUBT:
            options = self.listed("yes", (self.states.yes,))
        return FormCell(value, True, options)

    def choosing(self, asked, value) -> FormCell:
        """Return an open cell for a value of this kind."""
        labels = tuple(self.words.labels(asked).values())
        options = self.listed(f"o{hash(labels)}", labels) if labels else ""
        return FormCell(value, True, options, asked.kind == Kind.MULTIPLE)

    def listed(self, name: str, options: Sequence[str]) -> str:
        """Keep a list to choose from; the same list once."""
        self.lists.setdefault(name, options)
        return name

    def tables(self, questions: Sequence[Question]) -> Iterator[FormSheet]:
        """Yield a sheet for each table among the questions."""
        for question in questions:
            if question.kind == Kind.TABLE:
                yield self.table(question)

    def table(self, question: Question) -> FormSheet:
        """Return the sheet of a table: its rows, and empty ones for what is added."""
        columns = [
            FormColumn(f"{TABLE}{question.key}", _("Sleutel"), 10, True),
            *(FormColumn(c.key, c.text.get(self.language), 24) for c in question.columns),
        ]
        answer = self.answers.get(question.key)
        kept = answer.value if answer and isinstance(answer.value, list) else []
        most = question.max_rows or len(kept) + SPARE_ROWS
        spare = [{"id": "", "cells": {}}] * max(0, min(SPARE_ROWS, most - len(kept)))
        rows = [
            [
                FormCell(row["id"]),
                *(
                    self.choosing(column, self.words.cell(column, row["cells"].get(column.key)))
                    for column in question.columns
                ),
            ]
            for row in (*kept, *spare)
        ]
        title = number_of(question, self.file.edition)
        return FormSheet(title, columns, rows, several())


def several() -> str:
    """Return how several options stand in one cell."""
    return _("Meer keuzes? Zet ze onder elkaar in de cel, of met ; ertussen.")


def how_to(question: Question, number: str) -> str:
    """Return in a line how a question is filled in."""
    match question.kind:
        case Kind.MATURITY | Kind.CHOICE:
            return _("Kies uit de lijst.")
        case Kind.MULTIPLE:
            return _("Kies uit de lijst; meer keuzes onder elkaar.")
        case Kind.NUMBER:
            return _("Vul een getal in.")
        case Kind.DATE:
            return _("Vul een datum in, zoals 12-03-2026.")
        case Kind.LINK:
            return _("Vul een webadres in.")
        case Kind.TABLE:
            return _("Vul de rijen in op blad %(sheet)s.") % {"sheet": number}
    return _("Typ uw tekst.")


def make_sheet(assessment: Assessment, language: str, *, by: User) -> bytes:
    """Return the answers of a year as a workbook to fill in; the log tells it was taken along.

    Must run in the company's scope.
    """
    answers = Answer.objects.for_company(assessment.company_id).filter(assessment=assessment)
    by_key = {answer.question: answer for answer in answers}
    situation = standing_of(assessment, by_key.values()).situation
    edition = assessment.edition
    questions = [question for question in edition.questions if question.key in situation.shown]
    mark = SheetMark(
        company=str(assessment.company_id),
        assessment=str(assessment.pk),
        year=assessment.cycle.year,
        questionnaire=edition.hash,
        language=language,
        size=situation.size.key if situation.size else "",
        made_at=timezone.now().isoformat(),
        versions={q.key: by_key[q.key].version if q.key in by_key else 0 for q in questions},
    )
    with override(language):
        words = CellWords(edition, language, situation.size)
        maker = Maker(assessment, language, by_key, words, States.of(language))
        sheets = [maker.sheet(questions), *maker.tables(questions)]
        title = f"{assessment.company.name} {assessment.cycle.year}"
        book = FormBook(title, settings.PRODUCT_NAME, maker.lists, signed(mark))
        content = book.as_bytes(about_sheet(title), sheets)
    record(assessment.company, "file.exported", by=by, year=assessment.cycle.year, form="xlsx")
    return content


def about_sheet(title: str) -> FormSheet:
    """Return the first sheet: how to fill in the others."""
    lines = [
        title,
        _("Witte vakken kunt u invullen. Grijze vakken staan vast."),
        _("Verander de namen van de bladen en de volgorde van de kolommen niet."),
        _("Tabellen hebben een eigen blad. Maak een rij leeg om haar weg te halen."),
        _("Klaar? Kies dit bestand op de pagina waar u het ophaalde."),
        _("Daar ziet u eerst wat er verandert. Pas als u op overnemen drukt, wijzigt er iets."),
        _("Wijzigde een collega intussen iets? Dan kiest u daar welk antwoord blijft."),
        _("Bewijs staat niet in dit bestand. Dat voegt u toe bij de vraag."),
    ]
    rows = [[FormCell(line)] for line in lines]
    return FormSheet(_("Lees dit eerst"), [FormColumn("about", _("Lees dit eerst"), 90)], rows)
