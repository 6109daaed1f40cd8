"""Reads one workbook from beginning to end."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from pathlib import Path

from diligence.smelters.answers import company_answers_of, company_of, minerals_of
from diligence.smelters.findings import findings_of
from diligence.smelters.reference import reference
from diligence.smelters.rows import Listed, list_of
from diligence.smelters.shape import Declaration, Finding
from diligence.smelters.sheets import Sheet, Workbook, open_workbook
from diligence.smelters.template import (
    CHECKER,
    IDENTIFIER,
    MINES,
    PRODUCTS,
    Template,
    is_older,
    recognise,
)
from diligence.uploads.refusal import Refused


def read(path: Path, today: datetime.date, reference_path: str = "") -> Declaration:
    """Read a workbook. Raises Refused: it is none of ours, or holds nothing."""
    book = open_workbook(path)
    template = recognise(book)
    listed = list_of(template, book, reference(reference_path))
    declaration = Declaration(
        template=template.name,
        version=template.version,
        company=company_of(template),
        minerals=minerals_of(template),
        company_answers=company_answers_of(template),
        smelters=listed.smelters,
        row_count=listed.row_count,
        unread_rows=listed.unread_rows,
        checker=checker_of(book),
        product_count=count_rows(book.sheet(PRODUCTS), 6),
        mine_count=count_rows(book.sheet(MINES), 5),
    )
    refuse_empty(declaration, template)
    found = [*of_reading(template, book, listed), *findings_of(declaration, today)]
    return dataclasses.replace(declaration, findings=tuple(found))


def refuse_empty(declaration: Declaration, template: Template) -> None:
    """Refuse a template that nobody filled in, or that can't be read. Raises Refused."""
    answers = [one for mineral in declaration.minerals for one in mineral.answers.values()]
    is_answered = any(one.value for one in answers)
    if not is_answered and not declaration.smelters:
        raise Refused("nothing_filled_in", template=template.name, version=template.version)
    if not is_answered and template.declaration.unworked and not template.blocks:
        raise Refused("not_worked_out", template=template.name)


def of_reading(template: Template, book: Workbook, listed: Listed) -> list[Finding]:
    """Return what is to say of the workbook itself."""
    found = []
    if template.is_guessed:
        found.append(Finding("version_guessed", "note"))
    elif is_older(template.version, template.newest):
        found.append(Finding("version_old", "note", params={"newest": template.newest}))
    hidden = [one.name for one in (template.declaration, template.smelters) if one.is_hidden]
    if hidden:
        found.append(Finding("sheets_hidden", "note", params={"sheets": hidden}))
    if others := other_lists(template, book):
        found.append(Finding("more_lists", "gap", params={"sheets": others}))
    if listed.unworked_count:
        params = {"n": listed.unworked_count, "of": listed.row_count}
        found.append(Finding("not_worked_out", "note", params=params))
    return found


def other_lists(template: Template, book: Workbook) -> list[str]:
    """Return copies of the smelter list, which are not read."""
    name = template.smelters.name.casefold()
    copies = [part for part in book.parts if part.name.casefold().startswith(f"{name} (")]
    return [part.name for part in copies if holds_identifiers(book.sheet(part.name))]


def holds_identifiers(sheet: Sheet | None) -> bool:
    """Tell whether a sheet holds identifiers of smelters."""
    return sheet is not None and any(
        isinstance(value, str) and IDENTIFIER.fullmatch(value.strip())
        for value in sheet.values.values()
    )


def count_rows(sheet: Sheet | None, first: int) -> int:
    """Count the rows of a list that hold anything in the first columns."""
    if sheet is None:
        return 0
    return len({row for row, column in sheet.values if row >= first and column <= 3})


def checker_of(book: Workbook) -> Mapping[str, int]:
    """Return what the workbook's own check counts: lines it asks for, and those still open.

    A line is asked for with a 1 in column F; it is open while column B shows no answer. Without
    outcomes in the file there is nothing to say.
    """
    sheet = book.sheet(CHECKER)
    if sheet is None:
        return {}
    asked = [row for row in sheet.rows(4) if sheet.number(row, 6) == 1]
    if not asked:
        return {}
    return {
        "required": len(asked),
        "open": sum(1 for row in asked if sheet.text(row, 2) in ("", "0")),
    }
